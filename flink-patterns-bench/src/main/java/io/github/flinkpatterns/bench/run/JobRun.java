// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.run;

import com.sun.management.OperatingSystemMXBean;
import io.github.flinkpatterns.bench.report.Comparison;
import io.github.flinkpatterns.bench.report.Cost;
import io.github.flinkpatterns.bench.rival.Way;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * Compares whole local jobs, source, keyBy, operator and sink, by the CPU time of the process: with
 * network stack, serializers, RocksDB's own threads, garbage collection and checkpoints.
 *
 * <p>One small cluster runs all jobs of a round one after the other, in an order that rotates with
 * each round. The baseline is the same job with a keyed operator that does nothing. A checkpoint is
 * asked for after every {@code eventsPerBarrier} events, for every job alike. The chunk of the pace
 * is the number of events of a job; its warm-up are rounds that are not measured.
 *
 * @param <IN> the event
 */
public final class JobRun<IN> {

  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private record Outcome(double micros, long digest, long outputs) {}

  private final Question<IN> question;
  private final Pace pace;
  private final int parallelism;

  /** Creates a run. */
  public JobRun(Question<IN> question, Pace pace, int parallelism) {
    this.question = question;
    this.pace = pace;
    this.parallelism = parallelism;
  }

  /**
   * Runs it on a backend.
   *
   * @throws IllegalStateException if results differ, or if there were none to compare
   */
  public Comparison run(Setup setup, Progress progress) throws Exception {
    String title =
        question.title()
            + " on "
            + setup.backend()
            + (parallelism == 1 ? "" : ", parallelism " + parallelism);
    int n = question.entries().size() + 1;
    List<List<Double>> micros = new ArrayList<>();
    for (int v = 0; v < n; v++) {
      micros.add(new ArrayList<>());
    }
    Equality equality = new Equality();
    Configuration configuration = configuration(setup);
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(parallelism)
                .build());
    try {
      cluster.start();
      for (int round = -pace.warmUp(); round < pace.rounds(); round++) {
        equality.begin();
        for (int turn = 0; turn < n; turn++) {
          int v = Math.floorMod(turn + round, n);
          boolean baseline = v == n - 1;
          Outcome outcome =
              job(
                  cluster,
                  configuration,
                  baseline ? List.of(Baselines.nothing(question.workload())) : ways(v));
          if (!baseline) {
            Question.Entry<IN> entry = question.entries().get(v);
            equality.add(entry.group(), entry.name(), outcome.digest, outcome.outputs);
          }
          if (round >= 0) {
            micros.get(v).add(outcome.micros);
          }
          progress.step(
              title, (round + pace.warmUp()) * n + turn + 1, (pace.warmUp() + pace.rounds()) * n);
        }
        if (progress.stops(title, round + 1)) {
          break;
        }
      }
    } finally {
      cluster.close();
    }
    long outputs = equality.finish(title);
    List<Cost> costs = new ArrayList<>();
    for (int v = 0; v < n; v++) {
      boolean baseline = v == n - 1;
      costs.add(
          new Cost(
              baseline ? Baselines.NOTHING : question.entries().get(v).name(),
              baseline,
              micros.get(v),
              List.of()));
    }
    return new Comparison(
        question.suite(),
        title,
        question.scenario(),
        setup.backend(),
        "CPU of the process",
        costs,
        outputs);
  }

  private List<? extends Way<IN, ?>> ways(int entry) {
    return question.entries().get(entry).ways();
  }

  static Configuration configuration(Setup setup) {
    Configuration configuration = new Configuration();
    configuration.setString("state.backend.type", setup.backend());
    configuration.setString("execution.checkpointing.incremental", "true");
    configuration.setString("execution.checkpointing.interval", "1 h");
    configuration.setString(
        "execution.checkpointing.dir", setup.folder().resolve("checkpoints").toUri().toString());
    configuration.setString("io.tmp.dirs", setup.folder().toString());
    configuration.setString("pipeline.generic-types", "false");
    configuration.setString("taskmanager.memory.managed.size", "512 mb");
    configuration.setString("rest.bind-port", "0");
    return configuration;
  }

  private Outcome job(
      MiniCluster cluster, Configuration configuration, List<? extends Way<IN, ?>> ways)
      throws Exception {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.setParallelism(parallelism);
    DataStream<IN> events =
        env.fromSequence(0, pace.chunk() - 1L)
            .setParallelism(1)
            .transform(
                "events",
                question.workload().type(),
                new Feed<>(question.workload(), pace.eventsPerWatermark(), pace.eventsPerBarrier()))
            .setParallelism(1);
    for (Way<IN, ?> way : ways) {
      digest(way, events);
    }
    JobGraph graph = env.getStreamGraph().getJobGraph();
    long before = PROCESS.getProcessCpuTime();
    JobID job = cluster.submitJob(graph).get().getJobID();
    // A job that ends before its last checkpoint declines it, which is no failure.
    Feed.checkpoint = () -> cluster.triggerCheckpoint(job).exceptionally(end -> "");
    try {
      JobExecutionResult result =
          cluster.requestJobResult(job).get().toJobExecutionResult(JobRun.class.getClassLoader());
      double micros = (PROCESS.getProcessCpuTime() - before) / 1e3 / pace.chunk();
      Long digest = result.getAccumulatorResult(DigestSum.DIGEST);
      Long outputs = result.getAccumulatorResult(DigestSum.OUTPUTS);
      return new Outcome(micros, digest == null ? 0 : digest, outputs == null ? 0 : outputs);
    } finally {
      Feed.checkpoint = () -> {};
    }
  }

  static <IN, OUT> void digest(Way<IN, OUT> way, DataStream<IN> events) throws Exception {
    way.applyTo(events).flatMap(new DigestSum<>(way)).sinkTo(new DiscardingSink<>());
  }
}
