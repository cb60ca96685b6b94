// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.util.TestStreamEnvironment;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Settings in a running job: the cluster is started with them, and its files are looked at. */
@Timeout(120)
class RunningJobTest {

  /** What the functions of a job tell its test; tasks run in this JVM. */
  private static final Map<String, CountDownLatch> CHECKPOINTS = new ConcurrentHashMap<>();

  private static final Map<String, AtomicInteger> ATTEMPTS = new ConcurrentHashMap<>();

  @TempDir private Path directory;

  private JobSettings settings(UnaryOperator<io.github.flinkpatterns.config.Checkpoints> change) {
    return JobSettings.exactlyOnce()
        .strictTypes()
        .strictUids()
        .parallelism(1)
        .checkpoints(
            c ->
                change.apply(
                    c.every(Duration.ofMillis(20)).in(directory.toUri().toString() + "cp")));
  }

  @Test
  @Tag("every-flink")
  void aCancelledJobLeavesAsManyIncrementalCheckpointsAsSaid() throws Exception {
    runUntilCancelled(
        settings(c -> c.retainOnCancellation().maxRetained(3))
            .stateBackend(Backend.rocksDb().managedMemory().incremental()),
        "incremental");

    assertThat(retained()).hasSize(3);
    assertThat(keyedState(retained().get(0)))
        .isNotEmpty()
        .allSatisfy(handle -> assertThat(handle.getSharedState()).isNotEmpty());
  }

  @Test
  @Tag("every-flink")
  void aCancelledJobLeavesOneFullCheckpointThatSharesNoFile() throws Exception {
    runUntilCancelled(
        settings(io.github.flinkpatterns.config.Checkpoints::retainOnCancellation)
            .stateBackend(Backend.rocksDb().managedMemory().full()),
        "full");

    assertThat(retained()).hasSize(1);
    assertThat(keyedState(retained().get(0)))
        .isNotEmpty()
        .allSatisfy(handle -> assertThat(handle.getSharedState()).isEmpty());
  }

  @Test
  @Tag("every-flink")
  void aCancelledJobLeavesNothingWhenItIsToBeDeleted() throws Exception {
    runUntilCancelled(settings(c -> c.deleteOnCancellation().maxRetained(3)), "deleted");

    assertThat(retained()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Preset.class,
      names = {"HIGH_THROUGHPUT", "LARGE_STATE"})
  void aPresetForATaskManagersMemoryAlsoRunsInALocalEnvironment(Preset preset) throws Exception {
    StreamExecutionEnvironment env =
        Effect.environment(
            settings(c -> c.minPause(Duration.ZERO))
                .tuned(preset)
                .taskManagers(t -> t.networkMemory(MemorySize.ofMebiBytes(32))));
    DataStream<Long> counted =
        env.fromSequence(1, 100)
            .uid("numbers")
            .keyBy(n -> n % 10, Types.LONG)
            .process(new Counting(preset.name()), Types.LONG)
            .uid("counting");

    assertThat(counted.executeAndCollect(100)).hasSize(100).contains(10L);
  }

  @Test
  @Tag("every-flink")
  void aFailingJobIsRestartedAsOftenAsSaid() {
    assertThat(attempts(Restart.fixedDelay(2, Duration.ofMillis(1)))).isEqualTo(3);
    assertThat(attempts(Restart.never())).isEqualTo(1);
  }

  private int attempts(Restart restart) {
    String name = restart.options().settings().toString();
    ATTEMPTS.put(name, new AtomicInteger());
    StreamExecutionEnvironment env = Effect.environment(settings(c -> c).restart(restart));
    env.fromSequence(1, 1)
        .uid("one")
        .map(new Failing(name))
        .uid("failing")
        .sinkTo(new DiscardingSink<>())
        .uid("nowhere");

    assertThatThrownBy(env::execute).hasRootCauseMessage("as planned");
    return ATTEMPTS.get(name).get();
  }

  /** Runs a keyed job through five checkpoints, cancels it and waits for its end. */
  @SuppressWarnings("try") // Flink declares close() to throw any exception
  private static void runUntilCancelled(JobSettings settings, String name) throws Exception {
    CountDownLatch five = new CountDownLatch(5);
    CHECKPOINTS.put(name, five);
    Configuration configuration = settings.toConfiguration();
    // Closing the cluster waits until the checkpoints that nobody keeps are deleted.
    try (MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .withRandomPorts()
                .build())) {
      cluster.start();
      StreamExecutionEnvironment env =
          new TestStreamEnvironment(cluster, configuration, 1, List.of(), List.of());
      env.fromSource(
              new DataGeneratorSource<>(
                  n -> n, Long.MAX_VALUE, RateLimiterStrategy.perSecond(1_000), Types.LONG),
              WatermarkStrategy.noWatermarks(),
              "numbers",
              Types.LONG)
          .uid("numbers")
          .keyBy(n -> n % 10, Types.LONG)
          .process(new Counting(name), Types.LONG)
          .uid("counting")
          .sinkTo(new DiscardingSink<>())
          .uid("nowhere");
      JobID job = env.executeAsync().getJobID();
      assertThat(five.await(100, TimeUnit.SECONDS)).isTrue();
      cluster.cancelJob(job).get();
      cluster.requestJobResult(job).get();
      assertThat(cluster.getJobStatus(job).get()).isEqualTo(JobStatus.CANCELED);
    }
  }

  private List<Path> retained() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.endsWith("_metadata")).toList();
    }
  }

  private static List<IncrementalRemoteKeyedStateHandle> keyedState(Path metadata)
      throws IOException {
    File folder = metadata.getParent().toFile();
    try (DataInputStream in = new DataInputStream(Files.newInputStream(metadata))) {
      return Checkpoints.loadCheckpointMetadata(
              in, RunningJobTest.class.getClassLoader(), folder.toURI().toString())
          .getOperatorStates()
          .stream()
          .flatMap((OperatorState state) -> state.getStates().stream())
          .flatMap(subtask -> subtask.getManagedKeyedState().stream())
          .map(IncrementalRemoteKeyedStateHandle.class::cast)
          .toList();
    }
  }

  private static final class Counting extends KeyedProcessFunction<Long, Long, Long>
      implements CheckpointListener {
    private static final long serialVersionUID = 1;

    private final String name;
    private transient ValueState<Long> count;

    Counting(String name) {
      this.name = name;
    }

    @Override
    public void open(OpenContext context) {
      count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.LONG));
    }

    @Override
    public void processElement(Long value, Context context, Collector<Long> out) throws Exception {
      Long before = count.value();
      long now = before == null ? 1 : before + 1;
      count.update(now);
      out.collect(now);
    }

    @Override
    public void notifyCheckpointComplete(long id) {
      CountDownLatch latch = CHECKPOINTS.get(name);
      if (latch != null) {
        latch.countDown();
      }
    }
  }

  private static final class Failing implements MapFunction<Long, Long> {
    private static final long serialVersionUID = 1;

    private final String name;

    Failing(String name) {
      this.name = name;
    }

    @Override
    public Long map(Long value) {
      ATTEMPTS.get(name).incrementAndGet();
      throw new IllegalStateException("as planned");
    }
  }
}
