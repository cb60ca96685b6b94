// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.ops;

import java.util.List;
import java.util.Objects;

/**
 * What a cluster remembers of a job's checkpoints, in one object that can be kept.
 *
 * <p>{@link CheckpointDoctor#statistics} reads it from a cluster, {@link #fromJson} from what
 * {@link #toJson} wrote. Durations are in milliseconds, sizes in bytes, times epoch milliseconds.
 *
 * @param jobId the job
 * @param jobName its name
 * @param settings how it takes checkpoints
 * @param completed how many were completed since it started
 * @param failed how many failed since it started
 * @param checkpoints what is remembered of the last ones, the oldest first
 */
public record CheckpointStatistics(
    String jobId,
    String jobName,
    Settings settings,
    long completed,
    long failed,
    List<Checkpoint> checkpoints) {

  /** Copies the list. */
  public CheckpointStatistics {
    Objects.requireNonNull(settings, "settings");
    checkpoints = List.copyOf(checkpoints);
  }

  /**
   * How the job takes checkpoints.
   *
   * @param intervalMillis the interval; 0 when there are none
   * @param timeoutMillis after how long one is given up
   * @param minPauseMillis the pause that is kept after each
   * @param unaligned whether barriers overtake records from the start
   * @param alignedTimeoutMillis after which wait they begin to overtake; 0 for never or at once
   */
  public record Settings(
      long intervalMillis,
      long timeoutMillis,
      long minPauseMillis,
      boolean unaligned,
      long alignedTimeoutMillis) {}

  /**
   * One checkpoint or savepoint.
   *
   * @param id its number
   * @param completed whether it was completed; else it failed
   * @param savepoint whether somebody asked for it
   * @param triggeredMillis when it began
   * @param durationMillis from its start to the last acknowledgement
   * @param stateBytes the size of all state it refers to
   * @param writtenBytes what of it was written anew
   * @param failure why it failed; empty when it did not, or nobody knows
   * @param tasks its parts, where the cluster still had them
   */
  public record Checkpoint(
      long id,
      boolean completed,
      boolean savepoint,
      long triggeredMillis,
      long durationMillis,
      long stateBytes,
      long writtenBytes,
      String failure,
      List<Task> tasks) {

    /** Copies the list. */
    public Checkpoint {
      tasks = List.copyOf(tasks);
    }

    /** Returns the longest alignment of all subtasks in milliseconds. */
    long alignmentMillis() {
      return tasks.stream()
          .flatMap(task -> task.subtasks().stream())
          .mapToLong(Subtask::alignmentMillis)
          .max()
          .orElse(0);
    }
  }

  /**
   * The part of one checkpoint that is one chain of operators.
   *
   * @param id the id of the chain in the job
   * @param name the names of the operators
   * @param subtasks one entry for each that has acknowledged
   */
  public record Task(String id, String name, List<Subtask> subtasks) {

    /** Copies the list. */
    public Task {
      subtasks = List.copyOf(subtasks);
    }
  }

  /**
   * The part of one checkpoint that is one subtask.
   *
   * @param index its number, from 0
   * @param durationMillis from the checkpoint's start to the acknowledgement
   * @param stateBytes its state
   * @param syncMillis how long its input stood still for the snapshot
   * @param asyncMillis how long the upload took beside the processing
   * @param alignmentMillis how long it waited for the slowest input's barrier
   * @param startDelayMillis how long the first barrier took to reach it
   */
  public record Subtask(
      int index,
      long durationMillis,
      long stateBytes,
      long syncMillis,
      long asyncMillis,
      long alignmentMillis,
      long startDelayMillis) {}

  /** Returns the statistics as JSON, to keep or to pass on. */
  public String toJson() {
    return OpsJson.write(this);
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws IllegalArgumentException when it is something else
   */
  public static CheckpointStatistics fromJson(String json) {
    return OpsJson.read(json, CheckpointStatistics.class);
  }
}
