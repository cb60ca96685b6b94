// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.buffer;

import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.Hosts;
import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.logic.Require;
import java.io.Serializable;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.OutputTag;

/**
 * Puts the features of a key together and emits the vector when all are present.
 *
 * <pre>{@code
 * var collector = FeatureCollector.on(Signal.class)
 *     .keyedBy(Signal::request, String.class)
 *     .featureBy(Signal::name, Signal::value)
 *     .waitAtMost(Duration.ofSeconds(30), "amount", "age", "risk")
 *     .build();
 * var vectors = collector.applyTo(signals, "features");
 * DataStream<FeatureVector<String>> incomplete = vectors.getSideOutput(collector.incomplete());
 * }</pre>
 *
 * <p>The first feature of a key, by timestamp, opens a vector; features less than the wait after it
 * belong to it. The vector leaves when the watermark reaches the feature that completes it. If the
 * wait ends before, what there is leaves by {@link #incomplete()}. Of a feature that comes more
 * than once before that, the last by timestamp counts; of one moment, the largest value.
 *
 * <p><b>In numbers</b>: features a, b, c, wait 100 ms. Of one key come b=1 at 10, a=2 at 40, b=3 at
 * 60 and c=4 at 80: the vector (2, 3, 4) leaves at the watermark 80. Then a=5 at 90, and nothing
 * else: (5, NaN, NaN), missing b and c, leaves incomplete at the watermark 90 + 100 - 1 = 189.
 *
 * <p><b>Guarantees.</b> The result depends on the timestamps alone, not on the order of arrival,
 * restarts, the parallelism or the host. Every event counts towards a vector or leaves by a side
 * output. A key without an open vector has no state.
 *
 * <p><b>State per key</b>: 10 bytes (19 with 64 features) and 8 for each feature of an open vector;
 * 10 to 12 for each event that waits for the watermark, at most {@link Builder#maxPending}.
 *
 * <p>The metric group {@code FeatureCollector} counts {@code incomplete}, {@code late}, {@code
 * overflow}, {@code otherFeatures}, {@code withoutTimestamp} and {@code nullKeys}. Immutable and
 * serializable.
 *
 * @param <E> the event, which tells one feature
 * @param <K> the key
 */
public final class FeatureCollector<E, K> implements Serializable {

  static final String NAME = "FeatureCollector";

  /** How many features a vector has, at most: {@value}. */
  public static final int MAX_FEATURES = 64;

  /** How many events of a key wait for the watermark by default, at most: {@value}. */
  public static final int DEFAULT_MAX_PENDING = 10_000;

  private final FeatureLogic<K, E> logic;
  private final KeySelector<E, K> key;
  private final OutputTag<E> nullKeys;

  private FeatureCollector(FeatureLogic<K, E> logic, KeySelector<E, K> key, OutputTag<E> nullKeys) {
    this.logic = logic;
    this.key = key;
    this.nullKeys = nullKeys;
  }

  /** Starts a collector of features that events of a class tell. */
  public static <E> NeedsKey<E> on(Class<E> type) {
    return on(TypeInformation.of(Require.given(type, NAME, "on")));
  }

  /** As {@link #on(Class)}, for a type that a class does not tell. */
  public static <E> NeedsKey<E> on(TypeInformation<E> type) {
    return new NeedsKey<>(Require.given(type, NAME, "on"));
  }

  /**
   * Returns the collector as a plain Flink function, for {@code stream.keyBy(...).process(...)}.
   */
  public KeyedProcessFunction<K, E, FeatureVector<K>> toFunction() {
    return Hosts.function(logic);
  }

  /**
   * Runs the collector on the fast host with the default cache.
   *
   * @param uid names the state in savepoints: choose once, never change
   * @throws IllegalArgumentException if the uid is empty
   */
  public SingleOutputStreamOperator<FeatureVector<K>> applyTo(DataStream<E> stream, String uid) {
    return applyTo(stream, uid, CacheSettings.defaults());
  }

  /**
   * Runs the collector on the fast host. Events without a key leave by {@link #nullKeys()}.
   *
   * @param uid names the state in savepoints: choose once, never change
   * @throws IllegalArgumentException if the uid is empty
   */
  public SingleOutputStreamOperator<FeatureVector<K>> applyTo(
      DataStream<E> stream, String uid, CacheSettings cache) {
    return Hosts.withNullKeys(
        Require.given(stream, NAME, "stream"),
        key,
        logic.keyType,
        nullKeys,
        NAME,
        uid,
        keyed -> Hosts.apply(keyed, logic, uid, Require.given(cache, NAME, "cache")));
  }

  /** Returns the side output of vectors that waited in vain. */
  public OutputTag<FeatureVector<K>> incomplete() {
    return logic.incomplete;
  }

  /** Returns the side output of events at or before the watermark. */
  public OutputTag<E> late() {
    return logic.late;
  }

  /**
   * Returns the side output of events that no vector takes: another feature or no value, no
   * timestamp, or too many events of the key that wait. The counters tell which.
   */
  public OutputTag<E> refused() {
    return logic.refused;
  }

  /** Returns the side output of events without a key; {@link #applyTo} alone fills it. */
  public OutputTag<E> nullKeys() {
    return nullKeys;
  }

  KeyedLogic<K, E, ?, FeatureVector<K>> logic() {
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
     * Sets whose features are put together.
     *
     * @throws IllegalArgumentException if the function cannot be serialized, or the type needs Kryo
     */
    public <K> NeedsFeature<E, K> keyedBy(KeySelector<E, K> key, Class<K> keyType) {
      return new NeedsFeature<>(
          type,
          Require.serializable(key, NAME, "keyedBy"),
          Require.noKryo(
              TypeInformation.of(Require.given(keyType, NAME, "keyedBy")), NAME, "keyedBy"));
    }
  }

  /**
   * The stage of the builder that tells what an event says.
   *
   * @param <E> the event
   * @param <K> the key
   */
  public static final class NeedsFeature<E, K> {

    private final TypeInformation<E> type;
    private final KeySelector<E, K> key;
    private final TypeInformation<K> keyType;

    private NeedsFeature(
        TypeInformation<E> type, KeySelector<E, K> key, TypeInformation<K> keyType) {
      this.type = type;
      this.key = key;
      this.keyType = keyType;
    }

    /**
     * Sets the name of the feature that an event tells, and its value.
     *
     * @param name null, or a name that is not wanted, leaves by {@link FeatureCollector#refused}
     * @param value null leaves by {@link FeatureCollector#refused} too
     * @throws IllegalArgumentException if a function cannot be serialized
     */
    public NeedsWait<E, K> featureBy(KeySelector<E, String> name, MapFunction<E, Double> value) {
      return new NeedsWait<>(
          this,
          Require.serializable(name, NAME, "featureBy"),
          Require.serializable(value, NAME, "featureBy"));
    }
  }

  /**
   * The stage of the builder that tells what is wanted.
   *
   * @param <E> the event
   * @param <K> the key
   */
  public static final class NeedsWait<E, K> {

    private final NeedsFeature<E, K> before;
    private final KeySelector<E, String> name;
    private final MapFunction<E, Double> value;

    private NeedsWait(
        NeedsFeature<E, K> before, KeySelector<E, String> name, MapFunction<E, Double> value) {
      this.before = before;
      this.name = name;
      this.value = value;
    }

    /**
     * Sets the wanted features, in the order of the vector, and how long a vector stays open from
     * its first feature on.
     *
     * @throws IllegalArgumentException if the wait is shorter than one millisecond, or the features
     *     are none, more than {@value #MAX_FEATURES}, or one is named twice
     */
    public Builder<E, K> waitAtMost(Duration wait, String... features) {
      List<String> names = List.of(features);
      Require.inRange(names.size(), 1, MAX_FEATURES, NAME, "features");
      if (new HashSet<>(names).size() < names.size()) {
        throw Require.wrong(NAME, "features", names, "names one twice", "name each once");
      }
      return new Builder<>(this, Require.positiveMillis(wait, NAME, "waitAtMost"), names);
    }
  }

  /**
   * The last stage of the builder.
   *
   * @param <E> the event
   * @param <K> the key
   */
  public static final class Builder<E, K> {

    private final NeedsWait<E, K> before;
    private final long waitMillis;
    private final List<String> names;
    private int maxPending = DEFAULT_MAX_PENDING;

    private Builder(NeedsWait<E, K> before, long waitMillis, List<String> names) {
      this.before = before;
      this.waitMillis = waitMillis;
      this.names = names;
    }

    /**
     * Sets how many events of a key may wait for the watermark; {@value #DEFAULT_MAX_PENDING} by
     * default. One more leaves by {@link FeatureCollector#refused}.
     *
     * @throws IllegalArgumentException unless it is from 1 to a million
     */
    public Builder<E, K> maxPending(int events) {
      maxPending = (int) Require.inRange(events, 1, 1_000_000, NAME, "maxPending");
      return this;
    }

    /** Returns the collector. */
    public FeatureCollector<E, K> build() {
      NeedsFeature<E, K> first = before.before;
      return new FeatureCollector<>(
          new FeatureLogic<>(
              before.name, before.value, names, waitMillis, maxPending, first.type, first.keyType),
          first.key,
          new OutputTag<>("nullKeys", first.type));
    }
  }
}
