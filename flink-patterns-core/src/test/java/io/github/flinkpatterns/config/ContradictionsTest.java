// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.config;

import static io.github.flinkpatterns.config.Effect.minimal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ContradictionsTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final MemorySize MEGABYTE = MemorySize.ofMebiBytes(1);

  private static JobSettings on(Backend backend) {
    return minimal().stateBackend(backend);
  }

  static Stream<Arguments> contradictions() {
    return Stream.of(
        arguments(
            JobSettings.exactlyOnce(),
            "'checkpoints': not set while EXACTLY_ONCE holds only with checkpoints; add checkpoints(c -> c.every(...)) or a preset"),
        arguments(
            JobSettings.atLeastOnce().checkpoints(c -> c.every(MINUTE).unaligned()),
            "'unaligned': true is ignored by Flink unless the mode is exactly once; use exactlyOnce(), or drop unaligned()"),
        arguments(
            minimal().checkpoints(c -> c.unaligned().maxConcurrent(2)),
            "'maxConcurrent': 2 must be 1 with unaligned checkpoints; drop maxConcurrent or unaligned()"),
        arguments(
            minimal().checkpoints(c -> c.minPause(Duration.ofSeconds(1)).maxConcurrent(2)),
            "'minPause': PT1S leaves no pause when 2 checkpoints may overlap; drop maxConcurrent or minPause"),
        arguments(
            minimal().checkpoints(c -> c.every(Duration.ofSeconds(10)).minPause(MINUTE)),
            "'minPause': PT1M is longer than the interval PT10S, which Flink would then raise to it; say every(PT1M), or shorten the pause"),
        arguments(
            minimal().checkpoints(c -> c.everyDuringBacklog(Duration.ofSeconds(1))),
            "'everyDuringBacklog': PT1S must not be shorter than the interval PT30S; lengthen it, or use zero for no checkpoints during a backlog"),
        arguments(
            minimal().checkpoints(c -> c.unalignedAfter(MINUTE).timeout(Duration.ofSeconds(30))),
            "'unalignedAfter': PT1M never comes, the checkpoint has timed out after PT30S; lower it, or raise timeout"),
        arguments(
            minimal().option(CheckpointingOptions.ALIGNED_CHECKPOINT_TIMEOUT, MINUTE, "by key"),
            "'unalignedAfter': PT1M has no effect while checkpoints stay aligned; use unalignedAfter(...), or drop the timeout"),
        arguments(
            minimal().checkpoints(Checkpoints::retainOnCancellation),
            "'retainOnCancellation': RETAIN_ON_CANCELLATION needs a directory, what is in the JobManager's memory cannot be kept; add in(directory) or inDirectoryOfCluster()"),
        arguments(
            minimal().checkpoints(c -> c.retainOnCancellation().in("s3://b/c").inJobManager()),
            "'retainOnCancellation': RETAIN_ON_CANCELLATION needs a directory, what is in the JobManager's memory cannot be kept; add in(directory) or inDirectoryOfCluster()"),
        arguments(
            on(Backend.hashMap()).option(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true, "x"),
            "'incremental': true has no effect on heap state, whose checkpoints are always full; use Backend.rocksDb(), or drop it"),
        arguments(
            on(Backend.hashMap()).option(RocksDbKeys.BACKGROUND_THREADS, 4, "x"),
            "'state.backend.rocksdb.thread.num': 4 has no effect on heap state; use Backend.rocksDb(), or drop it"),
        arguments(
            on(Backend.rocksDb().blockCache(MEGABYTE)),
            "'blockCache': 1 mb has no effect while all states share one cache; use unboundedMemory(), or size the shared memory instead"),
        arguments(
            on(Backend.rocksDb().fixedMemoryPerSlot(MEGABYTE).blockCache(MEGABYTE)),
            "'blockCache': 1 mb has no effect while all states share one cache; use unboundedMemory(), or size the shared memory instead"),
        arguments(
            on(Backend.rocksDb().unboundedMemory().partitionedIndexFilters()),
            "'state.backend.rocksdb.memory.partitioned-index-filters': true has no effect without shared memory; use managedMemory() or fixedMemoryPerSlot(size), or drop it"),
        arguments(
            on(Backend.rocksDb().partitionedIndexFilters().bloomFilter(14)),
            "'bloomFilter': 14.0 becomes 10 bits per key with partitioned indexes and filters; use bloomFilter(10), or drop partitionedIndexFilters()"),
        arguments(
            on(
                Backend.rocksDb()
                    .writeBufferRatio(0.9)
                    .option("state.backend.rocksdb.memory.high-prio-pool-ratio", "0.5")),
            "'writeBufferRatio': 0.9 leaves no room for the high-priority pool of 0.5; lower one of the two"),
        arguments(
            on(Backend.rocksDb().option("state.backend.rocksdb.compaction.style", "FIFO")),
            "'state.backend.rocksdb.compaction.style': FIFO deletes the oldest files, and with them state; use levelCompaction() or universalCompaction()"),
        arguments(
            on(
                Backend.rocksDb()
                    .universalCompaction()
                    .option("state.backend.rocksdb.compaction.level.use-dynamic-size", "true")),
            "'state.backend.rocksdb.compaction.level.use-dynamic-size': true has no effect with UNIVERSAL compaction; use levelCompaction(), or drop it"),
        arguments(
            minimal().parallelism(9).maxParallelism(8),
            "'parallelism': 9 must not exceed maxParallelism 8; lower it, or raise maxParallelism before the job first runs"),
        arguments(
            JobSettings.exactlyOnce()
                .tuned(Preset.LARGE_STATE)
                .stateBackend(Backend.hashMap())
                .checkpoints(c -> c.in("s3://b/c")),
            "'stateBackend': hashmap cannot hold what the preset LARGE_STATE is for; use Backend.rocksDb() or another preset"),
        arguments(
            JobSettings.exactlyOnce()
                .tuned(Preset.LARGE_STATE)
                .checkpoints(Checkpoints::inJobManager),
            "'checkpoints.in': jobmanager while the preset LARGE_STATE needs durable checkpoints; add in(directory) or inDirectoryOfCluster()"),
        arguments(
            JobSettings.exactlyOnce().tuned(Preset.PRODUCTION),
            "'checkpoints.in': not set while the preset PRODUCTION needs durable checkpoints; add in(directory) or inDirectoryOfCluster()"));
  }

  @ParameterizedTest
  @MethodSource("contradictions")
  void isAnErrorThatSaysWhatToDo(JobSettings settings, String message) {
    assertThatThrownBy(settings::toConfiguration)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("JobSettings: parameter " + message);
  }

  @Test
  void whatFlinkAllowsIsAllowed() {
    assertThat(
            minimal()
                .checkpoints(
                    c ->
                        c.every(Duration.ofSeconds(30))
                            .minPause(Duration.ofSeconds(30))
                            .timeout(Duration.ofSeconds(10))
                            .unalignedAfter(Duration.ofSeconds(9))
                            .inDirectoryOfCluster()
                            .retainOnCancellation())
                .stateBackend(
                    Backend.rocksDb()
                        .fixedMemoryPerSlot(MEGABYTE)
                        .partitionedIndexFilters()
                        .bloomFilter(10))
                .parallelism(8)
                .maxParallelism(8)
                .settings())
        .isNotEmpty();
  }

  @Test
  void valuesOutOfRangeAreErrorsAtOnce() {
    assertThatThrownBy(() -> Checkpoints.UNSAID.every(Duration.ofMillis(9)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Checkpoints: parameter 'every': PT0.009S must be at least PT0.01S; give a longer one");
    assertThatThrownBy(() -> Checkpoints.UNSAID.timeout(Duration.ofNanos(20_500_000)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Checkpoints: parameter 'timeout': PT0.0205S must be whole milliseconds; round it, Flink counts no finer");
    assertThatThrownBy(() -> Checkpoints.UNSAID.in("/var/checkpoints"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Checkpoints: parameter 'in': '/var/checkpoints' must be a URI with a scheme; write for example s3://bucket/checkpoints or file:///var/checkpoints");
    for (String root : new String[] {"s3://bucket", "s3://bucket/", "file:///"}) {
      assertThatThrownBy(() -> Checkpoints.UNSAID.in(root))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Checkpoints: parameter 'in': '"
                  + root
                  + "' must not be the root of a file system; name a directory below it");
    }
    assertThatThrownBy(() -> minimal().maxParallelism(32_769))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "JobSettings: parameter 'maxParallelism': 32769 must be in 1..32768; pass such a number");
    assertThatThrownBy(() -> TaskManagers.UNSAID.segmentSize(MemorySize.parse("48kb")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be a power of two");
    assertThatThrownBy(() -> Backend.rocksDb().localDirectories("state"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be an absolute local path");
  }
}
