// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.job;

import static java.util.Map.entry;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.util.TestStreamEnvironment;
import org.apache.flink.util.FileUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs whole jobs on an embedded Flink cluster and proves them exactly once.
 *
 * <pre>{@code
 * @RegisterExtension static final FlinkJobTest flink = FlinkJobTest.create();
 *
 * @Test
 * void countsEachOrderOnce() {
 *   var orders = JobSource.of(Order.class, ORDERS, Order::timeMillis).failAfterRecords(60);
 *   flink.job(orders, in -> in.keyBy(Order::customer).process(new RunningCount()).uid("count"))
 *       .parallelism(2)
 *       .assertExactlyOnce();
 * }
 * }</pre>
 *
 * <p>Register it in a {@code static} field: the cluster then serves all tests of the class. In an
 * instance field each test gets a cluster of its own.
 *
 * <p>The cluster has two task managers of four slots each, so a job may have a parallelism of 8. A
 * failure restarts the whole job, also one whose subtasks are not connected ({@code
 * jobmanager.execution.failover-strategy: full}). Jobs run with exactly-once checkpoints every 10
 * ms, up to 10 restarts without delay, {@code pipeline.generic-types: false} and max parallelism
 * 128; {@link TestJob#config} changes each of these. Checkpoints lie in a temporary folder that is
 * deleted afterwards.
 */
public final class FlinkJobTest
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
  private static final int TASK_MANAGERS = 2;
  private static final int SLOTS_PER_TASK_MANAGER = 4;

  private @Nullable MiniCluster cluster;
  private @Nullable Path folder;
  private boolean startedForClass;

  private FlinkJobTest() {}

  /** Returns the extension for a field with {@code @RegisterExtension}. */
  public static FlinkJobTest create() {
    return new FlinkJobTest();
  }

  /**
   * Describes a job whose output is collected.
   *
   * @param source the input; its failures are the test's plan
   * @param pipeline wires the job under test; it is called once for each start of the job, and
   *     gives every stateful operator a uid
   */
  public <I, O> TestJob<I, O> job(
      JobSource<I> source, Function<DataStream<I>, ? extends DataStream<O>> pipeline) {
    return new TestJob<>(
        this, source, (in, sink) -> pipeline.apply(in).sinkTo(sink).uid("committed-sink"), null);
  }

  /**
   * Describes a job that writes into a sink of its own, to put that sink to the test.
   *
   * @param source the input; its failures are the test's plan
   * @param pipeline wires the job up to its sink
   * @param output reads what a reader of that sink sees, after the job
   */
  public <I, O> TestJob<I, O> jobInto(
      JobSource<I> source, Consumer<DataStream<I>> pipeline, Supplier<Collection<O>> output) {
    return new TestJob<>(this, source, (in, sink) -> pipeline.accept(in), output);
  }

  /**
   * Returns an environment of the embedded cluster with the settings above, for {@link
   * UidManifest}, {@link JobTypeGuard} or a job that you start yourself.
   */
  public StreamExecutionEnvironment environment() {
    return environment(Map.of());
  }

  StreamExecutionEnvironment environment(Map<String, String> settings) {
    Configuration configuration = new Configuration();
    String checkpoints = running(folder).resolve("checkpoints").toUri().toString();
    Map<String, String> defaults =
        Map.ofEntries(
            entry("execution.runtime-mode", "STREAMING"),
            entry("execution.checkpointing.mode", "EXACTLY_ONCE"),
            entry("execution.checkpointing.interval", "10 ms"),
            entry("execution.checkpointing.storage", "filesystem"),
            entry("execution.checkpointing.dir", checkpoints),
            entry("restart-strategy.type", "fixed-delay"),
            entry("restart-strategy.fixed-delay.attempts", "10"),
            entry("restart-strategy.fixed-delay.delay", "1 ms"),
            entry("pipeline.generic-types", "false"),
            entry("pipeline.max-parallelism", "128"),
            // Records between a checkpoint and a failure shall have left the source's task.
            entry("execution.buffer-timeout.interval", "0 ms"));
    defaults.forEach(configuration::setString);
    settings.forEach(configuration::setString);
    return new TestStreamEnvironment(running(cluster), configuration, 1, List.of(), List.of());
  }

  String savepointFolder() {
    return running(folder).resolve("savepoints").toUri().toString();
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    startedForClass = true;
    start();
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    if (!startedForClass) {
      start();
    }
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    if (!startedForClass) {
      stop();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    startedForClass = false;
    stop();
  }

  /** Not Flink's own extension: that one needs JUnit 4 on the class path. */
  private void start() throws Exception {
    folder = Files.createTempDirectory("flink-job-test");
    Configuration configuration = new Configuration();
    configuration.setString("taskmanager.memory.managed.size", "128 mb");
    configuration.setString("rest.address", "localhost");
    configuration.setString("rest.bind-address", "localhost"); // by default: every interface
    // A job whose subtasks are not connected restarts region by region. When a checkpoint begins in
    // between, Flink (1.20 to 2.3) finds some gateways of the source's coordinator marked for it
    // and
    // some new, takes that for a bug of its own, and ends the JVM: the one of the tests here.
    configuration.setString("jobmanager.execution.failover-strategy", "full");
    MiniCluster starting =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(TASK_MANAGERS)
                .setNumSlotsPerTaskManager(SLOTS_PER_TASK_MANAGER)
                .withRandomPorts()
                .build());
    cluster = starting;
    starting.start();
  }

  private void stop() throws Exception {
    running(cluster).close();
    cluster = null;
    // What a task that was cancelled still writes is no fault of the test.
    FileUtils.deleteDirectoryQuietly(running(folder).toFile());
    folder = null;
  }

  private static <T> T running(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException(
          "FlinkJobTest: the cluster is not running; put @RegisterExtension on the field that holds"
              + " it");
    }
    return part;
  }
}
