// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.config;

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.jspecify.annotations.Nullable;

/**
 * Options that exclude each other: either Flink refuses them together, or one takes the effect of
 * the other away without a word.
 */
final class Contradictions {

  private static final String WHERE = "JobSettings";

  private Contradictions() {}

  static void check(Options options) {
    checkpoints(options);
    intervals(options);
    backend(options);
    rocksDbMemory(options);
    rocksDbCompaction(options);
    parallelism(options);
  }

  private static void checkpoints(Options o) {
    boolean unaligned = o.is(Keys.UNALIGNED, true);
    int concurrent = o.value(Keys.MAX_CONCURRENT);
    refuse(
        unaligned && o.is(Keys.MODE, "AT_LEAST_ONCE"),
        "unaligned",
        true,
        "is ignored by Flink unless the mode is exactly once",
        "use exactlyOnce(), or drop unaligned()");
    refuse(
        unaligned && concurrent > 1,
        "maxConcurrent",
        concurrent,
        "must be 1 with unaligned checkpoints",
        "drop maxConcurrent or unaligned()");
    refuse(
        concurrent > 1 && !o.value(Keys.MIN_PAUSE).isZero(),
        "minPause",
        o.value(Keys.MIN_PAUSE),
        "leaves no pause when " + concurrent + " checkpoints may overlap",
        "drop maxConcurrent or minPause");
    refuse(
        !unaligned && !o.value(Keys.ALIGNED_TIMEOUT).isZero(),
        "unalignedAfter",
        o.value(Keys.ALIGNED_TIMEOUT),
        "has no effect while checkpoints stay aligned",
        "use unalignedAfter(...), or drop the timeout");
    refuse(
        unaligned && o.value(Keys.ALIGNED_TIMEOUT).compareTo(o.value(Keys.TIMEOUT)) >= 0,
        "unalignedAfter",
        o.value(Keys.ALIGNED_TIMEOUT),
        "never comes, the checkpoint has timed out after " + o.get(Keys.TIMEOUT),
        "lower it, or raise timeout");
    boolean retained = !o.is(Keys.RETENTION, "NO_EXTERNALIZED_CHECKPOINTS");
    refuse(
        retained && !o.is(Keys.STORAGE, "filesystem") && !o.has(Keys.DIRECTORY),
        "retainOnCancellation",
        o.get(Keys.RETENTION),
        "needs a directory, what is in the JobManager's memory cannot be kept",
        "add in(directory) or inDirectoryOfCluster()");
  }

  private static void intervals(Options o) {
    Duration interval = o.get(Keys.INTERVAL);
    if (interval == null) {
      return;
    }
    Duration pause = o.value(Keys.MIN_PAUSE);
    refuse(
        pause.compareTo(interval) > 0,
        "minPause",
        pause,
        "is longer than the interval " + interval + ", which Flink would then raise to it",
        "say every(" + pause + "), or shorten the pause");
    Duration backlog = o.get(Keys.INTERVAL_DURING_BACKLOG);
    refuse(
        backlog != null && !backlog.isZero() && backlog.compareTo(interval) < 0,
        "everyDuringBacklog",
        String.valueOf(backlog),
        "must not be shorter than the interval " + interval,
        "lengthen it, or use zero for no checkpoints during a backlog");
  }

  private static void backend(Options o) {
    boolean heap = o.has(Keys.BACKEND) && o.is(Keys.BACKEND, Backend.HASH_MAP);
    refuse(
        heap && o.is(Keys.INCREMENTAL, true),
        "incremental",
        true,
        "has no effect on heap state, whose checkpoints are always full",
        "use Backend.rocksDb(), or drop it");
    for (Setting setting : o.settings()) {
      refuse(
          heap && RocksDbKeys.owns(setting.key()),
          setting.key(),
          setting.value(),
          "has no effect on heap state",
          "use Backend.rocksDb(), or drop it");
    }
  }

  private static void rocksDbMemory(Options o) {
    boolean shared = o.is(RocksDbKeys.MANAGED, true) || o.has(RocksDbKeys.FIXED_PER_SLOT);
    refuse(
        shared && o.has(RocksDbKeys.BLOCK_CACHE),
        "blockCache",
        o.get(RocksDbKeys.BLOCK_CACHE),
        "has no effect while all states share one cache",
        "use unboundedMemory(), or size the shared memory instead");
    for (ConfigOption<?> option :
        new ConfigOption<?>[] {
          RocksDbKeys.PARTITIONED_INDEX,
          RocksDbKeys.WRITE_BUFFER_RATIO,
          RocksDbKeys.HIGH_PRIORITY_RATIO
        }) {
      refuse(
          !shared && o.has(option),
          option.key(),
          o.get(option),
          "has no effect without shared memory",
          "use managedMemory() or fixedMemoryPerSlot(size), or drop it");
    }
    double bits = o.value(RocksDbKeys.BLOOM_BITS);
    refuse(
        shared && o.is(RocksDbKeys.PARTITIONED_INDEX, true) && bits != 10.0,
        "bloomFilter",
        bits,
        "becomes 10 bits per key with partitioned indexes and filters",
        "use bloomFilter(10), or drop partitionedIndexFilters()");
    double writes = o.value(RocksDbKeys.WRITE_BUFFER_RATIO);
    double high = o.value(RocksDbKeys.HIGH_PRIORITY_RATIO);
    refuse(
        shared && 2 * writes / (3 - writes) + high >= 1.0,
        "writeBufferRatio",
        writes,
        "leaves no room for the high-priority pool of " + high,
        "lower one of the two");
  }

  private static void rocksDbCompaction(Options o) {
    String style = o.value(RocksDbKeys.COMPACTION_STYLE);
    refuse(
        style.equalsIgnoreCase("FIFO"),
        RocksDbKeys.COMPACTION_STYLE.key(),
        style,
        "deletes the oldest files, and with them state",
        "use levelCompaction() or universalCompaction()");
    for (ConfigOption<?> option :
        new ConfigOption<?>[] {RocksDbKeys.DYNAMIC_LEVELS, RocksDbKeys.LEVEL_BASE}) {
      refuse(
          !style.equalsIgnoreCase("LEVEL") && o.has(option),
          option.key(),
          o.get(option),
          "has no effect with " + style + " compaction",
          "use levelCompaction(), or drop it");
    }
  }

  private static void parallelism(Options o) {
    int max = o.value(Keys.MAX_PARALLELISM);
    int parallelism = o.value(Keys.PARALLELISM);
    refuse(
        max > 0 && parallelism > max,
        "parallelism",
        parallelism,
        "must not exceed maxParallelism " + max,
        "lower it, or raise maxParallelism before the job first runs");
  }

  private static void refuse(
      boolean contradiction, String parameter, @Nullable Object value, String rule, String remedy) {
    Check.that(!contradiction, WHERE, parameter, String.valueOf(value), rule, remedy);
  }
}
