// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.buffer;

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
 * Gathers the events of each key into batches by count, bytes or time.
 *
 * <pre>{@code
 * var batcher = KeyedBatcher.on(Order.class)
 *     .keyedBy(Order::customer, String.class)
 *     .emitAfter(Duration.ofMinutes(10))
 *     .maxEvents(100)
 *     .build();
 * SingleOutputStreamOperator<Batch<Order>> batches = batcher.applyTo(orders, "batches");
 * }</pre>
 *
 * <p>A batch leaves when it holds {@code maxEvents}, before it would exceed {@code maxBytes}, and
 * when its oldest event has waited for the given time. Its key is that of any of its events.
 *
 * <p><b>In numbers</b>: {@code maxEvents(100)}, {@code emitAfter(10 min)}; a customer's 250 orders
 * come within a minute: two batches of 100 leave with the 100th and the 200th, and one of 50 when
 * the watermark is 10 minutes past the earliest of these 50.
 *
 * <p><b>Guarantees.</b> Each event is in exactly one batch, whatever fails, on both hosts and at
 * any parallelism. When the watermark has reached an event's timestamp plus the wait, the event has
 * left. Which events share a batch depends on their order of arrival.
 *
 * <p><b>State per key</b>: the events of one batch, with about 3 bytes more for each, and one
 * timer; nothing between batches. The plain function reads and writes the whole batch at each
 * event; the fast host does not.
 *
 * <p>The metric group {@code KeyedBatcher} counts {@code batches}, {@code withoutTimestamp} and
 * {@code nullKeys}. Immutable and serializable.
 *
 * @param <E> the event
 * @param <K> the key
 */
public final class KeyedBatcher<E, K> implements Serializable {

  static final String NAME = "KeyedBatcher";

  private final KeyedBatchLogic<K, E> logic;
  private final KeySelector<E, K> key;
  private final TypeInformation<K> keyType;
  private final OutputTag<E> withoutTimestamp;
  private final OutputTag<E> nullKeys;

  private KeyedBatcher(BatchRules<E> rules, KeySelector<E, K> key, TypeInformation<K> keyType) {
    this.logic = new KeyedBatchLogic<>(rules);
    this.key = key;
    this.keyType = keyType;
    this.withoutTimestamp = rules.withoutTimestamp;
    this.nullKeys = new OutputTag<>("nullKeys", rules.type);
  }

  /** Starts a batcher of events of a class. */
  public static <E> NeedsKey<E> on(Class<E> type) {
    return on(TypeInformation.of(Require.given(type, NAME, "on")));
  }

  /**
   * Starts a batcher of events of a type.
   *
   * @throws IllegalArgumentException if Kryo would write the events
   */
  public static <E> NeedsKey<E> on(TypeInformation<E> type) {
    return new NeedsKey<>(Require.noKryo(type, NAME, "on"));
  }

  /** Returns the batcher as a plain Flink function, for {@code stream.keyBy(...).process(...)}. */
  public KeyedProcessFunction<K, E, Batch<E>> toFunction() {
    return Hosts.function(logic);
  }

  /**
   * Runs the batcher on the fast host with the default cache.
   *
   * @param uid names the state in savepoints: choose once, never change
   * @throws IllegalArgumentException if the uid is empty
   */
  public SingleOutputStreamOperator<Batch<E>> applyTo(DataStream<E> stream, String uid) {
    return applyTo(stream, uid, CacheSettings.defaults());
  }

  /**
   * Runs the batcher on the fast host. Events without a key leave by {@link #nullKeys()}.
   *
   * @param uid names the state in savepoints: choose once, never change
   * @throws IllegalArgumentException if the uid is empty
   */
  public SingleOutputStreamOperator<Batch<E>> applyTo(
      DataStream<E> stream, String uid, CacheSettings cache) {
    return Hosts.withNullKeys(
        Require.given(stream, NAME, "stream"),
        key,
        keyType,
        nullKeys,
        NAME,
        uid,
        keyed -> Hosts.apply(keyed, logic, uid, Require.given(cache, NAME, "cache")));
  }

  /**
   * Returns the side output of events without a timestamp, of a batcher that waits in event time.
   */
  public OutputTag<E> withoutTimestamp() {
    return withoutTimestamp;
  }

  /** Returns the side output of events without a key; {@link #applyTo} alone fills it. */
  public OutputTag<E> nullKeys() {
    return nullKeys;
  }

  KeyedLogic<K, E, ?, Batch<E>> logic() {
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

    /** Sets whose events share a batch. */
    public <K> NeedsTime<E, K> keyedBy(KeySelector<E, K> key, Class<K> keyType) {
      return keyedBy(key, TypeInformation.of(Require.given(keyType, NAME, "keyedBy")));
    }

    /**
     * Sets whose events share a batch.
     *
     * @throws IllegalArgumentException if the function cannot be serialized, or the type needs Kryo
     */
    public <K> NeedsTime<E, K> keyedBy(KeySelector<E, K> key, TypeInformation<K> keyType) {
      return new NeedsTime<>(
          type,
          Require.serializable(key, NAME, "keyedBy"),
          Require.noKryo(keyType, NAME, "keyedBy"));
    }
  }

  /**
   * The stage of the builder that bounds the time that an event waits.
   *
   * @param <E> the event
   * @param <K> the key
   */
  public static final class NeedsTime<E, K> {

    private final TypeInformation<E> type;
    private final KeySelector<E, K> key;
    private final TypeInformation<K> keyType;

    private NeedsTime(TypeInformation<E> type, KeySelector<E, K> key, TypeInformation<K> keyType) {
      this.type = type;
      this.key = key;
      this.keyType = keyType;
    }

    /** A batch leaves when the watermark is {@code wait} past the earliest of its timestamps. */
    public Builder<E, K> emitAfter(Duration wait) {
      return new Builder<>(type, key, keyType, wait, true);
    }

    /** A batch leaves {@code wait} after its first event came, by the clock of the machine. */
    public Builder<E, K> emitAfterProcessingTime(Duration wait) {
      return new Builder<>(type, key, keyType, wait, false);
    }
  }

  /**
   * The last stage of the builder.
   *
   * @param <E> the event
   * @param <K> the key
   */
  public static final class Builder<E, K> extends BatchLimits<E, Builder<E, K>> {

    private final KeySelector<E, K> key;
    private final TypeInformation<K> keyType;

    private Builder(
        TypeInformation<E> type,
        KeySelector<E, K> key,
        TypeInformation<K> keyType,
        Duration wait,
        boolean eventTime) {
      super(NAME, type, wait, eventTime);
      this.key = key;
      this.keyType = keyType;
    }

    @Override
    Builder<E, K> self() {
      return this;
    }

    /** Returns the batcher. */
    public KeyedBatcher<E, K> build() {
      return new KeyedBatcher<>(rules(), key, keyType);
    }
  }
}
