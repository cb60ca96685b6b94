// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.session;

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
 * Aggregates the events of each key into sessions, which end when no event comes for a while.
 *
 * <p>In numbers, with a gap of 10 and the events of one key at 0, 4, 30, 14 (out of order): 4 + 10
 * touches 14, so 0, 4 and 14 are one session, [0, 24); 30 begins the next, [30, 40). The first is
 * emitted when the watermark reaches 23, the second at 39.
 *
 * <p><b>Guarantees.</b> With a gap alone the results are those of Flink's {@code
 * EventTimeSessionWindows} with the same {@code AggregateFunction} and allowed lateness, record for
 * record: sessions that meet under disorder merge, windows that only touch merge too, and a late
 * event within the allowed lateness emits its session again. What Flink emits a second time without
 * a word is here a {@link Session.Type#CORRECTED} record with the same id and a higher revision. A
 * session record has the timestamp {@code endMillis - 1}, as Flink's have; one that an event causes
 * has the timestamp of the event.
 *
 * <p>With caps or cuts (see {@link SessionOptions}) the results are those of a batch program over
 * the sorted events, whatever the order of arrival: each is emitted once, when the watermark, less
 * the allowed lateness, says that no event can change it, and that moment is its timestamp.
 *
 * <p>Both hosts give the same records and keep the same state.
 *
 * <p><b>State</b> per key: one value, as long as a session can change. With a gap alone about 16
 * bytes and the accumulator for each session, nearly always one. With caps or cuts about 26 bytes
 * and the accumulator for the open session, and about 5 bytes and an accumulator for each event
 * that the watermark, less the allowed lateness, has not passed. One timer. Empty when the
 * watermark has passed the last session by the allowed lateness.
 *
 * <p>Counters: {@code opened}, {@code updated}, {@code closed}, {@code corrected}, {@code merged},
 * {@code late}, {@code withoutTimestamp}, {@code closedIdle}, {@code nullKeys}.
 *
 * @param <T> the event
 * @param <K> the key
 * @param <A> the accumulator
 * @param <R> the result of the aggregate function
 */
public final class SessionAggregator<T, K, A, R> implements Serializable {

  static final String NAME = "SessionAggregator";

  private final KeySelector<T, K> key;
  private final SessionTypes<T, K, A, R> types;
  private final KeyedLogic<K, T, ?, Session<K, R>> logic;

  SessionAggregator(
      KeySelector<T, K> key,
      SessionTypes<T, K, A, R> types,
      KeyedLogic<K, T, ?, Session<K, R>> logic) {
    this.key = key;
    this.types = types;
    this.logic = logic;
  }

  /** Begins a session aggregator of events of the class {@code event}. */
  public static <T> SessionStages.Keying<T> on(Class<T> event) {
    return on(TypeInformation.of(Require.given(event, NAME, "on")));
  }

  /** As {@link #on(Class)}, for a type that a class does not tell. */
  public static <T> SessionStages.Keying<T> on(TypeInformation<T> event) {
    return new SessionStages.Keying<>(Require.given(event, NAME, "on"));
  }

  /**
   * Returns the plain Flink function, for {@code events.keyBy(...).process(...).uid(...)} with the
   * same key. Events without a key stop the job there; {@link #applyTo(DataStream, String)} sends
   * them aside.
   */
  public KeyedProcessFunction<K, T, Session<K, R>> toFunction() {
    return Hosts.function(logic);
  }

  /**
   * Runs it over {@code events} on the fast host, with the default cache.
   *
   * @param uid names the state in savepoints: choose once, never change
   */
  public SingleOutputStreamOperator<Session<K, R>> applyTo(DataStream<T> events, String uid) {
    return applyTo(events, uid, CacheSettings.defaults());
  }

  /**
   * Runs it over {@code events} on the fast host.
   *
   * @param uid names the state in savepoints: choose once, never change
   */
  public SingleOutputStreamOperator<Session<K, R>> applyTo(
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
   * Returns this aggregator with a second input of commands, each of which erases the sessions of a
   * key that may still change, without a result.
   *
   * @param refuseFor how long events from before an erasure are refused; see {@link Erasable}
   */
  public Erasable<K, T, Session<K, R>> erasable(Duration refuseFor) {
    return Erasable.of(logic, key, types.key(), types.event(), nullKeys(), refuseFor);
  }

  /** Returns the side output of events that came too late for every session they could be in. */
  public OutputTag<T> late() {
    return types.late();
  }

  /** Returns the side output of events that carry no timestamp. */
  public OutputTag<T> withoutTimestamp() {
    return types.withoutTimestamp();
  }

  /** Returns the side output of events whose key is null, or whose key function throws. */
  public OutputTag<T> nullKeys() {
    return types.nullKeys();
  }

  /** Returns what it does to one key, for running it in a host of your own. */
  public KeyedLogic<K, T, ?, Session<K, R>> logic() {
    return logic;
  }
}
