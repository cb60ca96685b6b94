// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.enrich;

import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.Hosts;
import io.github.flinkpatterns.logic.ControlledLogic;
import io.github.flinkpatterns.logic.Require;
import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.OutputTag;

/**
 * Joins the events of two streams that have the same key and lie near each other in time, and says
 * of every other event why it was not joined.
 *
 * <pre>{@code
 * var join = IntervalJoin.on(Click.class)
 *     .keyedBy(Click::ad, String.class)
 *     .with(Impression.class, Impression::ad)
 *     .within(Duration.ofHours(1), Duration.ofHours(1))
 *     .build();
 * var pairs = join.applyTo(clicks, impressions, "clicks-impressions");
 * DataStream<Unmatched<Click>> lonely = pairs.getSideOutput(join.unmatchedLeft());
 * }</pre>
 *
 * <p>An event of the second (right) stream is joined with one of the first (left) if it lies at
 * most {@code before} earlier and at most {@code after} later, both ends included. Every pair
 * leaves once, when the watermark reaches the later of the two, which is its timestamp. An event
 * without a partner leaves by {@link #unmatchedLeft()} or {@link #unmatchedRight()} when none can
 * come any more.
 *
 * <p><b>In numbers</b>: {@code within(5 ms, 2 ms)}, one key; left at 10, right at 4, 5, 12, 13. The
 * pairs (10, 5) and (10, 12) leave at the watermarks 10 and 12. The right one at 4 leaves unmatched
 * at the watermark 9, since it reaches left ones up to 4 + 5; that at 13 at the watermark 18.
 *
 * <p><b>Guarantees.</b> The pairs are those of Flink's {@code intervalJoin}. They, and what is
 * unmatched, depend on the timestamps alone, not on the order of arrival, restarts, the parallelism
 * or the host. Each event is in at least one pair or leaves exactly once unmatched, with its
 * reason.
 *
 * <p><b>State per key</b>: 15 bytes, and for each event 3 to 8 bytes and what its serializer
 * writes. A left event is kept for {@code after}, a right one for {@code before}, and both for the
 * time until the watermark reaches them. At most {@link Builder#maxEvents} of each side: one more
 * leaves unmatched, with the reason OVERFLOW. One timer per key.
 *
 * <p>The metric group {@code IntervalJoin} counts {@code pairs}, and for each side and reason what
 * is unmatched ({@code leftNoPartner}, {@code rightLate}, ...), and {@code nullKeys}. Immutable and
 * serializable.
 *
 * @param <L> the event of the first stream
 * @param <R> the event of the second stream
 * @param <K> the key
 */
public final class IntervalJoin<L, R, K> implements Serializable {

  static final String NAME = "IntervalJoin";

  /** How many events of each side a key keeps by default, at most: {@value}. */
  public static final int DEFAULT_MAX_EVENTS = 10_000;

  private final IntervalLogic<L, R, K> logic;
  private final Inputs<L, R, K> inputs;

  private IntervalJoin(IntervalLogic<L, R, K> logic, Inputs<L, R, K> inputs) {
    this.logic = logic;
    this.inputs = inputs;
  }

  /**
   * Starts a join whose first stream has events of a class.
   *
   * @throws IllegalArgumentException if Kryo would write the events
   */
  public static <L> NeedsKey<L> on(Class<L> left) {
    return on(TypeInformation.of(Require.given(left, NAME, "on")));
  }

  /** Starts a join whose first stream has events of a type. */
  public static <L> NeedsKey<L> on(TypeInformation<L> left) {
    return new NeedsKey<>(Require.noKryo(left, NAME, "on"));
  }

  /**
   * Returns the join as a plain Flink function, for {@code
   * left.keyBy(...).connect(right.keyBy(...)).process(...)}.
   */
  public KeyedCoProcessFunction<K, L, R, Joined<L, R>> toFunction() {
    return Hosts.function(logic);
  }

  /**
   * Runs the join on the fast host with the default cache.
   *
   * @param uid names the state in savepoints: choose once, never change
   * @throws IllegalArgumentException if the uid is empty
   */
  public SingleOutputStreamOperator<Joined<L, R>> applyTo(
      DataStream<L> left, DataStream<R> right, String uid) {
    return applyTo(left, right, uid, CacheSettings.defaults());
  }

  /**
   * Runs the join on the fast host. Event time waits for both streams. Events without a key leave
   * by {@link #nullKeysLeft()} and {@link #nullKeysRight()}.
   *
   * @param uid names the state in savepoints: choose once, never change
   * @throws IllegalArgumentException if the uid is empty
   */
  public SingleOutputStreamOperator<Joined<L, R>> applyTo(
      DataStream<L> left, DataStream<R> right, String uid, CacheSettings cache) {
    return inputs.apply(logic, left, right, uid, cache);
  }

  /** Returns the side output of events of the first stream that are in no pair. */
  public OutputTag<Unmatched<L>> unmatchedLeft() {
    return inputs.left().unmatched;
  }

  /** Returns the side output of events of the second stream that are in no pair. */
  public OutputTag<Unmatched<R>> unmatchedRight() {
    return inputs.right().unmatched;
  }

  /** Returns the side output of left events without a key; {@link #applyTo} alone fills it. */
  public OutputTag<L> nullKeysLeft() {
    return inputs.left().nullKeys;
  }

  /** Returns the side output of right events without a key; {@link #applyTo} alone fills it. */
  public OutputTag<R> nullKeysRight() {
    return inputs.right().nullKeys;
  }

  ControlledLogic<K, L, R, ?, Joined<L, R>> logic() {
    return logic;
  }

  /**
   * The first stage of the builder.
   *
   * @param <L> the event of the first stream
   */
  public static final class NeedsKey<L> {

    private final TypeInformation<L> left;

    private NeedsKey(TypeInformation<L> left) {
      this.left = left;
    }

    /** Sets the key of the first stream. */
    public <K> NeedsRight<L, K> keyedBy(KeySelector<L, K> key, Class<K> keyType) {
      return keyedBy(key, TypeInformation.of(Require.given(keyType, NAME, "keyedBy")));
    }

    /**
     * Sets the key of the first stream.
     *
     * @throws IllegalArgumentException if the function cannot be serialized, or the type needs Kryo
     */
    public <K> NeedsRight<L, K> keyedBy(KeySelector<L, K> key, TypeInformation<K> keyType) {
      return new NeedsRight<>(
          new Side<>("left", left, Require.serializable(key, NAME, "keyedBy")),
          Require.noKryo(keyType, NAME, "keyedBy"));
    }
  }

  /**
   * The stage of the builder that sets the second stream.
   *
   * @param <L> the event of the first stream
   * @param <K> the key
   */
  public static final class NeedsRight<L, K> {

    private final Side<L, K> left;
    private final TypeInformation<K> keyType;

    private NeedsRight(Side<L, K> left, TypeInformation<K> keyType) {
      this.left = left;
      this.keyType = keyType;
    }

    /** Sets the class and the key of the second stream. */
    public <R> NeedsInterval<L, R, K> with(Class<R> right, KeySelector<R, K> key) {
      return with(TypeInformation.of(Require.given(right, NAME, "with")), key);
    }

    /**
     * Sets the type and the key of the second stream.
     *
     * @throws IllegalArgumentException if the function cannot be serialized, or the type needs Kryo
     */
    public <R> NeedsInterval<L, R, K> with(TypeInformation<R> right, KeySelector<R, K> key) {
      return new NeedsInterval<>(
          new Inputs<>(
              left,
              new Side<>(
                  "right",
                  Require.noKryo(right, NAME, "with"),
                  Require.serializable(key, NAME, "with")),
              keyType));
    }
  }

  /**
   * The stage of the builder that bounds the distance.
   *
   * @param <L> the event of the first stream
   * @param <R> the event of the second stream
   * @param <K> the key
   */
  public static final class NeedsInterval<L, R, K> {

    private final Inputs<L, R, K> inputs;

    private NeedsInterval(Inputs<L, R, K> inputs) {
      this.inputs = inputs;
    }

    /**
     * Sets how far an event of the second stream may lie from one of the first.
     *
     * @param before how much earlier, at most
     * @param after how much later, at most
     * @throws IllegalArgumentException if one is negative
     */
    public Builder<L, R, K> within(Duration before, Duration after) {
      return new Builder<>(
          inputs,
          Require.nonNegativeMillis(before, NAME, "before"),
          Require.nonNegativeMillis(after, NAME, "after"));
    }
  }

  /**
   * The last stage of the builder.
   *
   * @param <L> the event of the first stream
   * @param <R> the event of the second stream
   * @param <K> the key
   */
  public static final class Builder<L, R, K> {

    private final Inputs<L, R, K> inputs;
    private final long beforeMillis;
    private final long afterMillis;
    private long allowedMillis;
    private int maxEvents = DEFAULT_MAX_EVENTS;

    private Builder(Inputs<L, R, K> inputs, long beforeMillis, long afterMillis) {
      this.inputs = inputs;
      this.beforeMillis = beforeMillis;
      this.afterMillis = afterMillis;
    }

    /**
     * Joins events up to this much behind the watermark too; zero by default. Everything is kept
     * for that much longer, and unmatched events leave that much later.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Builder<L, R, K> allowedLateness(Duration lateness) {
      allowedMillis = Require.nonNegativeMillis(lateness, NAME, "allowedLateness");
      return this;
    }

    /**
     * Sets how many events of each side a key keeps; {@value #DEFAULT_MAX_EVENTS} by default. One
     * more leaves unmatched at once, with the reason OVERFLOW.
     *
     * @throws IllegalArgumentException unless it is from 1 to a million
     */
    public Builder<L, R, K> maxEvents(int events) {
      maxEvents = (int) Require.inRange(events, 1, 1_000_000, NAME, "maxEvents");
      return this;
    }

    /** Returns the join. */
    public IntervalJoin<L, R, K> build() {
      return new IntervalJoin<>(
          new IntervalLogic<>(inputs, beforeMillis, afterMillis, allowedMillis, maxEvents), inputs);
    }
  }
}
