// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import io.github.flinkpatterns.testkit.harness.Deployment;
import io.github.flinkpatterns.testkit.harness.KeyedContents;
import io.github.flinkpatterns.testkit.harness.StateEntry;
import io.github.flinkpatterns.testkit.harness.TimerEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Measures how the state of a function grows with the events it sees.
 *
 * <pre>{@code
 * var growth = StateGrowth.of(Scenario.of(new LastTen()).keyedBy(Click::user, String.class))
 *     .events(1_000, i -> new Click("ann"), i -> i * 1_000L)
 *     .measure();
 * assertThat(growth).isBounded().hasAtMostBytesPerKey(200);
 * }</pre>
 *
 * <p>Runs on the heap with one subtask. Bytes are those of the canonical savepoint format, keys
 * included; timers count as an entry each, with no bytes. What time-to-live has ended does not
 * count.
 *
 * @param <A> the type of the first input
 */
public final class StateGrowth<A> {

  private static final int POINTS = 8;

  private final Script script;
  private final int count;
  private final IntFunction<? extends A> events;
  private final IntToLongFunction times;
  private final long lagMillis;

  private StateGrowth(
      Script script,
      int count,
      IntFunction<? extends A> events,
      IntToLongFunction times,
      long lagMillis) {
    this.script = script;
    this.count = count;
    this.events = events;
    this.times = times;
    this.lagMillis = lagMillis;
  }

  /** Takes the function of a scenario; its steps run before the events that are measured. */
  public static <A> StateGrowth<A> of(Scenario<?, A, ?, ?> scenario) {
    return new StateGrowth<>(
        scenario.script(),
        0,
        i -> {
          throw new IllegalStateException("no events");
        },
        i -> i,
        0);
  }

  /**
   * Sets the events.
   *
   * @param count how many; at least 8, since as many points are measured
   * @param event gives the i-th event, from 0
   * @param timeMillis gives its event time in epoch milliseconds, ascending
   */
  public StateGrowth<A> events(
      int count, IntFunction<? extends A> event, IntToLongFunction timeMillis) {
    if (count < POINTS) {
      throw new IllegalArgumentException(
          "StateGrowth: parameter 'count': " + count + ", must be " + POINTS + " or more");
    }
    return new StateGrowth<>(script, count, event, timeMillis, lagMillis);
  }

  /** Lets the watermark follow each event by a delay; the default is none. */
  public StateGrowth<A> watermarkBehind(Duration lag) {
    return new StateGrowth<>(script, count, events, times, lag.toMillis());
  }

  /**
   * Feeds the events and measures at eight points.
   *
   * @throws IllegalStateException when no events were given
   */
  public Growth measure() {
    if (count == 0) {
      throw new IllegalStateException("StateGrowth: no events were given; call events(...) first");
    }
    List<Growth.Point> points = new ArrayList<>();
    try (Deployment live =
        new Deployment(
            script.host(0), "hashmap", false, script.settings().maxParallelism(), 1, 0, null)) {
      long clock = 0;
      for (Step.Move move : script.moves()) {
        clock = perform(live, move, clock);
      }
      for (int i = 0; i < count; i++) {
        long time = times.applyAsLong(i);
        live.element(0, events.apply(i), time);
        live.watermark(Math.max(time - lagMillis, script.watermark()));
        live.drain();
        if ((long) (i + 1) * POINTS / count > (long) i * POINTS / count) {
          points.add(point(i + 1, live.contents(), clock));
        }
      }
    }
    return new Growth(script.name(), points);
  }

  private static long perform(Deployment live, Step.Move move, long clock) {
    if (move instanceof Step.Element e) {
      live.element(e.input(), e.value(), e.timestamp());
    } else if (move instanceof Step.WatermarkAt w) {
      live.watermark(w.timestamp());
    } else if (move instanceof Step.Clock c) {
      live.processingTime(c.timestamp());
      return c.timestamp();
    }
    return clock;
  }

  private static Growth.Point point(int events, KeyedContents contents, long clock) {
    Map<Object, long[]> perKey = new HashMap<>();
    long entries = 0;
    long bytes = 0;
    for (StateEntry entry : contents.entries()) {
      if (!entry.isExpiredAt(clock)) {
        long size = sizeOf(entry.value());
        long[] sums = perKey.computeIfAbsent(entry.key(), k -> new long[2]);
        sums[0] += size;
        sums[1] += entry.bytes();
        entries += size;
        bytes += entry.bytes();
      }
    }
    for (TimerEntry timer : contents.timers()) {
      perKey.computeIfAbsent(timer.key(), k -> new long[2])[0]++;
      entries++;
    }
    return new Growth.Point(
        events,
        perKey.size(),
        entries,
        bytes,
        perKey.values().stream().mapToLong(s -> s[0]).max().orElse(0),
        perKey.values().stream().mapToLong(s -> s[1]).max().orElse(0));
  }

  private static long sizeOf(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.size();
    }
    return value instanceof Collection<?> values ? values.size() : 1;
  }
}
