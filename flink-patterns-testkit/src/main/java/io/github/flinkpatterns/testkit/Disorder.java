// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Seeded changes to the order in which the events of a scenario arrive. The final result of a
 * function must not depend on that order.
 *
 * <p>Each event may arrive up to the bound later than its time; events of equal time arrive in any
 * order. A watermark stays behind every event that it covered in the script, so no event becomes
 * late, and an event that the script sends late on purpose stays late. Steps of the clock,
 * broadcast events, events without a time and the end of input stay where they are, and nothing
 * moves past them.
 *
 * <p>With times 1, 2, 3 and a bound of 2 ms, the order 2, 1, 3 is possible and 3, 2, 1 too (1 may
 * arrive at 3); with a bound of 1 ms, 3 never comes before 1.
 *
 * <p>Immutable. Defaults: 10 orders, seeds 1 to 10, no redelivery, no late events.
 */
public final class Disorder {

  private final long boundMillis;
  private final int orders;
  private final double redelivered;
  private final double late;

  private Disorder(long boundMillis, int orders, double redelivered, double late) {
    this.boundMillis = boundMillis;
    this.orders = orders;
    this.redelivered = redelivered;
    this.late = late;
  }

  /** Lets events arrive up to a bound after their time; zero swaps events of equal time only. */
  public static Disorder within(Duration bound) {
    if (bound.isNegative()) {
      throw new IllegalArgumentException(
          "Disorder: parameter 'bound': " + bound + ", must not be negative");
    }
    return new Disorder(bound.toMillis(), 10, 0, 0);
  }

  /** Sets how many orders are tried. */
  public Disorder orders(int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "Disorder: parameter 'orders': " + count + ", must be 1 or more");
    }
    return new Disorder(boundMillis, count, redelivered, late);
  }

  /**
   * Delivers a share of the events twice, the second time within the bound of the first. For
   * functions that promise to ignore that, such as a deduplicator.
   */
  public Disorder redelivering(double fraction) {
    return new Disorder(boundMillis, orders, share("redelivering", fraction), late);
  }

  /**
   * Holds a share of the events back until the watermark has passed them. Late events may change
   * the result, so these orders are not compared with the script's order, but with themselves:
   * every cell must treat them as the first cell does, and nothing may leak.
   */
  public Disorder late(double fraction) {
    return new Disorder(boundMillis, orders, redelivered, share("late", fraction));
  }

  private static double share(String name, double fraction) {
    if (!(fraction >= 0 && fraction <= 1)) {
      throw new IllegalArgumentException(
          "Disorder: parameter '" + name + "': " + fraction + ", must be within 0 and 1");
    }
    return fraction;
  }

  int orders() {
    return orders;
  }

  boolean makesLate() {
    return late > 0;
  }

  /** Returns the new order as indices into the moves; an index may come twice. */
  List<Integer> order(List<Step.Move> moves, boolean broadcast, long seed) {
    Random random = new Random(seed * 0x9E3779B97F4A7C15L);
    List<Integer> order = new ArrayList<>();
    List<Integer> segment = new ArrayList<>();
    for (int i = 0; i < moves.size(); i++) {
      if (isMovable(moves.get(i), broadcast)) {
        segment.add(i);
      } else {
        order.addAll(shuffle(moves, segment, random));
        segment.clear();
        order.add(i);
      }
    }
    order.addAll(shuffle(moves, segment, random));
    return order;
  }

  private static boolean isMovable(Step.Move move, boolean broadcast) {
    return move instanceof Step.WatermarkAt
        || (move instanceof Step.Element e
            && e.timestamp() != null
            && !(broadcast && e.input() == 1));
  }

  private List<Integer> shuffle(List<Step.Move> moves, List<Integer> segment, Random random) {
    List<Placed> placed = new ArrayList<>();
    List<Long> watermarks = new ArrayList<>();
    long lastWatermarkKey = Long.MIN_VALUE;
    for (int index : segment) {
      if (moves.get(index) instanceof Step.WatermarkAt w) {
        long key = Math.max(lastWatermarkKey, w.timestamp());
        for (Placed earlier : placed) {
          if (earlier.time != null && earlier.time <= w.timestamp()) {
            key = Math.max(key, earlier.key);
          }
        }
        lastWatermarkKey = key;
        watermarks.add(w.timestamp());
        placed.add(new Placed(index, null, key, 1, 0));
      } else if (moves.get(index) instanceof Step.Element e && e.timestamp() != null) {
        long time = e.timestamp();
        long key = arrival(time, random);
        if (watermarks.stream().anyMatch(w -> w >= time)) {
          key = Math.max(key, plus(lastWatermarkKey, 1));
        }
        placed.add(new Placed(index, time, key, 0, random.nextInt()));
        if (random.nextDouble() < redelivered) {
          placed.add(new Placed(index, time, plus(key, delay(random)), 0, random.nextInt()));
        }
      }
    }
    placed.sort(
        Comparator.comparingLong(Placed::key)
            .thenComparingInt(Placed::kind)
            .thenComparingInt(Placed::tie));
    List<Integer> result = new ArrayList<>();
    placed.forEach(p -> result.add(p.index));
    return late > 0 ? holdBack(moves, result, random) : result;
  }

  private long arrival(long time, Random random) {
    return plus(time, delay(random));
  }

  private long delay(Random random) {
    return boundMillis == 0 ? 0 : random.nextLong(plus(boundMillis, 1));
  }

  private static long plus(long a, long b) {
    long sum = a + b;
    return sum < a ? Long.MAX_VALUE : sum;
  }

  private List<Integer> holdBack(List<Step.Move> moves, List<Integer> order, Random random) {
    List<Integer> result = new ArrayList<>();
    List<Integer> held = new ArrayList<>();
    for (int index : order) {
      if (moves.get(index) instanceof Step.WatermarkAt w) {
        result.add(index);
        for (int i = held.size() - 1; i >= 0; i--) {
          if (moves.get(held.get(i)) instanceof Step.Element e
              && e.timestamp() != null
              && e.timestamp() <= w.timestamp()) {
            result.add(held.remove(i));
          }
        }
      } else if (random.nextDouble() < late) {
        held.add(index);
      } else {
        result.add(index);
      }
    }
    result.addAll(held);
    return result;
  }

  /** A move with the moment of its arrival. */
  private record Placed(int index, @Nullable Long time, long key, int kind, int tie) {}
}
