// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.ops;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Looks over a job that is built and not yet started, and lists what would hurt later: from a unit
 * test, or from {@code main} before {@code execute}.
 *
 * <pre>{@code
 * StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(settings);
 * buildJob(env);
 * Preflight.of(env).openFunctions().check().orThrow();
 * env.execute("orders");
 * }</pre>
 *
 * <p>It finds stateful operators without uid, types that Flink would hand to Kryo (records, side
 * outputs, keys, and with {@link #openFunctions} state), keyed state that nothing ever clears,
 * time-to-live that has no effect on the chosen backend or version, an unset or exceeded max
 * parallelism, checkpoint settings that are missing, lose state or contradict each other, and
 * restart settings that give up or never rest. {@code docs/operations.md} lists each finding.
 *
 * <p>The job stays as it is. Settings are those of the environment; what only the cluster knows is
 * given with {@link #clusterConfiguration}.
 */
public final class Preflight {

  private final StreamExecutionEnvironment env;
  private final Configuration cluster;
  private final boolean open;

  private Preflight(StreamExecutionEnvironment env, Configuration cluster, boolean open) {
    this.env = env;
    this.cluster = cluster;
    this.open = open;
  }

  /** Checks the job that this environment holds. */
  public static Preflight of(StreamExecutionEnvironment env) {
    return new Preflight(env, new Configuration(), false);
  }

  /** Takes these options of the cluster where the job says nothing. */
  public Preflight clusterConfiguration(Configuration options) {
    return new Preflight(env, new Configuration(options), open);
  }

  /**
   * Also learns the states of user functions: opens a copy of each with a context that only writes
   * down what is asked of it. For tests; {@code open} must do no harm outside of a job. Operators
   * of this library and raw operators are not opened.
   */
  public Preflight openFunctions() {
    return new Preflight(env, cluster, true);
  }

  /**
   * Checks the job.
   *
   * @throws IllegalArgumentException when the environment holds no operator
   */
  public PreflightReport check() {
    JobReader job = new JobReader(env);
    List<PlannedOperator> operators = job.operators(open);
    Configuration settings = new Configuration(cluster);
    settings.addAll(job.settings());
    List<Finding> findings = new ArrayList<>();
    GraphRules.check(operators, env.getParallelism(), env.getMaxParallelism(), findings);
    SettingRules rules = new SettingRules(settings, operators);
    rules.check(findings);
    operators.forEach(operator -> StateRules.check(operator, settings, findings));
    return new PreflightReport(findings);
  }
}
