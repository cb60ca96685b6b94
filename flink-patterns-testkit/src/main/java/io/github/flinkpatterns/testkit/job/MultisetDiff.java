// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.job;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares two collections without regard to order and says which records are lost and which are
 * too many.
 */
record MultisetDiff(List<String> lost, List<String> surplus, long lostCount, long surplusCount) {
  private static final int SHOWN = 10;

  static MultisetDiff between(Collection<?> expected, Collection<?> actual) {
    Map<Object, Long> balance = new LinkedHashMap<>();
    expected.forEach(value -> balance.merge(value, 1L, Long::sum));
    Set<Object> distinctExpected = Set.copyOf(balance.keySet());
    actual.forEach(value -> balance.merge(value, -1L, Long::sum));
    List<String> lost = new ArrayList<>();
    List<String> surplus = new ArrayList<>();
    long lostCount = 0;
    long surplusCount = 0;
    for (Map.Entry<Object, Long> entry : balance.entrySet()) {
      long missing = entry.getValue();
      if (missing > 0) {
        lost.add(times(entry.getKey(), missing));
        lostCount += missing;
      } else if (missing < 0) {
        boolean duplicate = distinctExpected.contains(entry.getKey());
        surplus.add(times(entry.getKey(), -missing) + (duplicate ? " (duplicate)" : ""));
        surplusCount -= missing;
      }
    }
    return new MultisetDiff(lost, surplus, lostCount, surplusCount);
  }

  boolean isEmpty() {
    return lostCount == 0 && surplusCount == 0;
  }

  String describe() {
    return line("lost", lostCount, lost) + line("too many", surplusCount, surplus);
  }

  private static String line(String what, long count, List<String> values) {
    if (count == 0) {
      return "";
    }
    List<String> shown = values.subList(0, Math.min(SHOWN, values.size()));
    String more = values.size() > SHOWN ? ", and " + (values.size() - SHOWN) + " more" : "";
    return "  " + count + " " + what + ": " + String.join(", ", shown) + more + "\n";
  }

  private static String times(Object value, long count) {
    return count == 1 ? String.valueOf(value) : value + " x" + count;
  }
}
