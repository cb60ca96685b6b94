// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.ops;

import static io.github.flinkpatterns.ops.Severity.WARNING;
import static io.github.flinkpatterns.ops.Units.bytes;
import static io.github.flinkpatterns.ops.Units.millis;
import static io.github.flinkpatterns.ops.Units.percent;

import io.github.flinkpatterns.ops.CheckpointStatistics.Checkpoint;
import io.github.flinkpatterns.ops.CheckpointStatistics.Settings;
import io.github.flinkpatterns.ops.CheckpointStatistics.Subtask;
import io.github.flinkpatterns.ops.CheckpointStatistics.Task;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/** The rules on the chains and subtasks of the latest checkpoint whose parts are known. */
final class TaskRules {

  private static final long ONE_SECOND = 1_000;
  private static final long NOTABLE_BYTES = 1 << 20;
  private static final int SKEW = 3;

  private final Checkpoint checkpoint;
  private final Settings settings;
  private final List<Finding> findings = new ArrayList<>();

  private TaskRules(Checkpoint checkpoint, Settings settings) {
    this.checkpoint = checkpoint;
    this.settings = settings;
  }

  static List<Finding> findings(List<Checkpoint> done, Settings settings) {
    for (int i = done.size() - 1; i >= 0; i--) {
      if (!done.get(i).tasks().isEmpty()) {
        TaskRules rules = new TaskRules(done.get(i), settings);
        done.get(i).tasks().stream().filter(t -> !t.subtasks().isEmpty()).forEach(rules::look);
        return rules.findings;
      }
    }
    return List.of();
  }

  private void look(Task task) {
    skewedState(task);
    skewedTime(task);
    alignment(task);
    startDelay(task);
    syncPart(task);
  }

  private void skewedState(Task task) {
    Subtask most = worst(task, Subtask::stateBytes);
    long median = CheckpointRules.median(task.subtasks(), Subtask::stateBytes);
    if (task.subtasks().size() > 1
        && most.stateBytes() >= NOTABLE_BYTES
        && most.stateBytes() >= SKEW * Math.max(1, median)) {
      add(
          "skewed-state",
          task,
          "subtask "
              + most.index()
              + " holds "
              + bytes(most.stateBytes())
              + ", the median of "
              + task.subtasks().size()
              + " holds "
              + bytes(median),
          "Some keys are much larger than others: bound the state per key, split hot keys, or raise"
              + " the max parallelism if few key groups are in use");
    }
  }

  private void skewedTime(Task task) {
    Subtask slowest = worst(task, Subtask::durationMillis);
    long median = CheckpointRules.median(task.subtasks(), Subtask::durationMillis);
    if (task.subtasks().size() > 1
        && slowest.durationMillis() >= ONE_SECOND
        && slowest.durationMillis() >= SKEW * Math.max(1, median)) {
      add(
          "skewed-subtask",
          task,
          "subtask "
              + slowest.index()
              + " took "
              + millis(slowest.durationMillis())
              + ", the median of "
              + task.subtasks().size()
              + " took "
              + millis(median),
          "Look at that subtask's machine (disk, CPU) and at its share of the keys");
    }
  }

  private void alignment(Task task) {
    Subtask longest = worst(task, Subtask::alignmentMillis);
    if (longest.alignmentMillis() >= ONE_SECOND
        && longest.alignmentMillis() * 2 >= checkpoint.durationMillis()
        && !settings.unaligned()) {
      add(
          "alignment",
          task,
          "subtask "
              + longest.index()
              + " waited "
              + millis(longest.alignmentMillis())
              + " for barriers, "
              + percent(longest.alignmentMillis(), checkpoint.durationMillis())
              + " of the checkpoint",
          "Its inputs are not equally fast: remove the back pressure, or set"
              + " execution.checkpointing.aligned-checkpoint-timeout with unaligned checkpoints");
    }
  }

  private void startDelay(Task task) {
    Subtask latest = worst(task, Subtask::startDelayMillis);
    if (latest.startDelayMillis() >= ONE_SECOND
        && latest.startDelayMillis() * 2 >= checkpoint.durationMillis()) {
      add(
          "back-pressure",
          task,
          "the barrier took "
              + millis(latest.startDelayMillis())
              + " to reach subtask "
              + latest.index()
              + ", "
              + percent(latest.startDelayMillis(), checkpoint.durationMillis())
              + " of the checkpoint",
          "Records queue in front of it: give the slow operator behind it more parallelism, or use"
              + " unaligned checkpoints or buffer debloating");
    }
  }

  private void syncPart(Task task) {
    Subtask longest = worst(task, Subtask::syncMillis);
    if (longest.syncMillis() >= ONE_SECOND) {
      add(
          "sync-part",
          task,
          "subtask "
              + longest.index()
              + " stood still for "
              + millis(longest.syncMillis())
              + " while its snapshot was taken",
          "Keep less unwritten state: smaller caches (CacheSettings), smaller RocksDB write buffers,"
              + " less operator state");
    }
  }

  private void add(String code, Task task, String message, String remedy) {
    findings.add(
        new Finding(
            WARNING,
            code,
            task.name(),
            "in checkpoint " + checkpoint.id() + " " + message,
            remedy));
  }

  private static Subtask worst(Task task, ToLongFunction<Subtask> value) {
    return task.subtasks().stream().max(Comparator.comparingLong(value)).orElseThrow();
  }
}
