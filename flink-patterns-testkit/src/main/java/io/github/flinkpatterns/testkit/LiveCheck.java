// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import io.github.flinkpatterns.testkit.harness.Deployment;
import io.github.flinkpatterns.testkit.harness.KeyedContents;
import io.github.flinkpatterns.testkit.harness.StateEntry;
import io.github.flinkpatterns.testkit.harness.TimerEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks what a script expects of state, timers and metrics at a step. */
final class LiveCheck {

  private LiveCheck() {}

  static void check(
      Step.Expectation look, Deployment live, long clock, int step, boolean uninterrupted) {
    if (look instanceof Step.State expected) {
      KeyedContents contents = live.contents();
      if (!contents.known()) {
        return;
      }
      Object actual = null;
      for (StateEntry entry : contents.entries()) {
        if (entry.state().equals(expected.name())
            && entry.key().equals(expected.key())
            && !entry.isExpiredAt(clock)) {
          actual = entry.value();
        }
      }
      if (!Values.same(expected.value(), actual)) {
        throw failure(
            step,
            "state '" + expected.name() + "' of key " + expected.key(),
            expected.value(),
            actual);
      }
    } else if (look instanceof Step.Timers expected) {
      KeyedContents contents = live.contents();
      if (!contents.known()) {
        return;
      }
      List<Long> actual =
          contents.timers().stream()
              .filter(t -> t.eventTime() == expected.eventTime() && t.key().equals(expected.key()))
              .map(TimerEntry::timestamp)
              .sorted()
              .toList();
      if (!actual.equals(expected.timestamps().stream().sorted().toList())) {
        throw failure(
            step,
            (expected.eventTime() ? "event" : "processing") + "-time timers of " + expected.key(),
            expected.timestamps(),
            actual);
      }
    } else if (look instanceof Step.Metric expected && uninterrupted) {
      Long actual = live.metrics().get(expected.name());
      if (actual == null || actual != expected.value()) {
        throw failure(
            step,
            "metric '" + expected.name() + "'",
            expected.value(),
            actual == null ? "none of that name; there are " + live.metrics().keySet() : actual);
      }
    }
  }

  private static CheckFailure failure(
      int step, String what, @Nullable Object expected, @Nullable Object actual) {
    return new CheckFailure(
        step,
        what + "\n  expected: " + Values.text(expected) + "\n  actual:   " + Values.text(actual),
        null);
  }
}
