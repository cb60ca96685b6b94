// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.config;

import io.github.flinkpatterns.logic.Require;
import java.time.Duration;
import java.util.Objects;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.jspecify.annotations.Nullable;

/**
 * Says how long a state entry lives, and how it leaves: Flink's time-to-live, checked against the
 * backend it is for.
 *
 * <pre>{@code
 * StateTtlConfig week = StateRetention.afterWrite(Duration.ofDays(7))
 *     .cleanUpIncrementally(10, false)
 *     .toStateTtlConfig(Backend.hashMap());
 * }</pre>
 *
 * <p>Time is processing time, the only one Flink offers: a replay of old events does not age state.
 * Each value (each element of a list, each entry of a map) costs 8 bytes more. Without a chosen
 * clean-up Flink's background clean-up runs: on the heap 5 entries per access, on RocksDB the
 * compaction filter with the clock read every 1,000 entries and files compacted after 30 days at
 * the latest.
 *
 * <p>Example in numbers: retention 10 min after a write at 12:00. A read at 12:05 returns the value
 * and, with {@link #afterReadOrWrite}, moves the end to 12:15. A read at 12:10 returns nothing, or
 * with {@link #returnExpiredUntilCleaned} the value, if it is still there.
 *
 * <p>Immutable: every method returns a new object.
 */
public final class StateRetention {

  private static final String WHERE = "StateRetention";

  private final StateTtlConfig.UpdateType update;
  private final Duration duration;
  private final boolean returnExpired;
  private final boolean fullSnapshot;
  private final @Nullable Incremental incremental;
  private final @Nullable Compaction compaction;
  private final boolean background;

  private record Incremental(int entries, boolean everyRecord) {
    @Override
    public String toString() {
      return entries + " entries" + (everyRecord ? " on every record" : " on every access");
    }
  }

  private record Compaction(long entries, Duration period) {
    @Override
    public String toString() {
      return "clock read every " + entries + " entries";
    }
  }

  private StateRetention(
      StateTtlConfig.UpdateType update,
      Duration duration,
      boolean returnExpired,
      boolean fullSnapshot,
      @Nullable Incremental incremental,
      @Nullable Compaction compaction,
      boolean background) {
    this.update = update;
    this.duration = duration;
    this.returnExpired = returnExpired;
    this.fullSnapshot = fullSnapshot;
    this.incremental = incremental;
    this.compaction = compaction;
    this.background = background;
  }

  /** An entry lives for {@code duration}, at least 1 ms, after it was last written. */
  public static StateRetention afterWrite(Duration duration) {
    return of(StateTtlConfig.UpdateType.OnCreateAndWrite, "afterWrite", duration);
  }

  /** An entry lives for {@code duration} after it was last written or read; each read writes. */
  public static StateRetention afterReadOrWrite(Duration duration) {
    return of(StateTtlConfig.UpdateType.OnReadAndWrite, "afterReadOrWrite", duration);
  }

  /** No retention at all: Flink's {@code StateTtlConfig.DISABLED}. */
  public static StateTtlConfig unlimited() {
    return StateTtlConfig.DISABLED;
  }

  private static StateRetention of(
      StateTtlConfig.UpdateType update, String parameter, Duration duration) {
    return new StateRetention(
        update,
        Check.atLeast(Duration.ofMillis(1), WHERE, parameter, duration),
        false,
        false,
        null,
        null,
        true);
  }

  /** Reads never see an expired entry: the default. */
  public StateRetention neverReturnExpired() {
    return new StateRetention(
        update, duration, false, fullSnapshot, incremental, compaction, background);
  }

  /** Reads see an expired entry as long as it is not cleaned up. */
  public StateRetention returnExpiredUntilCleaned() {
    return new StateRetention(
        update, duration, true, fullSnapshot, incremental, compaction, background);
  }

  /**
   * Leaves expired entries out of full snapshots, so that they are gone after a restore; the
   * running state keeps them. Not for RocksDB's incremental checkpoints.
   */
  public StateRetention cleanUpInFullSnapshot() {
    return new StateRetention(
        update, duration, returnExpired, true, incremental, compaction, background);
  }

  /**
   * Looks at {@code entries}, at least 1, on every access to the state and, if {@code
   * onEveryRecord}, on every record; heap only. Flink's default is 5 and false: state nobody
   * touches stays.
   */
  public StateRetention cleanUpIncrementally(int entries, boolean onEveryRecord) {
    Require.inRange(entries, 1, Integer.MAX_VALUE, WHERE, "cleanUpIncrementally");
    return new StateRetention(
        update,
        duration,
        returnExpired,
        fullSnapshot,
        new Incremental(entries, onEveryRecord),
        compaction,
        background);
  }

  /** As {@link #cleanUpInCompaction(long, Duration)} with Flink's 30 days. */
  public StateRetention cleanUpInCompaction(long readClockEveryEntries) {
    return cleanUpInCompaction(readClockEveryEntries, Duration.ofDays(30));
  }

  /**
   * Drops expired entries when RocksDB compacts a file; RocksDB only.
   *
   * @param readClockEveryEntries after how many entries the clock is read again, at least 1;
   *     Flink's default 1,000; fewer is more exact and slower
   * @param compactAtLatestAfter files older than this are compacted even if nothing else asks for
   *     it; whole seconds, zero for never
   */
  public StateRetention cleanUpInCompaction(
      long readClockEveryEntries, Duration compactAtLatestAfter) {
    Check.that(
        readClockEveryEntries >= 1,
        WHERE,
        "readClockEveryEntries",
        readClockEveryEntries,
        "must be at least 1",
        "1000 is Flink's default");
    Check.that(
        !compactAtLatestAfter.isNegative() && compactAtLatestAfter.toNanosPart() == 0,
        WHERE,
        "compactAtLatestAfter",
        compactAtLatestAfter,
        "must be whole seconds and not negative, RocksDB counts no finer",
        "round it, zero turns it off");
    return new StateRetention(
        update,
        duration,
        returnExpired,
        fullSnapshot,
        incremental,
        new Compaction(readClockEveryEntries, compactAtLatestAfter),
        background);
  }

  /**
   * Turns Flink's own background clean-up off: expired entries leave only when read, or through
   * {@link #cleanUpInFullSnapshot}. State whose keys do not come back then grows without bound.
   */
  public StateRetention withoutBackgroundCleanUp() {
    return new StateRetention(
        update, duration, returnExpired, fullSnapshot, incremental, compaction, false);
  }

  /**
   * Returns Flink's configuration for state in {@code backend}.
   *
   * @throws IllegalArgumentException if a chosen clean-up has no effect there
   */
  public StateTtlConfig toStateTtlConfig(Backend backend) {
    return build(backend.options());
  }

  /**
   * Returns Flink's configuration for state in the backend that {@code settings} or their preset
   * choose.
   *
   * @throws IllegalArgumentException if a chosen clean-up has no effect there, if no backend is
   *     chosen, or as {@link JobSettings#toConfiguration}
   */
  public StateTtlConfig toStateTtlConfig(JobSettings settings) {
    Options options = settings.effective();
    Check.that(
        options.has(Keys.BACKEND),
        WHERE,
        "settings",
        "no state backend",
        "to check a clean-up against",
        "add stateBackend(...)");
    return build(options);
  }

  private StateTtlConfig build(Options backend) {
    boolean rocksDb = backend.is(Keys.BACKEND, Backend.ROCKS_DB);
    check(rocksDb, rocksDb && backend.is(Keys.INCREMENTAL, true));
    StateTtlConfig.Builder builder =
        StateTtlConfig.newBuilder(duration)
            .setUpdateType(update)
            .setStateVisibility(
                returnExpired
                    ? StateTtlConfig.StateVisibility.ReturnExpiredIfNotCleanedUp
                    : StateTtlConfig.StateVisibility.NeverReturnExpired)
            .useProcessingTime();
    if (fullSnapshot) {
      builder.cleanupFullSnapshot();
    }
    if (incremental != null) {
      builder.cleanupIncrementally(incremental.entries(), incremental.everyRecord());
    }
    if (compaction != null) {
      builder.cleanupInRocksdbCompactFilter(compaction.entries(), compaction.period());
    }
    if (!background) {
      builder.disableCleanupInBackground();
    }
    return builder.build();
  }

  private void check(boolean rocksDb, boolean incrementalCheckpoints) {
    Check.that(
        incremental == null || !rocksDb,
        WHERE,
        "cleanUpIncrementally",
        Objects.toString(incremental),
        "has no effect on RocksDB",
        "use cleanUpInCompaction(1000)");
    Check.that(
        compaction == null || rocksDb,
        WHERE,
        "cleanUpInCompaction",
        Objects.toString(compaction),
        "has no effect on heap state",
        "use cleanUpIncrementally(10, false)");
    Check.that(
        !fullSnapshot || !incrementalCheckpoints,
        WHERE,
        "cleanUpInFullSnapshot",
        true,
        "has no effect on RocksDB's incremental checkpoints",
        "use cleanUpInCompaction(1000)");
    Check.that(
        background || (incremental == null && compaction == null),
        WHERE,
        "withoutBackgroundCleanUp",
        true,
        "excludes a background clean-up of your own",
        "drop one of the two");
  }
}
