// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.config;

import io.github.flinkpatterns.logic.Require;
import java.time.Duration;
import org.apache.flink.configuration.MemorySize;

/**
 * Says how a TaskManager splits its memory; reached through {@link JobSettings#taskManagers}.
 *
 * <p>All of it is read when a TaskManager starts: see {@link Scope#CLUSTER}. Immutable: every
 * method returns a new object.
 */
public final class TaskManagers {

  private static final String WHERE = "TaskManagers";

  static final TaskManagers UNSAID = new TaskManagers(Options.NONE);

  private final Options options;

  private TaskManagers(Options options) {
    this.options = options;
  }

  Options options() {
    return options;
  }

  /** How many slots share a TaskManager, at least 1; default 1. */
  public TaskManagers slots(int count) {
    return new TaskManagers(
        options.with(
            Keys.SLOTS,
            (int) Require.inRange(count, 1, Integer.MAX_VALUE, WHERE, "slots"),
            "slots divide the memory between them"));
  }

  /** Gives RocksDB this part of Flink's memory, from 0 up to below 1; default 0.4. */
  public TaskManagers managedMemory(double fraction) {
    Check.that(
        fraction >= 0 && fraction < 1,
        WHERE,
        "managedMemory",
        fraction,
        "must be from 0 up to below 1",
        "give a fraction");
    return new TaskManagers(
        options
            .with(Keys.MANAGED_FRACTION, (float) fraction, "memory for state on disk, not heap")
            .without(Keys.MANAGED_SIZE));
  }

  /** Gives RocksDB this much memory instead of a part. */
  public TaskManagers managedMemory(MemorySize size) {
    return new TaskManagers(
        options
            .with(Keys.MANAGED_SIZE, size, "memory for state on disk, not heap")
            .without(Keys.MANAGED_FRACTION));
  }

  /**
   * Gives network buffers this part of Flink's memory, above 0 and below 1, within bounds; defaults
   * 0.1, 64 MiB and no upper bound. A local environment starts only if {@code min} equals {@code
   * max}: see {@link #networkMemory(MemorySize)}.
   */
  public TaskManagers networkMemory(double fraction, MemorySize min, MemorySize max) {
    Check.that(
        fraction > 0 && fraction < 1,
        WHERE,
        "networkMemory",
        fraction,
        "must be above 0 and below 1",
        "give a fraction");
    Check.that(
        min.compareTo(max) <= 0,
        WHERE,
        "networkMemory.min",
        min,
        "must not exceed max " + max,
        "raise max or lower min");
    return new TaskManagers(
        options
            .with(Keys.NETWORK_FRACTION, (float) fraction, "buffers grow with channels")
            .with(Keys.NETWORK_MIN, min, "enough for the job's channels")
            .with(Keys.NETWORK_MAX, max, "what buffers do not need is heap"));
  }

  /** Gives network buffers this much memory, whatever the total. */
  public TaskManagers networkMemory(MemorySize size) {
    return new TaskManagers(
        options
            .with(Keys.NETWORK_MIN, size, "enough for the job's channels")
            .with(Keys.NETWORK_MAX, size, "what buffers do not need is heap")
            .without(Keys.NETWORK_FRACTION));
  }

  /** Size of one network buffer: a power of two, at least 4 KiB; default 32 KiB. */
  public TaskManagers segmentSize(MemorySize size) {
    Check.that(
        size.getBytes() >= 4096 && Long.bitCount(size.getBytes()) == 1,
        WHERE,
        "segmentSize",
        size,
        "must be a power of two of at least 4 kb",
        "use for example 32 kb or 64 kb");
    return new TaskManagers(options.with(Keys.SEGMENT_SIZE, size, "one buffer's size"));
  }

  /**
   * Shrinks in-flight data to what is consumed in {@code target}, at least 1 ms, so that barriers
   * and events wait less.
   */
  public TaskManagers debloat(Duration target) {
    return new TaskManagers(
        options
            .with(Keys.DEBLOAT, true, "back pressure queues less in front of each task")
            .with(
                Keys.DEBLOAT_TARGET,
                Check.atLeast(Duration.ofMillis(1), WHERE, "debloat", target),
                "in-flight data is consumed within this time"));
  }
}
