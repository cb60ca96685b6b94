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
 * Joins each event with the reference of its key as of the event's time, and waits, if asked to,
 * for a reference that comes later.
 *
 * <pre>{@code
 * var enricher = Enricher.on(Order.class)
 *     .keyedBy(Order::customer, String.class)
 *     .with(Tier.class, Tier::customer)
 *     .validFor(Duration.ofDays(365))
 *     .waitAtMost(Duration.ofMinutes(5))
 *     .build();
 * var enriched = enricher.applyTo(orders, tiers, "order-tier");
 * DataStream<Unmatched<Order>> misses = enriched.getSideOutput(enricher.unmatched());
 * }</pre>
 *
 * <p>A reference holds from its timestamp until the next one of its key, and at most for {@code
 * validFor}. An event is joined with the reference that holds at its timestamp; this is the
 * temporal join of SQL. If there is none, it is joined with the first reference at most {@code
 * waitAtMost} after it; if there is none either, it leaves by {@link #unmatched()}. Of two
 * references of one moment the one with the greater serialized bytes holds.
 *
 * <p>It leaves when the watermark of both streams reaches the event, or the reference that it
 * waited for, or the end of the wait. So the order of arrival does not matter.
 *
 * <p><b>In numbers</b>: {@code validFor(100 ms)}, {@code waitAtMost(10 ms)}, one key; references r1
 * at 20 and r2 at 50. Events at 5 (no reference by 15: unmatched at the watermark 15), 12 (r1, at
 * the watermark 20), 20 and 49 (r1), 50 and 149 (r2), 150 (unmatched at the watermark 160).
 *
 * <p><b>Guarantees.</b> Each event leaves exactly once, joined or unmatched with its reason.
 * Results depend on the timestamps alone, not on the order of arrival, restarts, the parallelism or
 * the host. A late reference is reported by {@link #referenceIssues()}, and holds for what is
 * judged after it came.
 *
 * <p><b>State per key</b>: 15 bytes, and for each event and reference 3 to 8 bytes and what its
 * serializer writes: events until they leave, references until they hold no more. At most {@link
 * Builder#maxEvents} and {@link Builder#maxReferences}; what is more is refused, with the reason
 * OVERFLOW. One timer per key. A key is empty when its last reference has ended.
 *
 * <p>The metric group {@code Enricher} counts {@code joined}, and by reason what is unmatched
 * ({@code leftNoPartner}, {@code leftLate}, ...), issues of references ({@code rightLate}, ...) and
 * {@code nullKeys}. Immutable and serializable.
 *
 * @param <L> the event
 * @param <R> the reference
 * @param <K> the key
 */
public final class Enricher<L, R, K> implements Serializable {

  static final String NAME = "Enricher";

  /** How many events of a key wait by default, at most: {@value}. */
  public static final int DEFAULT_MAX_EVENTS = 10_000;

  /** How many references a key keeps by default, at most: {@value}. */
  public static final int DEFAULT_MAX_REFERENCES = 1_000;

  private final EnrichLogic<L, R, K> logic;
  private final Inputs<L, R, K> inputs;

  private Enricher(EnrichLogic<L, R, K> logic, Inputs<L, R, K> inputs) {
    this.logic = logic;
    this.inputs = inputs;
  }

  /**
   * Starts an enricher of events of a class.
   *
   * @throws IllegalArgumentException if Kryo would write the events
   */
  public static <L> NeedsKey<L> on(Class<L> event) {
    return on(TypeInformation.of(Require.given(event, NAME, "on")));
  }

  /** Starts an enricher of events of a type. */
  public static <L> NeedsKey<L> on(TypeInformation<L> event) {
    return new NeedsKey<>(Require.noKryo(event, NAME, "on"));
  }

  /**
   * Returns the enricher as a plain Flink function, for {@code
   * events.keyBy(...).connect(references.keyBy(...)).process(...)}.
   */
  public KeyedCoProcessFunction<K, L, R, Joined<L, R>> toFunction() {
    return Hosts.function(logic);
  }

  /**
   * Runs the enricher on the fast host with the default cache.
   *
   * @param uid names the state in savepoints: choose once, never change
   * @throws IllegalArgumentException if the uid is empty
   */
  public SingleOutputStreamOperator<Joined<L, R>> applyTo(
      DataStream<L> events, DataStream<R> references, String uid) {
    return applyTo(events, references, uid, CacheSettings.defaults());
  }

  /**
   * Runs the enricher on the fast host. Event time waits for both streams: references that come
   * rarely need watermarks all the same, or an idleness. What has no key leaves by {@link
   * #nullKeys()} and {@link #nullKeyReferences()}.
   *
   * @param uid names the state in savepoints: choose once, never change
   * @throws IllegalArgumentException if the uid is empty
   */
  public SingleOutputStreamOperator<Joined<L, R>> applyTo(
      DataStream<L> events, DataStream<R> references, String uid, CacheSettings cache) {
    return inputs.apply(logic, events, references, uid, cache);
  }

  /** Returns the side output of events that were not joined, with the reason. */
  public OutputTag<Unmatched<L>> unmatched() {
    return inputs.left().unmatched;
  }

  /**
   * Returns the side output of references that came late (and hold from now on), that were too many
   * of their key, or that have no timestamp (and do not hold).
   */
  public OutputTag<Unmatched<R>> referenceIssues() {
    return inputs.right().unmatched;
  }

  /** Returns the side output of events without a key; {@link #applyTo} alone fills it. */
  public OutputTag<L> nullKeys() {
    return inputs.left().nullKeys;
  }

  /** Returns the side output of references without a key; {@link #applyTo} alone fills it. */
  public OutputTag<R> nullKeyReferences() {
    return inputs.right().nullKeys;
  }

  ControlledLogic<K, L, R, ?, Joined<L, R>> logic() {
    return logic;
  }

  /**
   * The first stage of the builder.
   *
   * @param <L> the event
   */
  public static final class NeedsKey<L> {

    private final TypeInformation<L> event;

    private NeedsKey(TypeInformation<L> event) {
      this.event = event;
    }

    /** Sets the key of the events. */
    public <K> NeedsReference<L, K> keyedBy(KeySelector<L, K> key, Class<K> keyType) {
      return keyedBy(key, TypeInformation.of(Require.given(keyType, NAME, "keyedBy")));
    }

    /**
     * Sets the key of the events.
     *
     * @throws IllegalArgumentException if the function cannot be serialized, or the type needs Kryo
     */
    public <K> NeedsReference<L, K> keyedBy(KeySelector<L, K> key, TypeInformation<K> keyType) {
      return new NeedsReference<>(
          new Side<>("left", event, Require.serializable(key, NAME, "keyedBy")),
          Require.noKryo(keyType, NAME, "keyedBy"));
    }
  }

  /**
   * The stage of the builder that sets the references.
   *
   * @param <L> the event
   * @param <K> the key
   */
  public static final class NeedsReference<L, K> {

    private final Side<L, K> event;
    private final TypeInformation<K> keyType;

    private NeedsReference(Side<L, K> event, TypeInformation<K> keyType) {
      this.event = event;
      this.keyType = keyType;
    }

    /** Sets the class and the key of the references. */
    public <R> NeedsValidity<L, R, K> with(Class<R> reference, KeySelector<R, K> key) {
      return with(TypeInformation.of(Require.given(reference, NAME, "with")), key);
    }

    /**
     * Sets the type and the key of the references.
     *
     * @throws IllegalArgumentException if the function cannot be serialized, or the type needs Kryo
     */
    public <R> NeedsValidity<L, R, K> with(TypeInformation<R> reference, KeySelector<R, K> key) {
      return new NeedsValidity<>(
          new Inputs<>(
              event,
              new Side<>(
                  "right",
                  Require.noKryo(reference, NAME, "with"),
                  Require.serializable(key, NAME, "with")),
              keyType));
    }
  }

  /**
   * The stage of the builder that bounds how long a reference holds.
   *
   * @param <L> the event
   * @param <R> the reference
   * @param <K> the key
   */
  public static final class NeedsValidity<L, R, K> {

    private final Inputs<L, R, K> inputs;

    private NeedsValidity(Inputs<L, R, K> inputs) {
      this.inputs = inputs;
    }

    /**
     * Sets how long a reference holds that no other follows: for events less than this after it.
     *
     * @throws IllegalArgumentException if it is shorter than one millisecond
     */
    public Builder<L, R, K> validFor(Duration validity) {
      return new Builder<>(inputs, Require.positiveMillis(validity, NAME, "validFor"));
    }
  }

  /**
   * The last stage of the builder.
   *
   * @param <L> the event
   * @param <R> the reference
   * @param <K> the key
   */
  public static final class Builder<L, R, K> {

    private final Inputs<L, R, K> inputs;
    private final long validMillis;
    private long waitMillis;
    private long allowedMillis;
    private int maxEvents = DEFAULT_MAX_EVENTS;
    private int maxReferences = DEFAULT_MAX_REFERENCES;

    private Builder(Inputs<L, R, K> inputs, long validMillis) {
      this.inputs = inputs;
      this.validMillis = validMillis;
    }

    /**
     * Lets an event that has no reference wait for one up to this much younger; zero by default.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Builder<L, R, K> waitAtMost(Duration wait) {
      waitMillis = Require.nonNegativeMillis(wait, NAME, "waitAtMost");
      return this;
    }

    /**
     * Judges events up to this much behind the watermark too; zero by default. References are kept
     * for that much longer.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Builder<L, R, K> allowedLateness(Duration lateness) {
      allowedMillis = Require.nonNegativeMillis(lateness, NAME, "allowedLateness");
      return this;
    }

    /**
     * Sets how many events of a key may wait; {@value #DEFAULT_MAX_EVENTS} by default. One more
     * leaves unmatched at once, with the reason OVERFLOW.
     *
     * @throws IllegalArgumentException unless it is from 1 to a million
     */
    public Builder<L, R, K> maxEvents(int events) {
      maxEvents = (int) Require.inRange(events, 1, 1_000_000, NAME, "maxEvents");
      return this;
    }

    /**
     * Sets how many references a key keeps, those ahead of the watermark included; {@value
     * #DEFAULT_MAX_REFERENCES} by default. One more is refused, with the reason OVERFLOW.
     *
     * @throws IllegalArgumentException unless it is from 1 to a million
     */
    public Builder<L, R, K> maxReferences(int references) {
      maxReferences = (int) Require.inRange(references, 1, 1_000_000, NAME, "maxReferences");
      return this;
    }

    /** Returns the enricher. */
    public Enricher<L, R, K> build() {
      return new Enricher<>(
          new EnrichLogic<>(
              inputs, validMillis, waitMillis, allowedMillis, maxEvents, maxReferences),
          inputs);
    }
  }
}
