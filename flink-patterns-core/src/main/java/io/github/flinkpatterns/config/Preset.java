// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.config;

import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.MemorySize;

/**
 * Option sets for a purpose, each option with its reason; {@link #settings()} lists them.
 *
 * <p>A preset is where {@link JobSettings} start: whatever is said there wins, in whatever order,
 * and preset options that could then take no effect step back. None names a directory; {@link
 * #PRODUCTION} and {@link #LARGE_STATE} demand that the job does.
 *
 * <p>The numbers are starting points for a job of a few slots with checkpoints of seconds to
 * minutes; measure, then override.
 */
public enum Preset {
  /** On a desk: heap state, no directory, the first error ends the job. */
  DEVELOPMENT(false),
  /** For a job that must come back: RocksDB, retained checkpoints, patient restarts. */
  PRODUCTION(true),
  /**
   * Results within milliseconds, for some throughput: heap state, small buffers, quick restarts.
   */
  LOW_LATENCY(false),
  /** Most events per second, for some latency: full buffers, fewer checkpoints. */
  HIGH_THROUGHPUT(false),
  /** State far beyond memory: RocksDB tuned for it, rarer checkpoints, local recovery. */
  LARGE_STATE(true);

  private final boolean durable;

  Preset(boolean durable) {
    this.durable = durable;
  }

  /** Every option of this preset with its reason. */
  public List<Setting> settings() {
    return options().settings();
  }

  boolean needsDurableStorage() {
    return durable;
  }

  Options options() {
    return switch (this) {
      case DEVELOPMENT -> development();
      case PRODUCTION -> production();
      case LOW_LATENCY -> lowLatency();
      case HIGH_THROUGHPUT -> highThroughput();
      case LARGE_STATE -> largeState();
    };
  }

  /** This preset's options without those that {@code said} replaces or deprives of effect. */
  Options optionsBeside(Options said) {
    Options left = options();
    if (said.has(Keys.BACKEND) && !left.is(Keys.BACKEND, said.value(Keys.BACKEND))) {
      left =
          left.keeping(
              key -> !key.startsWith("state.backend.") && !key.equals(Keys.INCREMENTAL.key()));
    }
    if (said.has(Keys.RESTART)) {
      left = left.keeping(key -> !key.startsWith("restart-strategy."));
    }
    boolean concurrent = said.value(Keys.MAX_CONCURRENT) > 1;
    if (concurrent || said.is(Keys.MODE, "AT_LEAST_ONCE")) {
      left = left.without(Keys.UNALIGNED).without(Keys.ALIGNED_TIMEOUT);
    }
    Duration interval = said.get(Keys.INTERVAL);
    boolean tooOften = interval != null && interval.compareTo(left.value(Keys.MIN_PAUSE)) < 0;
    if (concurrent || tooOften) {
      left = left.without(Keys.MIN_PAUSE);
    }
    if (said.has(RocksDbKeys.MANAGED)
        && said.is(RocksDbKeys.MANAGED, false)
        && !said.has(RocksDbKeys.FIXED_PER_SLOT)) {
      left = left.without(RocksDbKeys.PARTITIONED_INDEX);
    }
    if (said.value(RocksDbKeys.BLOOM_BITS) != 10.0) {
      left = left.without(RocksDbKeys.PARTITIONED_INDEX);
    }
    if (said.has(Keys.TIMEOUT)
        && left.value(Keys.ALIGNED_TIMEOUT).compareTo(said.value(Keys.TIMEOUT)) >= 0) {
      left = left.without(Keys.ALIGNED_TIMEOUT);
    }
    if (said.has(Keys.MANAGED_SIZE)) {
      left = left.without(Keys.MANAGED_FRACTION);
    }
    if (said.has(Keys.BUFFER_TIMEOUT_ENABLED) && said.is(Keys.BUFFER_TIMEOUT_ENABLED, false)) {
      left = left.without(Keys.BUFFER_TIMEOUT);
    }
    return left;
  }

  private static Options strict() {
    return Options.NONE
        .with(Keys.GENERIC_TYPES, false, "a type that would fall to Kryo fails now, not later")
        .with(
            Keys.AUTO_UIDS, false, "an operator without a uid could lose its state in an upgrade");
  }

  private static Options development() {
    return strict()
        .with(Keys.BACKEND, Backend.HASH_MAP, "fast to start, easy to look at in a debugger")
        .with(Keys.STORAGE, "jobmanager", "needs no directory; gone with the process")
        .with(Keys.PARALLELISM, 2, "two subtasks show what one hides: keys, watermarks, order")
        .with(Keys.INTERVAL, Duration.ofSeconds(10), "snapshots are exercised from the first run")
        .with(Keys.RESTART, "none", "the first failure ends the job and shows its cause");
  }

  private static Options production() {
    return strict()
        .with(Keys.BACKEND, Backend.ROCKS_DB, "state that outgrows the heap must not end the job")
        .with(Keys.INCREMENTAL, true, "a checkpoint costs what changed, not what is there")
        .with(RocksDbKeys.MANAGED, true, "RocksDB stays within the slot's budget")
        .with(Keys.INTERVAL, Duration.ofMinutes(1), "a failure replays about a minute")
        .with(Keys.MIN_PAUSE, Duration.ofSeconds(30), "slow checkpoints leave time to work")
        .with(Keys.TOLERABLE_FAILURES, 3, "a hiccup of the storage need not restart the job")
        .with(Keys.RETENTION, "RETAIN_ON_CANCELLATION", "a cancelled job can start again from it")
        .with(Keys.MAX_RETAINED, 3, "an older one is left when the last is damaged")
        .with(Keys.MAX_PARALLELISM, 720, "cannot change later; 720 divides evenly by most counts")
        .with(Keys.RESTART, "exponential-delay", "soon at first, gently when the cause stays")
        .with(Keys.EXPONENTIAL_INITIAL, Duration.ofSeconds(1), "a passing fault costs a second")
        .with(Keys.EXPONENTIAL_MAX, Duration.ofMinutes(2), "a broken neighbour is not hammered")
        .with(Keys.EXPONENTIAL_MULTIPLIER, 2.0, "reaches the longest pause after 7 failures")
        .with(Keys.EXPONENTIAL_RESET, Duration.ofMinutes(10), "ten quiet minutes count as healthy");
  }

  private static Options lowLatency() {
    return strict()
        .with(Keys.BACKEND, Backend.HASH_MAP, "an access is a pointer, not a serialization")
        .with(Keys.BUFFER_TIMEOUT, Duration.ofMillis(5), "an event waits 5 ms at most per exchange")
        .with(
            Keys.WATERMARK_INTERVAL, Duration.ofMillis(50), "timers fire up to 50 ms late, not 200")
        .with(Keys.OBJECT_REUSE, true, "no copies in a chain; functions must not keep their input")
        .with(Keys.DEBLOAT, true, "back pressure queues less in front of each task")
        .with(Keys.DEBLOAT_TARGET, Duration.ofMillis(200), "in-flight data is consumed in 200 ms")
        .with(Keys.INTERVAL, Duration.ofSeconds(30), "a failure replays little, so catches up soon")
        .with(Keys.UNALIGNED, true, "no input waits for the slowest barrier")
        .with(
            Keys.ALIGNED_TIMEOUT,
            Duration.ofSeconds(1),
            "aligned, hence smaller, while all is well")
        .with(Keys.RESTART, "exponential-delay", "soon at first, gently when the cause stays")
        .with(Keys.EXPONENTIAL_INITIAL, Duration.ofMillis(100), "a passing fault costs little time")
        .with(Keys.EXPONENTIAL_MAX, Duration.ofSeconds(10), "late results are worth little");
  }

  private static Options highThroughput() {
    return strict()
        .with(Keys.BUFFER_TIMEOUT, Duration.ofMillis(500), "buffers leave full, not half empty")
        .with(Keys.OBJECT_REUSE, true, "no copies in a chain; functions must not keep their input")
        .with(Keys.WATERMARK_INTERVAL, Duration.ofSeconds(1), "fewer watermarks between events")
        .with(Keys.INTERVAL, Duration.ofMinutes(3), "fewer alignments and snapshots per hour")
        .with(Keys.MIN_PAUSE, Duration.ofMinutes(1), "a slow checkpoint is followed by work")
        .with(Keys.SEGMENT_SIZE, MemorySize.parse("64kb"), "more events per network message")
        .with(Keys.NETWORK_FRACTION, 0.15f, "larger buffers need more memory");
  }

  private static Options largeState() {
    return strict()
        .with(Keys.BACKEND, Backend.ROCKS_DB, "state is bounded by disk, not by memory")
        .with(Keys.INCREMENTAL, true, "uploading all of it each time would never end")
        .with(RocksDbKeys.MANAGED, true, "RocksDB stays within the slot's budget")
        .with(Keys.MANAGED_FRACTION, 0.6f, "a block in memory saves a read from disk")
        .with(RocksDbKeys.PREDEFINED, "FLASH_SSD_OPTIMIZED", "state beyond memory needs an SSD")
        .with(RocksDbKeys.BACKGROUND_THREADS, 4, "compactions keep up with writes")
        .with(RocksDbKeys.PARTITIONED_INDEX, true, "indexes exceed memory, so load them in parts")
        .with(RocksDbKeys.BLOOM_FILTER, true, "a lookup of an absent key reads no block")
        .with(RocksDbKeys.TRANSFER_THREADS, 8, "restoring is bounded by transfer")
        .with(Keys.LOCAL_RECOVERY, true, "a restart on the same machine downloads nothing")
        .with(Keys.INTERVAL, Duration.ofMinutes(5), "uploads and compactions need their time")
        .with(Keys.MIN_PAUSE, Duration.ofMinutes(2), "a slow checkpoint is followed by work")
        .with(Keys.TIMEOUT, Duration.ofMinutes(30), "a slow checkpoint is better than none")
        .with(Keys.UNALIGNED, true, "checkpoints finish under back pressure")
        .with(
            Keys.ALIGNED_TIMEOUT,
            Duration.ofMinutes(1),
            "aligned, hence smaller, while all is well")
        .with(Keys.TOLERABLE_FAILURES, 3, "restoring costs more than a lost checkpoint")
        .with(Keys.RETENTION, "RETAIN_ON_CANCELLATION", "rebuilding the state would take days")
        .with(Keys.MAX_RETAINED, 2, "an older one is left, shared files cost once")
        .with(Keys.MAX_PARALLELISM, 720, "cannot change later; 720 divides evenly by most counts");
  }
}
