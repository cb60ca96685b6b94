// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What whole counts come to, computed in the plainest way: maps without a bound, histories as
 * lists. It shares no code with the library.
 */
final class WholeCounts {

  private record Taken(String item, double weight) {}

  private final int history;
  private final Map<String, List<Taken>> histories = new HashMap<>();
  private final Map<String, Set<String>> seen = new HashMap<>();
  final Map<String, Double> counts = new TreeMap<>();
  final Map<String, Map<String, Double>> pairs = new TreeMap<>();

  private WholeCounts(int history) {
    this.history = history;
  }

  /** Takes events in order of time. */
  static WholeCounts of(List<Take> takes, int history) {
    WholeCounts all = new WholeCounts(history);
    takes.forEach(all::take);
    return all;
  }

  private void take(Take take) {
    List<Taken> latest = histories.computeIfAbsent(take.user(), user -> new ArrayList<>());
    Taken before =
        latest.stream().filter(t -> t.item().equals(take.item())).findFirst().orElse(null);
    boolean first = seen.computeIfAbsent(take.user(), user -> new HashSet<>()).add(take.item());
    double known = before == null ? 0 : before.weight();
    double now = Math.max(known, take.weight());
    if (before != null) {
      latest.remove(before);
    } else if (latest.size() == history) {
      latest.remove(latest.size() - 1);
    }
    if (before != null || first) {
      counts.merge(take.item(), now - known, Double::sum);
      for (Taken other : latest) {
        double gain = Math.min(now, other.weight()) - Math.min(known, other.weight());
        add(take.item(), other.item(), gain);
        add(other.item(), take.item(), gain);
      }
    }
    latest.add(0, new Taken(take.item(), now));
  }

  private void add(String row, String neighbour, double gain) {
    if (gain > 0) {
      pairs.computeIfAbsent(row, item -> new TreeMap<>()).merge(neighbour, gain, Double::sum);
    }
  }

  /** Tells each row: its item, count and neighbours. */
  List<String> rows() {
    List<String> lines = new ArrayList<>();
    counts.forEach(
        (item, count) ->
            lines.add(item + " " + count + " " + pairs.getOrDefault(item, new TreeMap<>())));
    return lines;
  }

  /** Tells each row: its item, count and the sum of all that was ever added to it. */
  List<String> masses() {
    List<String> lines = new ArrayList<>();
    counts.forEach(
        (item, count) ->
            lines.add(
                item
                    + " "
                    + count
                    + " "
                    + pairs.getOrDefault(item, Map.of()).values().stream()
                        .mapToDouble(w -> w)
                        .sum()));
    return lines;
  }
}
