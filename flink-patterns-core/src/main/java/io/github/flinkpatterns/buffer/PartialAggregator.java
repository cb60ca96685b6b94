// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.buffer;

import io.github.flinkpatterns.host.Hosts;
import io.github.flinkpatterns.logic.LocalLogic;
import io.github.flinkpatterns.logic.Require;
import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.OutputTag;

/**
 * Aggregates by key before the shuffle, so that a frequent key sends one record per instance and
 * slice of time over the network in place of one per event.
 *
 * <pre>{@code
 * var partial = PartialAggregator.on(Order.class)
 *     .keyedBy(Order::shop, String.class)
 *     .aggregate(new Revenue(), Types.LONG)
 *     .perSlice(Duration.ofMinutes(1))
 *     .build();
 * partial.applyTo(orders, "partial-revenue")
 *     .keyBy(Partial::key, Types.STRING)
 *     .window(TumblingEventTimeWindows.of(Duration.ofMinutes(5)))
 *     .aggregate(partial.merging(), Types.LONG, Types.LONG);
 * }</pre>
 *
 * <p>A partial aggregate leaves when the watermark reaches the last moment of its slice, which is
 * its timestamp; so every window whose bounds are bounds of slices gives what it would have given
 * over the events. Late events make a partial aggregate of their own, which leaves at once with the
 * same timestamp: the window behind judges it as it would have judged them. When the input becomes
 * idle everything leaves, since the windows no longer wait for this instance.
 *
 * <p><b>In numbers</b>: slices of 10 ms, two instances; one sees (a, 1), (a, 4), (b, 12), the other
 * (a, 7). At the watermark 9 leave (a, 2 events) and (a, 1 event), both with the timestamp 9.
 *
 * <p><b>Guarantees.</b> Each event is in exactly one partial aggregate, whatever fails. The partial
 * aggregates are checkpointed as union state: after a restore each key belongs to one instance, by
 * its hash, at any parallelism, and what several instances had of it is merged.
 *
 * <p><b>State per instance</b>: at most {@link Builder#maxPartials} accumulators, on the heap; one
 * more sends all of them early, which changes no result behind it. A checkpoint holds 3 to 12 bytes
 * with the key and the accumulator for each; in a restore each instance reads those of all.
 *
 * <p>The metric group {@code PartialAggregator} counts {@code earlyFlushes}, {@code
 * withoutTimestamp} and {@code nullKeys}. Immutable and serializable.
 *
 * @param <E> the event
 * @param <K> the key; its {@code hashCode} must be the same in every JVM, as for {@code keyBy}
 * @param <A> the accumulator
 * @param <R> the result
 */
public final class PartialAggregator<E, K, A, R> implements Serializable {

  static final String NAME = "PartialAggregator";

  /** How many partial aggregates an instance holds by default, at most: {@value}. */
  public static final int DEFAULT_MAX_PARTIALS = 10_000;

  private final PartialLogic<E, K, A> logic;
  private final AggregateFunction<E, A, R> aggregate;
  private final OutputTag<E> withoutTimestamp;
  private final OutputTag<E> nullKeys;

  private PartialAggregator(Builder<E, K, A, R> from) {
    this.aggregate = from.aggregate;
    this.withoutTimestamp = new OutputTag<>("withoutTimestamp", from.type);
    this.nullKeys = new OutputTag<>("nullKeys", from.type);
    this.logic =
        new PartialLogic<>(
            from.key,
            aggregate,
            from.keyType,
            from.accumulatorType,
            from.sliceMillis,
            from.maxPartials,
            withoutTimestamp,
            nullKeys);
  }

  /** Starts an aggregator of events of a class. */
  public static <E> NeedsKey<E> on(Class<E> type) {
    return on(TypeInformation.of(Require.given(type, NAME, "on")));
  }

  /** As {@link #on(Class)}, for a type that a class does not tell. */
  public static <E> NeedsKey<E> on(TypeInformation<E> type) {
    return new NeedsKey<>(Require.given(type, NAME, "on"));
  }

  /**
   * Runs the aggregator with the parallelism of {@code stream}, so that it is chained to it and
   * nothing goes over the network before it.
   *
   * @param uid names the state in savepoints: choose once, never change
   * @throws IllegalArgumentException if the uid is empty
   */
  public SingleOutputStreamOperator<Partial<K, A>> applyTo(DataStream<E> stream, String uid) {
    return Hosts.apply(stream, logic, uid).setParallelism(stream.getParallelism());
  }

  /** Returns the aggregate function for the windows behind the shuffle. */
  public AggregateFunction<Partial<K, A>, A, R> merging() {
    return new MergePartials<>(aggregate);
  }

  /** Returns the side output of events without a timestamp. */
  public OutputTag<E> withoutTimestamp() {
    return withoutTimestamp;
  }

  /** Returns the side output of events without a key. */
  public OutputTag<E> nullKeys() {
    return nullKeys;
  }

  LocalLogic<E, ?, ?, Partial<K, A>> logic() {
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

    /** Sets what is aggregated together. */
    public <K> NeedsAggregate<E, K> keyedBy(KeySelector<E, K> key, Class<K> keyType) {
      return keyedBy(key, TypeInformation.of(Require.given(keyType, NAME, "keyedBy")));
    }

    /**
     * Sets what is aggregated together.
     *
     * @throws IllegalArgumentException if the function cannot be serialized, or the type needs Kryo
     */
    public <K> NeedsAggregate<E, K> keyedBy(KeySelector<E, K> key, TypeInformation<K> keyType) {
      return new NeedsAggregate<>(
          type,
          Require.serializable(key, NAME, "keyedBy"),
          Require.noKryo(keyType, NAME, "keyedBy"));
    }
  }

  /**
   * The stage of the builder that sets the aggregate.
   *
   * @param <E> the event
   * @param <K> the key
   */
  public static final class NeedsAggregate<E, K> {

    private final TypeInformation<E> type;
    private final KeySelector<E, K> key;
    private final TypeInformation<K> keyType;

    private NeedsAggregate(
        TypeInformation<E> type, KeySelector<E, K> key, TypeInformation<K> keyType) {
      this.type = type;
      this.key = key;
      this.keyType = keyType;
    }

    /**
     * Sets the aggregate; its {@code merge} must not depend on the order of what it merges.
     *
     * @throws IllegalArgumentException if it cannot be serialized, or the type needs Kryo
     */
    public <A, R> NeedsSlice<E, K, A, R> aggregate(
        AggregateFunction<E, A, R> aggregate, TypeInformation<A> accumulatorType) {
      return new NeedsSlice<>(
          this,
          Require.serializable(aggregate, NAME, "aggregate"),
          Require.noKryo(accumulatorType, NAME, "aggregate"));
    }
  }

  /**
   * The stage of the builder that sets the slice.
   *
   * @param <E> the event
   * @param <K> the key
   * @param <A> the accumulator
   * @param <R> the result
   */
  public static final class NeedsSlice<E, K, A, R> {

    private final NeedsAggregate<E, K> before;
    private final AggregateFunction<E, A, R> aggregate;
    private final TypeInformation<A> accumulatorType;

    private NeedsSlice(
        NeedsAggregate<E, K> before,
        AggregateFunction<E, A, R> aggregate,
        TypeInformation<A> accumulatorType) {
      this.before = before;
      this.aggregate = aggregate;
      this.accumulatorType = accumulatorType;
    }

    /**
     * Sets the slice of event time, aligned to the epoch: a divisor of the size, and of the slide,
     * of the windows behind.
     *
     * @throws IllegalArgumentException if it is shorter than one millisecond
     */
    public Builder<E, K, A, R> perSlice(Duration slice) {
      return new Builder<>(
          before, aggregate, accumulatorType, Require.positiveMillis(slice, NAME, "perSlice"));
    }
  }

  /**
   * The last stage of the builder.
   *
   * @param <E> the event
   * @param <K> the key
   * @param <A> the accumulator
   * @param <R> the result
   */
  public static final class Builder<E, K, A, R> {

    private final TypeInformation<E> type;
    private final KeySelector<E, K> key;
    private final TypeInformation<K> keyType;
    private final AggregateFunction<E, A, R> aggregate;
    private final TypeInformation<A> accumulatorType;
    private final long sliceMillis;
    private int maxPartials = DEFAULT_MAX_PARTIALS;

    private Builder(
        NeedsAggregate<E, K> before,
        AggregateFunction<E, A, R> aggregate,
        TypeInformation<A> accumulatorType,
        long sliceMillis) {
      this.type = before.type;
      this.key = before.key;
      this.keyType = before.keyType;
      this.aggregate = aggregate;
      this.accumulatorType = accumulatorType;
      this.sliceMillis = sliceMillis;
    }

    /**
     * Sets how many partial aggregates an instance holds; {@value #DEFAULT_MAX_PARTIALS} by
     * default.
     *
     * @throws IllegalArgumentException unless it is from 1 to ten million
     */
    public Builder<E, K, A, R> maxPartials(int partials) {
      maxPartials = (int) Require.inRange(partials, 1, 10_000_000, NAME, "maxPartials");
      return this;
    }

    /** Returns the aggregator. */
    public PartialAggregator<E, K, A, R> build() {
      return new PartialAggregator<>(this);
    }
  }
}
