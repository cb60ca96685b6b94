// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.aggregate;

import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.Hosts;
import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.logic.Require;
import java.io.Serializable;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.OutputTag;

/**
 * Keeps one running aggregate per key, such as its sum, maximum or mean, and sends it at every
 * event or at every n-th.
 *
 * <p>In numbers: the sum of 5, 2, 9, 4 of one key is sent as 5, 7, 16, 20; with {@code
 * emitEvery(2)} as 7, 20; with {@code startAnewAfterEmit()} besides as 7, 13.
 *
 * <p><b>Guarantees.</b> Each event is added once, when it arrives: that order decides which results
 * are sent in between. Where the function does not care for order (sums, minima, means, counts),
 * the last result of a key depends on its events alone, not on disorder, parallelism, restarts or
 * host. The result is that of Flink's own {@code keyBy(...).reduce(...)} for the same events;
 * unlike there, a key that goes quiet is forgotten.
 *
 * <p><b>Forgetting.</b> A key is forgotten when the watermark says that every event to come is
 * later than its last one by the inactivity or more; an event that much later starts anew also if
 * it comes before that watermark. What is older than a forgotten key could be leaves by {@link
 * #late}. If events are out of order by about as much as the inactivity, which of them share an
 * aggregate depends on their order; for exact ends use sessions.
 *
 * <p><b>State</b> per key: the accumulator and 9 to 14 bytes, and one timer (10 bytes more);
 * nothing after {@code startAnewAfterEmit} until the next event.
 *
 * <p>Counters, in the metric group {@code RunningAggregator}: {@code late}, {@code
 * withoutTimestamp}, {@code forgotten}, {@code nullKeys}.
 *
 * @param <T> the event
 * @param <K> the key
 * @param <R> the result
 */
public final class RunningAggregator<T, K, R> implements Serializable {

  static final String NAME = "RunningAggregator";

  private final KeySelector<T, K> key;
  private final TypeInformation<K> keyType;
  private final OutputTag<T> nullKeys;
  private final OutputTag<T> late;
  private final OutputTag<T> withoutTimestamp;
  private final KeyedLogic<K, T, ?, Running<K, R>> logic;

  <A> RunningAggregator(
      RunningStages.Keyed<T, K> keyed,
      Step<T, A, R> step,
      TypeInformation<A> accumulator,
      TypeInformation<R> result,
      RunningSettings settings) {
    this.key = keyed.key;
    this.keyType = keyed.keyType;
    this.nullKeys = new OutputTag<>("running-null-keys", keyed.type);
    this.late = new OutputTag<>("running-late", keyed.type);
    this.withoutTimestamp = new OutputTag<>("running-without-timestamp", keyed.type);
    this.logic =
        new RunningLogic<>(
            step,
            settings,
            accumulator,
            Running.type(keyed.keyType, result),
            late,
            withoutTimestamp);
  }

  /** Begins a running aggregator of events of the class {@code event}. */
  public static <T> RunningStages.Start<T> on(Class<T> event) {
    return on(TypeInformation.of(Require.given(event, NAME, "on")));
  }

  /** As {@link #on(Class)}, for a type that a class does not tell. */
  public static <T> RunningStages.Start<T> on(TypeInformation<T> event) {
    return new RunningStages.Start<>(Require.noKryo(event, NAME, "on"));
  }

  /**
   * Returns the plain Flink function, for {@code events.keyBy(...).process(...).uid(...)} with the
   * same key.
   */
  public KeyedProcessFunction<K, T, Running<K, R>> toFunction() {
    return Hosts.function(logic);
  }

  /**
   * Runs it over {@code events} on the fast host, with the default cache.
   *
   * @param uid names the state in savepoints: choose once, never change
   */
  public SingleOutputStreamOperator<Running<K, R>> applyTo(DataStream<T> events, String uid) {
    return applyTo(events, uid, CacheSettings.defaults());
  }

  /**
   * Runs it over {@code events} on the fast host.
   *
   * @param uid names the state in savepoints: choose once, never change
   */
  public SingleOutputStreamOperator<Running<K, R>> applyTo(
      DataStream<T> events, String uid, CacheSettings cache) {
    return Hosts.withNullKeys(
        Require.given(events, NAME, "events"),
        key,
        keyType,
        nullKeys,
        NAME,
        uid,
        keyed -> Hosts.apply(keyed, logic, uid, cache));
  }

  /** Returns the side output of events from before what a forgotten key could have had. */
  public OutputTag<T> late() {
    return late;
  }

  /** Returns the side output of events that carry no timestamp. */
  public OutputTag<T> withoutTimestamp() {
    return withoutTimestamp;
  }

  /** Returns the side output of events without a key, of the {@code applyTo} methods. */
  public OutputTag<T> nullKeys() {
    return nullKeys;
  }

  /** Returns what it does to one key, for running it in a host of your own. */
  public KeyedLogic<K, T, ?, Running<K, R>> logic() {
    return logic;
  }
}
