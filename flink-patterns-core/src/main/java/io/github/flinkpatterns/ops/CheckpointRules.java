// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.ops;

import static io.github.flinkpatterns.ops.Severity.ERROR;
import static io.github.flinkpatterns.ops.Severity.INFO;
import static io.github.flinkpatterns.ops.Severity.WARNING;
import static io.github.flinkpatterns.ops.Units.bytes;
import static io.github.flinkpatterns.ops.Units.millis;
import static io.github.flinkpatterns.ops.Units.percent;

import io.github.flinkpatterns.ops.CheckpointStatistics.Checkpoint;
import io.github.flinkpatterns.ops.CheckpointStatistics.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** The rules on the checkpoints of a job as a whole; {@link TaskRules} has those on its parts. */
final class CheckpointRules {

  /** Fewer say nothing of a trend. */
  private static final int TREND = 8;

  private static final long ONE_SECOND = 1_000;
  private static final long LARGE_BYTES = 1L << 30;

  private final Settings settings;
  private final List<Checkpoint> all;

  /** Completed checkpoints, not savepoints: those are larger and slower by nature. */
  private final List<Checkpoint> done;

  private final List<Finding> findings = new ArrayList<>();

  private CheckpointRules(CheckpointStatistics statistics) {
    this.settings = statistics.settings();
    this.all = statistics.checkpoints().stream().filter(c -> !c.savepoint()).toList();
    this.done = all.stream().filter(Checkpoint::completed).toList();
  }

  static List<Finding> findings(CheckpointStatistics statistics) {
    CheckpointRules rules = new CheckpointRules(statistics);
    if (statistics.settings().intervalMillis() == 0) {
      rules.add(
          ERROR,
          "checkpoints-off",
          "execution.checkpointing.interval",
          "the job takes no checkpoints and starts from nothing after a failure",
          "Set an interval, for example 30 s");
      return rules.findings;
    }
    rules.failing();
    if (rules.done.isEmpty()) {
      rules.add(
          rules.all.isEmpty() ? INFO : ERROR,
          "none-completed",
          "job",
          "no checkpoint among the last " + rules.all.size() + " was completed",
          "Wait for the first, or see why they fail");
      return rules.findings;
    }
    rules.nearTimeout();
    rules.tooFrequent();
    rules.slower();
    rules.growing();
    rules.fullEachTime();
    rules.findings.addAll(TaskRules.findings(rules.done, rules.settings));
    return rules.findings;
  }

  private void failing() {
    long failed = all.stream().filter(c -> !c.completed()).count();
    if (failed == 0) {
      return;
    }
    Checkpoint last = all.stream().filter(c -> !c.completed()).reduce((a, b) -> b).orElseThrow();
    boolean expired = last.failure().toLowerCase(java.util.Locale.ROOT).contains("expired");
    boolean now = !all.get(all.size() - 1).completed();
    add(
        now || failed * 2 >= all.size() ? ERROR : WARNING,
        "failing",
        "checkpoint " + last.id(),
        failed
            + " of the last "
            + all.size()
            + " checkpoints failed"
            + (now ? ", the latest too" : "")
            + (last.failure().isEmpty()
                ? ""
                : "; the last said: " + RestClient.shorten(last.failure())),
        expired
            ? "They ran out of time: see the slow part below, or raise"
                + " execution.checkpointing.timeout above "
                + millis(settings.timeoutMillis())
            : "Look for the cause in the TaskManager's log; the job goes down after"
                + " execution.checkpointing.tolerable-failed-checkpoints of them");
  }

  private void nearTimeout() {
    long longest = done.stream().mapToLong(Checkpoint::durationMillis).max().orElse(0);
    if (settings.timeoutMillis() > 0 && longest * 2 > settings.timeoutMillis()) {
      add(
          longest * 10 > settings.timeoutMillis() * 8 ? ERROR : WARNING,
          "near-timeout",
          "execution.checkpointing.timeout",
          "a checkpoint took "
              + millis(longest)
              + ", "
              + percent(longest, settings.timeoutMillis())
              + " of the timeout of "
              + millis(settings.timeoutMillis()),
          "Raise the timeout to " + millis(longest * 4) + ", and shorten the slow part");
    }
  }

  private void tooFrequent() {
    long median = median(done, Checkpoint::durationMillis);
    long period = Math.max(settings.intervalMillis(), median + settings.minPauseMillis());
    if (median * 2 > period && median >= ONE_SECOND) {
      add(
          WARNING,
          "too-frequent",
          "execution.checkpointing.interval",
          "the median checkpoint takes "
              + millis(median)
              + " and one begins every "
              + millis(period)
              + ", so the job works on one for "
              + percent(median, period)
              + " of its time",
          "Raise the interval to " + millis(median * 2) + " or more, or set a min-pause of it");
    }
  }

  private void slower() {
    Trend trend = trend(Checkpoint::durationMillis);
    if (trend != null && trend.last() >= ONE_SECOND && trend.grows(3, 2)) {
      add(
          WARNING,
          "slower",
          "job",
          "checkpoints take longer and longer: "
              + millis(trend.first())
              + " in the first third of the last "
              + done.size()
              + ", "
              + millis(trend.last())
              + " in the last third",
          "See whether state, alignment or one subtask grows with it");
    }
  }

  private void growing() {
    Trend trend = trend(Checkpoint::stateBytes);
    if (trend == null || !trend.grows(5, 4) || trend.rises() * 10 < (done.size() - 1) * 8L) {
      return;
    }
    Checkpoint first = done.get(0);
    Checkpoint last = done.get(done.size() - 1);
    long hours = Math.max(1, last.triggeredMillis() - first.triggeredMillis());
    long perHour = (last.stateBytes() - first.stateBytes()) * 3_600_000 / hours;
    add(
        WARNING,
        "state-grows",
        "state",
        "state grew in "
            + trend.rises()
            + " of "
            + (done.size() - 1)
            + " steps, from "
            + bytes(first.stateBytes())
            + " to "
            + bytes(last.stateBytes())
            + ", about "
            + bytes(perHour)
            + " an hour",
        "If this is not the job's first retention period, some key's state has no end: give it a"
            + " time-to-live or a timer that clears it");
  }

  private void fullEachTime() {
    Checkpoint last = done.get(done.size() - 1);
    if (done.size() >= 3
        && last.stateBytes() >= LARGE_BYTES
        && last.writtenBytes() * 10 >= last.stateBytes() * 9) {
      add(
          INFO,
          "full-each-time",
          "execution.checkpointing.incremental",
          "each checkpoint writes " + bytes(last.writtenBytes()) + ", all of the state",
          "Use RocksDB with incremental checkpoints, which write what changed");
    }
  }

  private void add(Severity severity, String code, String place, String message, String remedy) {
    findings.add(new Finding(severity, code, place, message, remedy));
  }

  /** The median of the first and of the last third, and how often a value rose. */
  private record Trend(long first, long last, long rises) {
    boolean grows(long times, long by) {
      return last * by > first * times;
    }
  }

  private @org.jspecify.annotations.Nullable Trend trend(ToLongFunction<Checkpoint> value) {
    if (done.size() < TREND) {
      return null;
    }
    int third = done.size() / 3;
    long rises = 0;
    for (int i = 1; i < done.size(); i++) {
      rises += value.applyAsLong(done.get(i)) > value.applyAsLong(done.get(i - 1)) ? 1 : 0;
    }
    return new Trend(
        median(done.subList(0, third), value),
        median(done.subList(done.size() - third, done.size()), value),
        rises);
  }

  /** The lower one of an even number: of two subtasks, one can be far above it. */
  static <T> long median(List<T> values, ToLongFunction<T> value) {
    long[] sorted = values.stream().mapToLong(value).sorted().toArray();
    return sorted[(sorted.length - 1) / 2];
  }
}
