// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.run;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Holds the results of those that must be equal against each other. */
public final class Equality {

  private record Results(String name, long digest, long outputs) {}

  private final Map<String, Results> first = new HashMap<>();
  private final Set<String> compared = new HashSet<>();

  /** Begins a round: what is added from here on is of the same part of the stream. */
  public void begin() {
    first.clear();
  }

  /**
   * Adds the results of one way.
   *
   * @throws IllegalStateException if they differ from those of the first in the group
   */
  public void add(String group, String name, long digest, long outputs) {
    Results one = first.putIfAbsent(group, new Results(name, digest, outputs));
    if (one == null) {
      return;
    }
    compared.add(group);
    if (one.digest != digest || one.outputs != outputs) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "Results differ, so nothing is reported: '%s' put out %,d records, '%s' %,d%s",
              one.name,
              one.outputs,
              name,
              outputs,
              one.outputs == outputs ? ", of other content" : ""));
    }
  }

  /**
   * Returns how many results there were.
   *
   * @throws IllegalStateException if there were none to compare: nothing at all proves nothing
   */
  public long finish(String title) {
    long all = 0;
    for (Map.Entry<String, Results> each : first.entrySet()) {
      if (compared.contains(each.getKey()) && each.getValue().outputs == 0) {
        throw new IllegalStateException(
            title + ": there were no results to compare, so nothing is reported; make it longer");
      }
      all += each.getValue().outputs;
    }
    return all;
  }
}
