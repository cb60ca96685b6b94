// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.Hosts;
import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.logic.Require;
import java.io.Serializable;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.OutputTag;

/**
 * Judges every event by rules over the recent past of its key, in exact sliding windows.
 *
 * <pre>{@code
 * var fraud =
 *     VelocityDetector.on(Payment.class)
 *         .keyedBy(Payment::customer, String.class)
 *         .eventId(Payment::id)
 *         .amount("amount", Payment::amount)
 *         .field("terminal", Payment::terminal)
 *         .rule("burst", r -> r.count().exceeds(5).within(Duration.ofMinutes(10)))
 *         .rule("spike", r -> r.avg("amount").exceededTimes(10).minEvents(3).within(ofDays(30)))
 *         .maxEventsPerKey(1_000)
 *         .build();
 * DataStream<Alert<String>> alerts = fraud.applyTo(payments, "fraud");
 * }</pre>
 *
 * <p><b>What counts.</b> At an event of time t a rule sees the events of the key in (t - window,
 * t], itself included; under {@code ratio>}, and for z-score, gap, speed and first-seen age, only
 * the earlier ones. Earlier means before in time; at one time, before by event id, or by arrival
 * under {@link VelocityDetectorBuilder#byArrival}.
 *
 * <p>Example: {@code count >= 3 within 10 s}, events of one key at 0, 4, 9, 10 and 14 s. It fires
 * at 9 (three in (-1, 9]), at 10 (three in (0, 10]: the one at 0 is out) and at 14 (9, 10, 14).
 *
 * <p><b>Guarantees.</b> In event-time order the alerts depend on the events alone: not on their
 * order of arrival within the disorder that the watermark allows, nor on parallelism, restarts or
 * host. Sums are exact integers and do not drift. Comparisons are exact, also at the threshold.
 *
 * <p><b>State.</b> One value per key: about 50 + n * (3 + 8 per category + 4 per number + length of
 * the id) bytes for n events in the longest window; at {@code evidence(0)} without the id. A key is
 * forgotten when its last event has left the longest window (or cool-down).
 *
 * <p><b>Cost.</b> Each event is added to and removed from each window once, whatever it holds.
 *
 * <p><b>Outputs beside alerts.</b> {@link #late}: events not after the watermark, which are not
 * judged. {@link #withoutTimestamp}, {@link #nullKeys}. {@link #missingFields}: rules that could
 * not be judged. {@link #statistics}, {@link #ruleChanges}. Counters of the same meaning are in the
 * metric group {@code VelocityDetector}, with {@code alerts}, {@code compacted}, {@code
 * judgedEarly} and {@code rule.<id>.evaluated}, {@code .fired} and {@code .suppressed}; {@code
 * evaluated} is brought up to date every 512 events.
 *
 * <p><b>Rules at run time.</b> {@link #applyTo(DataStream, DataStream, String)} takes {@link
 * RuleUpdate}s. The rules are then part of the state: after a restore those of the checkpoint hold,
 * not those of the builder.
 *
 * @param <IN> the event
 * @param <K> the key
 */
public final class VelocityDetector<IN, K> implements Serializable {

  private final KeySelector<IN, K> key;
  private final TypeInformation<K> keyType;
  private final OutputTag<IN> nullKeys;
  private final Tags<K, IN> tags;
  private final VelocityLogic<K, IN> logic;

  VelocityDetector(
      KeySelector<IN, K> key,
      TypeInformation<K> keyType,
      TypeInformation<IN> eventType,
      Tags<K, IN> tags,
      VelocityLogic<K, IN> logic) {
    this.key = key;
    this.keyType = keyType;
    this.nullKeys = new OutputTag<>("velocity-null-keys", eventType);
    this.tags = tags;
    this.logic = logic;
  }

  /** Starts a detector of events of {@code type}. */
  public static <IN> Start<IN> on(Class<IN> type) {
    return on(TypeInformation.of(Require.given(type, RuleErrors.NAME, "on")));
  }

  /** Starts a detector of events of {@code type}. */
  public static <IN> Start<IN> on(TypeInformation<IN> type) {
    return new Start<>(Require.given(type, RuleErrors.NAME, "on"));
  }

  /**
   * The first stage: what the events are keyed by.
   *
   * @param <IN> the event
   */
  public static final class Start<IN> {
    private final TypeInformation<IN> type;

    private Start(TypeInformation<IN> type) {
      this.type = type;
    }

    /** Keys events by {@code key}. */
    public <K> VelocityDetectorBuilder<IN, K> keyedBy(KeySelector<IN, K> key, Class<K> keyType) {
      return keyedBy(
          key, TypeInformation.of(Require.given(keyType, RuleErrors.NAME, "keyedBy type")));
    }

    /** Keys events by {@code key}. */
    public <K> VelocityDetectorBuilder<IN, K> keyedBy(
        KeySelector<IN, K> key, TypeInformation<K> keyType) {
      return new VelocityDetectorBuilder<>(type, key, keyType);
    }
  }

  /** Returns the key, for {@code stream.keyBy(keySelector(), keyType())}. */
  public KeySelector<IN, K> keySelector() {
    return key;
  }

  /** Returns the type of {@link #keySelector}. */
  public TypeInformation<K> keyType() {
    return keyType;
  }

  /** Returns the detector as a function for {@code stream.keyBy(...).process(...)}. */
  public KeyedProcessFunction<K, IN, Alert<K>> toFunction() {
    return Hosts.function((KeyedLogic<K, IN, VelocityValue, Alert<K>>) logic);
  }

  /**
   * Returns the detector as a function for {@code
   * stream.keyBy(...).connect(updates.broadcast(sharedState())).process(...)}.
   */
  public KeyedBroadcastProcessFunction<K, IN, RuleUpdate, Alert<K>> toUpdatableFunction() {
    return Hosts.function(logic);
  }

  /** Returns the descriptor for {@link #toUpdatableFunction}. */
  public MapStateDescriptor<Integer, ?> sharedState() {
    return Hosts.sharedState(logic);
  }

  /** Runs the detector over {@code stream} on the fast host. */
  public SingleOutputStreamOperator<Alert<K>> applyTo(DataStream<IN> stream, String uid) {
    return applyTo(stream, uid, CacheSettings.defaults());
  }

  /**
   * Runs the detector over {@code stream} on the fast host.
   *
   * @param uid names the state in savepoints: choose once, never change
   */
  public SingleOutputStreamOperator<Alert<K>> applyTo(
      DataStream<IN> stream, String uid, CacheSettings cache) {
    KeyedLogic<K, IN, VelocityValue, Alert<K>> plain = logic;
    return Hosts.withNullKeys(
        stream,
        key,
        keyType,
        nullKeys,
        RuleErrors.NAME,
        uid,
        keyed -> Hosts.apply(keyed, plain, uid, cache));
  }

  /** Runs the detector over {@code stream}, with rules that change at run time. */
  public SingleOutputStreamOperator<Alert<K>> applyTo(
      DataStream<IN> stream, DataStream<RuleUpdate> updates, String uid) {
    return applyTo(stream, updates, uid, CacheSettings.defaults());
  }

  /**
   * Runs the detector over {@code stream}, with rules that change at run time.
   *
   * <p>The updates do not hold back the event time of the detector, whatever their watermarks; if
   * they shall, use {@link #toUpdatableFunction}. They must come in order: a stream of parallelism
   * 1.
   */
  public SingleOutputStreamOperator<Alert<K>> applyTo(
      DataStream<IN> stream, DataStream<RuleUpdate> updates, String uid, CacheSettings cache) {
    DataStream<RuleUpdate> timeless =
        updates
            .assignTimestampsAndWatermarks(NoWait.strategy())
            .setParallelism(updates.getParallelism())
            .name(uid + " (rule updates)")
            .uid(uid + "-rule-updates");
    return Hosts.withNullKeys(
        stream,
        key,
        keyType,
        nullKeys,
        RuleErrors.NAME,
        uid,
        keyed -> Hosts.apply(keyed, timeless, logic, uid, cache));
  }

  VelocityLogic<K, IN> logic() {
    return logic;
  }

  /** Returns the output of events that are not after the watermark; they are not judged. */
  public OutputTag<IN> late() {
    return tags.late();
  }

  /** Returns the output of events without a timestamp; they are not judged. */
  public OutputTag<IN> withoutTimestamp() {
    return tags.withoutTimestamp();
  }

  /** Returns the output of events without a key, of the {@code applyTo} methods. */
  public OutputTag<IN> nullKeys() {
    return nullKeys;
  }

  /** Returns the output that tells which rule could not be judged at which event. */
  public OutputTag<MissingField<K>> missingFields() {
    return tags.missing();
  }

  /** Returns the output of statistics, if {@link VelocityDetectorBuilder#emitStatistics} is on. */
  public OutputTag<RuleStatistics> statistics() {
    return tags.statistics();
  }

  /** Returns the output that tells what became of each update. */
  public OutputTag<RuleChange> ruleChanges() {
    return tags.ruleChanges();
  }
}
