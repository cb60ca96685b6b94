// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.window;

import io.github.flinkpatterns.erase.Erasable;
import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.Hosts;
import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.logic.Require;
import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.OutputTag;

/**
 * Aggregates the events of each key over several kinds of windows in one pass.
 *
 * <p>Time is cut into panes, as long as the greatest common divisor of all sizes and slides, and an
 * event is added to one pane, however many windows it is in. The result of a window is merged from
 * its panes.
 *
 * <p>In numbers, with tumbling windows of 60 s and sliding ones of 60 s by 30 s: panes of 30 s.
 * Events at 10, 40 and 70 s make three panes, and the counts [-30, 30) 1, [0, 60) 2 twice, once for
 * each kind, [30, 90) 2, [60, 120) 1 twice. The first leaves when the watermark reaches 29.999 s.
 *
 * <p><b>Guarantees.</b> For each kind of windows the results are those of Flink's {@code
 * TumblingEventTimeWindows} or {@code SlidingEventTimeWindows} with the same {@code
 * AggregateFunction} and allowed lateness, record for record, and so are the late events: a window
 * is emitted when the watermark reaches {@code end - 1}, and again for every event that comes later
 * within the allowed lateness, with the next revision. A result has the timestamp {@code endMillis
 * - 1}; one that a late event causes has the timestamp of that event. A result of null is not
 * emitted. Both hosts give the same records and keep the same state.
 *
 * <p>{@code merge} must give the same as adding the events one by one. The panes are merged in the
 * order of time.
 *
 * <p><b>State</b> per key: about 16 bytes, and 1 byte and an accumulator for each pane that has
 * events: at most the longest window, its slide, the allowed lateness and the disorder, divided by
 * the pane. A window that was corrected takes 12 bytes more while it can change. One timer. Empty
 * when the watermark has passed the last window by the allowed lateness.
 *
 * <p>Counters: {@code results}, {@code corrections}, {@code late}, {@code withoutTimestamp}, {@code
 * nullKeys}.
 *
 * @param <T> the event
 * @param <K> the key
 * @param <A> the accumulator
 * @param <R> the result of the aggregate function
 */
public final class WindowAggregator<T, K, A, R> implements Serializable {

  static final String NAME = "WindowAggregator";

  private final KeySelector<T, K> key;
  private final WindowTypes<T, K, A, R> types;
  private final WindowPlan plan;
  private final WindowLogic<T, K, A, R> logic;

  WindowAggregator(
      KeySelector<T, K> key,
      WindowTypes<T, K, A, R> types,
      WindowPlan plan,
      WindowLogic<T, K, A, R> logic) {
    this.key = key;
    this.types = types;
    this.plan = plan;
    this.logic = logic;
  }

  /** Begins a window aggregator of events of the class {@code event}. */
  public static <T> WindowStages.Keying<T> on(Class<T> event) {
    return on(TypeInformation.of(Require.given(event, NAME, "on")));
  }

  /** As {@link #on(Class)}, for a type that a class does not tell. */
  public static <T> WindowStages.Keying<T> on(TypeInformation<T> event) {
    return new WindowStages.Keying<>(Require.given(event, NAME, "on"));
  }

  /**
   * Returns the plain Flink function, for {@code events.keyBy(...).process(...).uid(...)} with the
   * same key. Events without a key stop the job there; {@link #applyTo(DataStream, String)} sends
   * them aside.
   */
  public KeyedProcessFunction<K, T, WindowResult<K, R>> toFunction() {
    return Hosts.function(logic);
  }

  /**
   * Runs it over {@code events} on the fast host, with the default cache.
   *
   * @param uid names the state in savepoints: choose once, never change
   */
  public SingleOutputStreamOperator<WindowResult<K, R>> applyTo(DataStream<T> events, String uid) {
    return applyTo(events, uid, CacheSettings.defaults());
  }

  /**
   * Runs it over {@code events} on the fast host.
   *
   * @param uid names the state in savepoints: choose once, never change
   */
  public SingleOutputStreamOperator<WindowResult<K, R>> applyTo(
      DataStream<T> events, String uid, CacheSettings cache) {
    return Hosts.withNullKeys(
        Require.given(events, NAME, "events"),
        key,
        types.key(),
        nullKeys(),
        NAME,
        uid,
        keyed -> Hosts.apply(keyed, logic, uid, cache));
  }

  /**
   * Returns this aggregator with a second input of commands, each of which erases the windows of a
   * key that may still change, without a result.
   *
   * @param refuseFor how long events from before an erasure are refused; see {@link Erasable}
   */
  public Erasable<K, T, WindowResult<K, R>> erasable(Duration refuseFor) {
    return Erasable.of(logic, key, types.key(), types.event(), nullKeys(), refuseFor);
  }

  /**
   * Returns the side output of events that came too late for every window of this kind that they
   * are in. An event may be too late for one kind and in time for another.
   *
   * @throws IllegalArgumentException if the aggregator does not have these windows
   */
  public OutputTag<T> late(Windows windows) {
    if (!plan.windows().contains(windows)) {
      throw Require.wrong(
          NAME, "late", windows, "is none of " + plan.windows(), "pass one of those");
    }
    return types.late(windows);
  }

  /**
   * Returns the side output of events that carry no timestamp, or one more than 36 million years
   * from the epoch.
   */
  public OutputTag<T> withoutTimestamp() {
    return types.withoutTimestamp();
  }

  /** Returns the side output of events whose key is null, or whose key function throws. */
  public OutputTag<T> nullKeys() {
    return types.nullKeys();
  }

  /** Returns what it does to one key, for running it in a host of your own. */
  public KeyedLogic<K, T, ?, WindowResult<K, R>> logic() {
    return logic;
  }

  /** Returns the types, for what is built upon the results. */
  WindowTypes<T, K, A, R> types() {
    return types;
  }

  /** Returns how long a result may still be corrected. */
  long latenessMillis() {
    return plan.latenessMillis();
  }
}
