// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Recommenders written in the plainest way, without any bound, to be compared with. Each is asked
 * before it learns, and names only items that are new to the user; ties go by the item.
 */
abstract class References {

  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> names = new ArrayList<>();
  private final Map<String, Set<Integer>> taken = new HashMap<>();
  private int cases;
  private int hits;

  /** Scores by item number; what is 0 is not named. */
  double[] scores = new double[1024];

  /** Adds to {@link #scores} for the user. */
  abstract void score(String user, long millis);

  abstract void learn(String user, int item, long millis, boolean unseen);

  final double hitRate(List<Take> takes) {
    for (Take take : takes) {
      int item = numbers.computeIfAbsent(take.item(), name -> names.size());
      if (item == names.size()) {
        names.add(take.item());
        if (item == scores.length) {
          scores = Arrays.copyOf(scores, item * 2);
        }
      }
      Set<Integer> of = taken.computeIfAbsent(take.user(), u -> new HashSet<>());
      boolean unseen = !of.contains(item);
      if (unseen && !of.isEmpty()) {
        cases++;
        Arrays.fill(scores, 0);
        score(take.user(), take.millis());
        hits += scores[item] > 0 && isAmongTen(item, of) ? 1 : 0;
      }
      learn(take.user(), item, take.millis(), unseen);
      of.add(item);
    }
    return (double) hits / cases;
  }

  private boolean isAmongTen(int item, Set<Integer> of) {
    int better = 0;
    for (int i = 0; i < names.size() && better < 10; i++) {
      boolean before =
          scores[i] > scores[item]
              || (scores[i] == scores[item] && names.get(i).compareTo(names.get(item)) < 0);
      better += before && !of.contains(i) ? 1 : 0;
    }
    return better < 10;
  }

  private static double growth(long millis, long first, double halfLifeMillis) {
    return halfLifeMillis == 0 ? 1 : Math.pow(2, (millis - first) / halfLifeMillis);
  }

  /** What was taken most; with a half-life of 0, of all time. */
  static References popularity(double halfLifeMillis) {
    return new References() {
      private double[] counts = new double[1024];
      private long first = Long.MIN_VALUE;

      @Override
      void score(String user, long millis) {
        System.arraycopy(counts, 0, scores, 0, Math.min(counts.length, scores.length));
      }

      @Override
      void learn(String user, int item, long millis, boolean unseen) {
        first = first == Long.MIN_VALUE ? millis : first;
        counts = item >= counts.length ? Arrays.copyOf(counts, item * 2) : counts;
        counts[item] += growth(millis, first, halfLifeMillis);
      }
    };
  }

  /** What others took right after the item that the user took last. */
  static References transition() {
    Map<Integer, Row> next = new HashMap<>();
    Map<String, Integer> last = new HashMap<>();
    return new References() {
      @Override
      void score(String user, long millis) {
        next.getOrDefault(last.get(user), new Row()).addTo(scores, 1);
      }

      @Override
      void learn(String user, int item, long millis, boolean unseen) {
        Integer before = last.put(user, item);
        if (before != null && before != item) {
          next.computeIfAbsent(before, i -> new Row()).add(item, 1);
        }
      }
    };
  }

  /**
   * Item-based collaborative filtering by the cosine of sets of users, over the latest 20 items.
   */
  static References cosine() {
    return neighbours(false, 0);
  }

  /** The same as the library's neighbours, without any bound on rows. */
  static References gapAndRank(double halfLifeMillis) {
    return neighbours(true, halfLifeMillis);
  }

  private static References neighbours(boolean positions, double halfLifeMillis) {
    Map<Integer, Row> rows = new HashMap<>();
    Map<String, Deque<Integer>> histories = new HashMap<>();
    return new References() {
      private long first = Long.MIN_VALUE;
      private double[] counts = new double[1024];

      @Override
      void score(String user, long millis) {
        double now = growth(millis, first, halfLifeMillis);
        int rank = 1;
        for (int item : histories.get(user)) {
          double count = counts[item] / now;
          double factor =
              positions ? 1 / (now * rank * Math.sqrt(count + 1)) : 1 / Math.sqrt(count);
          rows.getOrDefault(item, new Row()).addTo(scores, factor);
          rank++;
        }
        for (int i = 0; !positions && i < scores.length && i < counts.length; i++) {
          scores[i] = scores[i] == 0 ? 0 : scores[i] / Math.sqrt(counts[i]);
        }
      }

      @Override
      void learn(String user, int item, long millis, boolean unseen) {
        first = first == Long.MIN_VALUE ? millis : first;
        Deque<Integer> history = histories.computeIfAbsent(user, u -> new ArrayDeque<>());
        if (unseen) {
          double weight = growth(millis, first, halfLifeMillis);
          counts = item >= counts.length ? Arrays.copyOf(counts, item * 2) : counts;
          counts[item] += weight;
          int gap = 1;
          for (int other : history) {
            double pair = positions ? weight / gap++ : weight;
            rows.computeIfAbsent(item, i -> new Row()).add(other, pair);
            rows.computeIfAbsent(other, i -> new Row()).add(item, pair);
          }
        }
        history.remove(Integer.valueOf(item));
        history.addFirst(item);
        if (history.size() > 20) {
          history.removeLast();
        }
      }
    };
  }

  /** A sparse row without a bound. */
  private static final class Row {
    private final Map<Integer, Integer> places = new HashMap<>();
    private int[] items = new int[8];
    private double[] weights = new double[8];

    void add(int item, double weight) {
      int place = places.computeIfAbsent(item, i -> places.size());
      if (place == items.length) {
        items = Arrays.copyOf(items, place * 2);
        weights = Arrays.copyOf(weights, place * 2);
      }
      items[place] = item;
      weights[place] += weight;
    }

    void addTo(double[] scores, double factor) {
      for (int k = 0; k < places.size(); k++) {
        scores[items[k]] += factor * weights[k];
      }
    }
  }
}
