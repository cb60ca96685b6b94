// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.config;

import io.github.flinkpatterns.logic.Require;
import java.time.Duration;

/**
 * Says when checkpoints are taken, how, where they go and which are kept.
 *
 * <p>Reached through {@link JobSettings#checkpoints}. Immutable: every method returns a new object.
 * What is not said keeps the preset's value, else Flink's default: no interval, timeout 10 minutes,
 * one at a time, no pause, no failure tolerated, aligned, nothing retained.
 *
 * <p>Example in numbers: {@code c.every(ofSeconds(30)).minPause(ofSeconds(10))} starts a checkpoint
 * every 30 s; when one takes 25 s, the next starts 35 s after it began, not 30 s.
 *
 * <p>Each method throws {@link IllegalArgumentException} for a value out of its range. What
 * contradicts another option is found when the settings are built.
 */
public final class Checkpoints {

  private static final String WHERE = "Checkpoints";

  /** What Flink itself demands of an interval and a timeout. */
  private static final Duration LEAST = Duration.ofMillis(10);

  static final Checkpoints UNSAID = new Checkpoints(Options.NONE);

  private final Options options;

  private Checkpoints(Options options) {
    this.options = options;
  }

  Options options() {
    return options;
  }

  /** Starts a checkpoint every {@code interval}, at least 10 ms. */
  public Checkpoints every(Duration interval) {
    return with(
        options.with(
            Keys.INTERVAL,
            Check.atLeast(LEAST, WHERE, "every", interval),
            "a failure replays at most about this much input"));
  }

  /**
   * Uses another, not shorter, interval while a source reports a backlog; zero takes none
   * meanwhile.
   */
  public Checkpoints everyDuringBacklog(Duration interval) {
    return with(
        options.with(
            Keys.INTERVAL_DURING_BACKLOG,
            Check.atLeast(
                interval.isZero() ? Duration.ZERO : LEAST, WHERE, "everyDuringBacklog", interval),
            "catching up needs throughput more than a short replay"));
  }

  /** Leaves at least {@code pause} between the end of one checkpoint and the start of the next. */
  public Checkpoints minPause(Duration pause) {
    return with(
        options.with(
            Keys.MIN_PAUSE,
            Check.atLeast(Duration.ZERO, WHERE, "minPause", pause),
            "slow checkpoints leave the job time to work"));
  }

  /** Gives a checkpoint up after {@code timeout}, at least 10 ms; default 10 minutes. */
  public Checkpoints timeout(Duration timeout) {
    return with(
        options.with(
            Keys.TIMEOUT,
            Check.atLeast(LEAST, WHERE, "timeout", timeout),
            "a checkpoint that takes longer counts as failed"));
  }

  /** Lets up to {@code count} checkpoints run at the same time, at least 1; default 1. */
  public Checkpoints maxConcurrent(int count) {
    return with(
        options.with(
            Keys.MAX_CONCURRENT,
            (int) Require.inRange(count, 1, Integer.MAX_VALUE, WHERE, "maxConcurrent"),
            "how many checkpoints may be in flight"));
  }

  /**
   * Restarts the job only when more than {@code count} checkpoints fail in a row; default 0, which
   * restarts at the first.
   */
  public Checkpoints tolerableFailures(int count) {
    return with(
        options.with(
            Keys.TOLERABLE_FAILURES,
            (int) Require.inRange(count, 0, Integer.MAX_VALUE, WHERE, "tolerableFailures"),
            "a hiccup of the storage need not restart the job"));
  }

  /** Waits for barriers to align, however long it takes: Flink's default. */
  public Checkpoints aligned() {
    return with(
        options
            .with(Keys.UNALIGNED, false, "no in-flight records in a checkpoint")
            .with(Keys.ALIGNED_TIMEOUT, Duration.ZERO, "barriers never overtake records"));
  }

  /** Lets barriers overtake records at once, so that back pressure does not delay a checkpoint. */
  public Checkpoints unaligned() {
    return unalignedAfter(Duration.ZERO);
  }

  /**
   * Starts each checkpoint aligned and lets barriers overtake records once alignment has taken
   * {@code patience}.
   */
  public Checkpoints unalignedAfter(Duration patience) {
    Check.atLeast(Duration.ZERO, WHERE, "unalignedAfter", patience);
    return with(
        options
            .with(Keys.UNALIGNED, true, "checkpoints finish under back pressure")
            .with(Keys.ALIGNED_TIMEOUT, patience, "aligned, hence smaller, while all is well"));
  }

  /**
   * Writes checkpoints to a directory that JobManager and TaskManagers reach, as a URI with a
   * scheme, not a root: {@code s3://bucket/checkpoints}.
   */
  public Checkpoints in(String directory) {
    return with(
        options
            .with(Keys.STORAGE, "filesystem", "state outlives the JobManager")
            .with(
                Keys.DIRECTORY,
                Check.directory(WHERE, "in", directory),
                "where checkpoints are written"));
  }

  /**
   * Writes checkpoints to the directory that the cluster's own configuration names; where it names
   * none, the job fails at its start rather than keep its checkpoints in memory.
   */
  public Checkpoints inDirectoryOfCluster() {
    return with(
        options
            .with(Keys.STORAGE, "filesystem", "state outlives the JobManager")
            .without(Keys.DIRECTORY));
  }

  /**
   * Keeps checkpoints in the JobManager's memory: for development only. They are lost with the
   * process, and the state of a single task must stay below 5 MiB.
   */
  public Checkpoints inJobManager() {
    return with(
        options
            .with(Keys.STORAGE, "jobmanager", "needs no directory; lost with the JobManager")
            .without(Keys.DIRECTORY));
  }

  /** Keeps the last checkpoint when the job fails and when it is cancelled. */
  public Checkpoints retainOnCancellation() {
    return with(
        options.with(
            Keys.RETENTION, "RETAIN_ON_CANCELLATION", "a cancelled job can start from it again"));
  }

  /** Keeps the last checkpoint when the job fails, and deletes it when the job is cancelled. */
  public Checkpoints deleteOnCancellation() {
    return with(
        options.with(
            Keys.RETENTION, "DELETE_ON_CANCELLATION", "kept after a failure, not after a cancel"));
  }

  /**
   * Keeps the last {@code count} completed checkpoints instead of one. Read by the JobManager: see
   * {@link Scope#CLUSTER}.
   */
  public Checkpoints maxRetained(int count) {
    return with(
        options.with(
            Keys.MAX_RETAINED,
            (int) Require.inRange(count, 1, Integer.MAX_VALUE, WHERE, "maxRetained"),
            "an older one is left when the last is damaged"));
  }

  /** Where savepoints go when their trigger names no directory; a cluster option. */
  public Checkpoints savepointsIn(String directory) {
    return with(
        options.with(
            Keys.SAVEPOINT_DIRECTORY,
            Check.directory(WHERE, "savepointsIn", directory),
            "where savepoints go when no directory is named"));
  }

  /**
   * Compresses full snapshots and canonical savepoints with Snappy. RocksDB's incremental
   * checkpoints are RocksDB's own files, which are compressed already, and do not change.
   */
  public Checkpoints compressed() {
    return with(options.with(Keys.COMPRESSION, true, "less to write and read, for some CPU"));
  }

  /**
   * Keeps a second copy of the state on the TaskManager's disk and restores from it where it can; a
   * cluster option.
   */
  public Checkpoints localRecovery() {
    return with(
        options.with(
            Keys.LOCAL_RECOVERY, true, "a restart on the same machine reads its own disk"));
  }

  private Checkpoints with(Options changed) {
    return new Checkpoints(changed);
  }
}
