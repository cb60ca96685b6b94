// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import io.github.flinkpatterns.erase.Erasable;
import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.Hosts;
import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.logic.Require;
import java.io.Serializable;
import java.time.Duration;
import java.time.ZoneId;
import org.apache.flink.api.common.functions.InvalidTypesException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.OutputTag;

/**
 * Lets one event of each id pass within a horizon of event time, and sends the others to side
 * outputs.
 *
 * <pre>{@code
 * var dedup = Deduplicator.on(Order.class)
 *     .keyedBy(Order::orderId, String.class)
 *     .within(Duration.ofHours(24))
 *     .emitDuplicates()
 *     .build();
 * SingleOutputStreamOperator<Order> unique = dedup.applyTo(orders, "order-dedup");
 * DataStream<Duplicate<Order>> duplicates = unique.getSideOutput(dedup.duplicates());
 * }</pre>
 *
 * <p><b>Guarantee.</b> Two events of one id that leave by the main output are never less than the
 * horizon apart, whatever the disorder, the delay of the watermark, restarts, rescaling or the
 * host. An event that is not late is judged by timestamps alone, so a replay gives the same answer.
 *
 * <p><b>In numbers</b>: one id, {@code within(10 ms)}, timestamps in order of arrival. Of 100, 105,
 * 110, 95 the events 100 and 110 leave: 105 and 95 are less than 10 from 100, and 110 is not. A
 * watermark of 109 ends the memory of 100; from then on what is not after 109 is late.
 *
 * <p><b>Late.</b> An event at or before the watermark less {@link
 * DeduplicatorBuilder#allowedLateness} is still recognized as a duplicate while the kept event is
 * remembered. If it is not recognized it cannot be judged any more, and goes to {@link #late()},
 * never downstream.
 *
 * <p><b>State per id</b>: 19 bytes of value, the key and one timer; dropped when the watermark
 * passes the end of the horizon plus the lateness. {@code compact} needs 8.1 bytes per id,
 * everything included.
 *
 * <p>The metric group {@code Deduplicator} counts {@code duplicates}, {@code late}, {@code
 * conflicts}, {@code withoutTimestamp} and {@code nullKeys}.
 *
 * <p>Immutable and serializable.
 *
 * @param <E> the event
 * @param <K> the key of the state: the id, or in compact and approximate mode the page of the id
 */
public final class Deduplicator<E, K> implements Serializable {

  static final String NAME = "Deduplicator";

  private final KeyedLogic<K, E, ?, E> logic;
  private final KeySelector<E, K> keySelector;
  private final TypeInformation<K> keyType;
  private final Outputs<E> outputs;

  Deduplicator(
      KeyedLogic<K, E, ?, E> logic,
      KeySelector<E, K> keySelector,
      TypeInformation<K> keyType,
      Outputs<E> outputs) {
    this.logic = logic;
    this.keySelector = keySelector;
    this.keyType = keyType;
    this.outputs = outputs;
  }

  /**
   * Starts a deduplicator of events of a class.
   *
   * @throws IllegalArgumentException if the class is generic, so that Flink cannot tell its fields
   */
  public static <E> NeedsKey<E> on(Class<E> type) {
    return on(typeOf(type, "on"));
  }

  /** Starts a deduplicator of events of a type. */
  public static <E> NeedsKey<E> on(TypeInformation<E> type) {
    return new NeedsKey<>(Require.given(type, NAME, "on"));
  }

  static <T> TypeInformation<T> typeOf(Class<T> type, String parameter) {
    try {
      return TypeInformation.of(Require.given(type, NAME, parameter));
    } catch (InvalidTypesException e) {
      IllegalArgumentException wrong =
          Require.wrong(
              NAME,
              parameter,
              type.getName(),
              "is a class whose type Flink cannot extract",
              "pass a TypeInformation");
      wrong.initCause(e);
      throw wrong;
    }
  }

  /**
   * Returns the deduplicator as a plain Flink function, for {@code
   * stream.keyBy(dedup.keySelector(), dedup.keyType()).process(dedup.toFunction())}.
   *
   * <p>Flink stops the job at an event without an id; {@link #applyTo} sends it to {@link
   * #nullKeys()}.
   */
  public KeyedProcessFunction<K, E, E> toFunction() {
    return Hosts.function(logic);
  }

  /**
   * Runs the deduplicator on the fast host with the default cache.
   *
   * @param uid names the state in savepoints: choose once, never change
   * @throws IllegalArgumentException if the uid is empty
   */
  public SingleOutputStreamOperator<E> applyTo(DataStream<E> stream, String uid) {
    return applyTo(stream, uid, CacheSettings.defaults());
  }

  /**
   * Runs the deduplicator on the fast host. Events without an id leave by {@link #nullKeys()}.
   *
   * @param uid names the state in savepoints: choose once, never change
   * @throws IllegalArgumentException if the uid is empty
   */
  public SingleOutputStreamOperator<E> applyTo(
      DataStream<E> stream, String uid, CacheSettings cache) {
    return Hosts.withNullKeys(
        Require.given(stream, NAME, "stream"),
        keySelector,
        keyType,
        outputs.nullKeys,
        NAME,
        uid,
        keyed -> Hosts.apply(keyed, logic, uid, Require.given(cache, NAME, "cache")));
  }

  /**
   * Returns this deduplicator with a second input of commands, each of which erases an id: the next
   * event of the id passes. Not in compact and approximate mode, where ids share a page.
   *
   * @param refuseFor how long events from before an erasure are refused; see {@link Erasable}
   * @throws IllegalArgumentException in compact and approximate mode
   */
  public Erasable<K, E, E> erasable(Duration refuseFor) {
    if (keySelector instanceof PageSelector) {
      throw Require.wrong(
          NAME,
          "erasable",
          refuseFor,
          "cannot be used in compact and approximate mode, where ids share a page",
          "leave out compact(...) or approximate(...)");
    }
    return Erasable.of(logic, keySelector, keyType, outputs.type, outputs.nullKeys, refuseFor);
  }

  /** Returns what the state is keyed by: the id, or in compact and approximate mode its page. */
  @SuppressWarnings("unchecked") // a page selector gives the K that it is typed with
  public KeySelector<E, K> keySelector() {
    KeySelector<?, ?> selector = keySelector;
    return selector instanceof PageSelector<?, ?> pages
        ? (KeySelector<E, K>) (KeySelector<?, ?>) pages.fresh()
        : keySelector;
  }

  /** Returns the type of {@link #keySelector}. */
  public TypeInformation<K> keyType() {
    return keyType;
  }

  /**
   * Returns the side output of duplicates; it stays empty without {@link
   * DeduplicatorBuilder#emitDuplicates}.
   */
  public OutputTag<Duplicate<E>> duplicates() {
    return outputs.duplicates;
  }

  /**
   * Returns the side output of events whose id was kept with another payload; it stays empty
   * without {@link DeduplicatorBuilder#payloadBy}.
   */
  public OutputTag<Duplicate<E>> conflicts() {
    return outputs.conflicts;
  }

  /** Returns the side output of events that came too late to be judged. */
  public OutputTag<E> late() {
    return outputs.late;
  }

  /** Returns the side output of events without an id; {@link #applyTo} alone fills it. */
  public OutputTag<E> nullKeys() {
    return outputs.nullKeys;
  }

  /** Returns the side output of events without a timestamp. */
  public OutputTag<E> withoutTimestamp() {
    return outputs.withoutTimestamp;
  }

  KeyedLogic<K, E, ?, E> logic() {
    return logic;
  }

  /**
   * The first stage of the builder.
   *
   * @param <E> the event
   */
  public static final class NeedsKey<E> {

    private final TypeInformation<E> type;

    private NeedsKey(TypeInformation<E> type) {
      this.type = type;
    }

    /**
     * Sets what makes two events the same.
     *
     * @param id the id of an event; null leaves by {@link Deduplicator#nullKeys}
     * @param idType the class of the id
     */
    public <I> NeedsHorizon<E, I> keyedBy(KeySelector<E, I> id, Class<I> idType) {
      return keyedBy(id, typeOf(idType, "keyedBy"));
    }

    /**
     * Sets what makes two events the same.
     *
     * @param id the id of an event; null leaves by {@link Deduplicator#nullKeys}
     * @param idType the type of the id
     * @throws IllegalArgumentException if the function cannot be serialized, or the type needs Kryo
     */
    public <I> NeedsHorizon<E, I> keyedBy(KeySelector<E, I> id, TypeInformation<I> idType) {
      Require.serializable(id, NAME, "keyedBy");
      StateTypes.requireNoKryo(Require.given(idType, NAME, "keyedBy"), "keyedBy");
      return new NeedsHorizon<>(type, id, idType);
    }
  }

  /**
   * The stage of the builder that bounds the state.
   *
   * @param <E> the event
   * @param <I> the id
   */
  public static final class NeedsHorizon<E, I> {

    private final TypeInformation<E> type;
    private final KeySelector<E, I> id;
    private final TypeInformation<I> idType;

    private NeedsHorizon(TypeInformation<E> type, KeySelector<E, I> id, TypeInformation<I> idType) {
      this.type = type;
      this.id = id;
      this.idType = idType;
    }

    /**
     * Events of one id less than {@code horizon} apart are the same: {@code 24 h} holds back what
     * is up to 23:59:59.999 older or younger than a kept event.
     *
     * @throws IllegalArgumentException if the horizon is shorter than one millisecond
     */
    public DeduplicatorBuilder.Within<E, I> within(Duration horizon) {
      return new DeduplicatorBuilder.Within<>(
          type, id, idType, Require.positiveMillis(horizon, NAME, "within"));
    }

    /** Events of one id in the same window of the calendar are the same. */
    public DeduplicatorBuilder<E, I> withinCalendar(CalendarUnit unit, ZoneId zone) {
      return new DeduplicatorBuilder<>(
          type,
          id,
          idType,
          new Horizon.Calendar(
              Require.given(unit, NAME, "withinCalendar"),
              Require.given(zone, NAME, "withinCalendar")));
    }
  }
}
