// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.window;

import static io.github.flinkpatterns.window.WindowAggregator.NAME;

import io.github.flinkpatterns.logic.Require;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;

/**
 * The kinds of windows, and the panes that all of them are made of: time is cut at every moment at
 * which any window may begin or end, which is every greatest common divisor of sizes, slides and
 * differences of offsets. Source of the idea: Li, Maier, Tufte, Papadimos and Tucker, "No pane, no
 * gain", SIGMOD Record 34 (2005).
 */
record WindowPlan(List<Windows> windows, long paneMillis, long offsetMillis, long latenessMillis)
    implements Serializable {

  /** More panes in one window would make each of its results too costly. */
  private static final long MAX_PANES = 10_000;

  static WindowPlan of(List<Windows> windows, long latenessMillis) {
    if (windows.isEmpty()) {
      throw Require.wrong(NAME, "windows", "none", "is too few", "pass at least one kind");
    }
    long pane = 0;
    long longest = 0;
    for (Windows each : windows) {
      pane = gcd(pane, gcd(each.sizeMillis(), each.slideMillis()));
      pane = gcd(pane, Math.abs(each.offsetMillis() - windows.get(0).offsetMillis()));
      longest = Math.max(longest, each.sizeMillis());
    }
    if (new HashSet<>(windows).size() < windows.size()) {
      throw Require.wrong(
          NAME, "windows", windows, "holds the same windows twice", "leave one of them out");
    }
    if (longest / pane > MAX_PANES) {
      throw Require.wrong(
          NAME,
          "windows",
          windows,
          "needs panes of " + pane + " ms, more than " + MAX_PANES + " for the longest window",
          "choose sizes and slides that are multiples of a longer time");
    }
    return new WindowPlan(
        List.copyOf(windows),
        pane,
        Math.floorMod(windows.get(0).offsetMillis(), pane),
        latenessMillis);
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /** Returns the start of the pane that holds {@code timestamp}. */
  long paneOf(long timestamp) {
    return timestamp - Math.floorMod(timestamp - offsetMillis, paneMillis);
  }

  /** Tells whether a window that ends at {@code end} is forgotten when {@code now} is reached. */
  boolean isOver(long end, long now) {
    return end - 1 + latenessMillis <= now;
  }

  /** Returns when the last window of the pane that starts at {@code pane} is forgotten. */
  long paneIsOverAt(long pane) {
    long end = Long.MIN_VALUE;
    for (Windows each : windows) {
      end = Math.max(end, each.lastEnd(pane));
    }
    return end - 1 + latenessMillis;
  }

  /** Returns the next moment at which panes need a call: a window ends, or all are forgotten. */
  long nextDue(Panes<?> panes) {
    if (panes.size() == 0) {
      return Long.MAX_VALUE;
    }
    long next = Long.MAX_VALUE;
    for (Windows each : windows) {
      long end = Long.MIN_VALUE;
      int pane = 0;
      if (panes.progress != Long.MIN_VALUE) {
        end = each.firstEndAfter(panes.progress + 1);
        pane = panes.from(end - each.sizeMillis());
      }
      if (pane < panes.size()) {
        next = Math.min(next, Math.max(end, each.firstEndAfter(panes.start(pane))) - 1);
      }
    }
    // While windows still end, what is over goes then; one more moment is needed after the last.
    return next == Long.MAX_VALUE ? paneIsOverAt(panes.start(panes.size() - 1)) : next;
  }
}
