// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.job;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * What one test source does beyond reading its list: wait for a checkpoint, fail, hold still for a
 * savepoint.
 *
 * <p>One object per run, shared by all readers of all attempts. Steps count records handed out,
 * replays included, so each step happens once.
 */
final class SourceControl {
  /** In the order in which steps at the same record happen. */
  enum Kind {
    CHECKPOINT,
    FAILURE,
    HOLD
  }

  record Step(long afterRecords, Kind kind) {}

  private final List<Step> plan;
  private final int plannedFailures;
  private final Set<Long> completedCheckpoints = new HashSet<>();
  private final Map<Integer, Integer> starts = new HashMap<>();
  private CompletableFuture<Void> hold = new CompletableFuture<>();
  private CompletableFuture<Void> change = new CompletableFuture<>();
  private int next;
  private long emitted;
  private long armedCheckpoint = -1;
  private int failures;
  private int earlierRestarts;

  SourceControl(List<Step> plan) {
    this.plan = new ArrayList<>(plan);
    this.plan.sort(Comparator.comparingLong(Step::afterRecords).thenComparing(Step::kind));
    this.plannedFailures = (int) plan.stream().filter(s -> s.kind() == Kind.FAILURE).count();
  }

  /** Counts one record out, unless the reader has to wait; fails when a failure is due. */
  synchronized boolean tryEmit() {
    if (!mayFinish()) {
      return false;
    }
    emitted++;
    return true;
  }

  /** As {@link #tryEmit()} for the end of a split, which hands out no record. */
  synchronized boolean mayFinish() {
    while (due()) {
      switch (plan.get(next).kind()) {
        case CHECKPOINT, HOLD -> {
          return false;
        }
        case FAILURE -> {
          next++;
          failures++;
          armedCheckpoint = -1;
          throw new PlannedFailureException(
              "planned failure "
                  + failures
                  + " of "
                  + plannedFailures
                  + " after "
                  + emitted
                  + " records");
        }
      }
    }
    return true;
  }

  /**
   * Between the last awaited checkpoint and a failure no other checkpoint may come, or nothing
   * would be left to replay.
   */
  synchronized boolean failureIsNext() {
    return next < plan.size() && plan.get(next).kind() == Kind.FAILURE;
  }

  /**
   * A reader that ends while a savepoint is wanted makes Flink decline it: idle readers stay until
   * the last hold.
   */
  synchronized boolean mayEnd() {
    return plan.subList(next, plan.size()).stream().noneMatch(s -> s.kind() == Kind.HOLD);
  }

  synchronized CompletableFuture<Void> changed() {
    return change;
  }

  synchronized CompletableFuture<Void> available() {
    return due() && plan.get(next).kind() != Kind.FAILURE
        ? change
        : CompletableFuture.completedFuture(null);
  }

  synchronized void readerStarted(int subtask) {
    starts.merge(subtask, 1, Integer::sum);
  }

  /** Only a checkpoint that begins while the source waits covers all that was handed out before. */
  synchronized void checkpointStarted(long checkpointId) {
    if (armedCheckpoint < 0 && due() && plan.get(next).kind() != Kind.FAILURE) {
      armedCheckpoint = checkpointId;
    }
  }

  synchronized void checkpointCompleted(long checkpointId) {
    completedCheckpoints.add(checkpointId);
    if (armedCheckpoint < 0 || checkpointId < armedCheckpoint) {
      return;
    }
    if (plan.get(next).kind() == Kind.HOLD) {
      armedCheckpoint = -1;
      hold.complete(null);
    } else {
      next++;
      moveOn();
    }
  }

  /**
   * Completes when the source holds still and a checkpoint has completed since, which shows that
   * all tasks run: Flink refuses a savepoint before that. Each call waits for another checkpoint.
   */
  synchronized CompletableFuture<Void> nextHold() {
    hold = new CompletableFuture<>();
    armedCheckpoint = -1;
    return hold;
  }

  /** A new job continues from the savepoint that was taken while the source held still. */
  synchronized void continueAfterHold() {
    earlierRestarts = restarts();
    starts.clear();
    next++;
    moveOn();
  }

  /**
   * By the attempts of the subtask that started most often; a planned failure may cost more than
   * one.
   */
  synchronized int restarts() {
    int most = starts.values().stream().mapToInt(Integer::intValue).max().orElse(1);
    return earlierRestarts + most - 1;
  }

  synchronized int failures() {
    return failures;
  }

  int plannedFailures() {
    return plannedFailures;
  }

  synchronized int checkpoints() {
    return completedCheckpoints.size();
  }

  synchronized String progress() {
    String waiting = "";
    if (due()) {
      waiting =
          switch (plan.get(next).kind()) {
            case CHECKPOINT -> ", waits for a checkpoint to complete";
            case HOLD -> ", holds still for a savepoint";
            case FAILURE -> ", is about to fail as planned";
          };
    }
    return "the source has handed out "
        + emitted
        + " records (replays included)"
        + waiting
        + "; "
        + completedCheckpoints.size()
        + " checkpoints completed, "
        + failures
        + " of "
        + plannedFailures
        + " planned failures, "
        + restarts()
        + " restarts";
  }

  private boolean due() {
    return next < plan.size() && emitted >= plan.get(next).afterRecords();
  }

  private void moveOn() {
    armedCheckpoint = -1;
    change.complete(null);
    change = new CompletableFuture<>();
  }
}
