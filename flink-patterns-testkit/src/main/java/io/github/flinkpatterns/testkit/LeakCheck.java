// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import io.github.flinkpatterns.testkit.harness.Deployment;
import io.github.flinkpatterns.testkit.harness.KeyedContents;
import io.github.flinkpatterns.testkit.harness.StateEntry;
import io.github.flinkpatterns.testkit.harness.TimerEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Looks for state that nothing will ever remove: what is left when event time has ended, every
 * processing-time timer has had its turn, and the operator has finished.
 */
final class LeakCheck {

  /** How often a timer may re-arm itself before it counts as one that never stops. */
  private static final int MAX_ROUNDS = 16;

  private LeakCheck() {}

  static void check(Script script, Deployment live, boolean ended, long clock) {
    if (!ended) {
      live.watermark(Long.MAX_VALUE);
    }
    KeyedContents contents = live.contents();
    for (int round = 0; round < MAX_ROUNDS; round++) {
      OptionalLong last =
          contents.timers().stream()
              .filter(t -> !t.eventTime())
              .mapToLong(TimerEntry::timestamp)
              .max();
      if (last.isEmpty()) {
        break;
      }
      live.processingTime(Math.max(clock, last.getAsLong()));
      contents = live.contents();
    }
    if (!ended) {
      live.endInput();
      contents = live.contents();
    }
    List<String> left = new ArrayList<>();
    for (StateEntry entry : contents.entries()) {
      if (!entry.hasTtl() && !script.settings().kept().contains(entry.state())) {
        left.add(
            "key "
                + entry.key()
                + " (key group "
                + entry.keyGroup()
                + ", subtask "
                + entry.subtask()
                + "): state '"
                + entry.state()
                + "' holds "
                + Values.text(entry.value()));
      }
    }
    for (TimerEntry timer : contents.timers()) {
      left.add(
          "key "
              + timer.key()
              + " (key group "
              + timer.keyGroup()
              + "): "
              + (timer.eventTime() ? "event" : "processing")
              + "-time timer at "
              + timer.timestamp());
    }
    if (!left.isEmpty()) {
      throw new CheckFailure(
          CheckFailure.AT_END,
          "Leak: "
              + left.size()
              + " left after the last watermark and the last timer, for ever\n  "
              + String.join("\n  ", left.subList(0, Math.min(20, left.size())))
              + (left.size() > 20 ? "\n  ..." : "")
              + "\nClear the state, set a timer or a time-to-live for it, or name it in"
              + " mayKeep(...)",
          null);
    }
  }
}
