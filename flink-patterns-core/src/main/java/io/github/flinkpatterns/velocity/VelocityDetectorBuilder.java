// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import io.github.flinkpatterns.logic.Require;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.util.function.SerializableFunction;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link VelocityDetector}. {@link #eventId} and {@link #maxEventsPerKey} are required.
 *
 * @param <IN> the event
 * @param <K> the key
 */
public final class VelocityDetectorBuilder<IN, K> {

  private static final String NAME = RuleErrors.NAME;

  private final TypeInformation<IN> eventType;
  private final KeySelector<IN, K> key;
  private final TypeInformation<K> keyType;
  private final List<String> names = new ArrayList<>();
  private final List<Boolean> numeric = new ArrayList<>();
  private final List<SerializableFunction<IN, ?>> functions = new ArrayList<>();
  private final List<Rule> rules = new ArrayList<>();
  private @Nullable SerializableFunction<IN, ?> eventId;
  private List<String> keyNames = List.of();
  private int decimals = 4;
  private boolean eventTimeOrder = true;
  private int maxEventsPerKey;
  private int evidence = 20;
  private long historyMillis;
  private long historyFrom = Long.MIN_VALUE;
  private long statisticsMillis;

  VelocityDetectorBuilder(
      TypeInformation<IN> eventType, KeySelector<IN, K> key, TypeInformation<K> keyType) {
    this.eventType = eventType;
    this.key = Require.serializable(key, NAME, "keyedBy");
    this.keyType = Require.given(keyType, NAME, "keyedBy type");
  }

  /**
   * Names the event's id: evidence of alerts, and the order of events of one time. What is returned
   * is kept as a string.
   */
  public VelocityDetectorBuilder<IN, K> eventId(SerializableFunction<IN, ?> id) {
    eventId = Require.serializable(id, NAME, "eventId");
    return this;
  }

  /**
   * Keeps a number of each event, such as an amount.
   *
   * @param name what rules call it
   * @param number any {@code Number}, or null where an event has none. It is kept as a whole number
   *     of 10^-{@link #decimals}, rounded half up (-0.5 to -1), and counts as missing beyond a
   *     magnitude of 10^15 of these
   */
  public VelocityDetectorBuilder<IN, K> amount(
      String name, SerializableFunction<IN, ? extends @Nullable Number> number) {
    return add(name, true, number);
  }

  /**
   * Keeps a category of each event, such as a terminal or a country, as a 64-bit fingerprint.
   *
   * @param name what rules call it
   * @param category any value whose {@code toString} tells it, or null where an event has none
   */
  public VelocityDetectorBuilder<IN, K> field(
      String name, SerializableFunction<IN, ? extends @Nullable Object> category) {
    return add(name, false, category);
  }

  private VelocityDetectorBuilder<IN, K> add(
      String name, boolean number, SerializableFunction<IN, ?> function) {
    if (Require.given(name, NAME, "field").isBlank() || !name.matches("[\\p{L}_][\\w.-]*")) {
      throw Require.wrong(
          NAME,
          "field",
          "'" + name + "'",
          "must be a word",
          "start with a letter, then letters," + " digits, _, - or .");
    }
    for (String other : names) {
      if (Fields.stateId(other) == Fields.stateId(name)) {
        throw Require.wrong(
            NAME,
            "field",
            "'" + name + "'",
            other.equals(name) ? "is given twice" : "has the fingerprint of '" + other + "'",
            "give it another name");
      }
    }
    names.add(name);
    numeric.add(number);
    functions.add(Require.serializable(function, NAME, name));
    return this;
  }

  /** Adds a rule that is written here. */
  public VelocityDetectorBuilder<IN, K> rule(String id, UnaryOperator<RuleBuilder> definition) {
    return rules(List.of(definition.apply(Rule.named(id)).build()));
  }

  /** Adds rules, such as those of {@link ReadyRules} or {@link RuleFiles}. */
  public VelocityDetectorBuilder<IN, K> rules(Collection<Rule> more) {
    rules.addAll(more);
    return this;
  }

  /**
   * Judges each event when the watermark passes it, by time, ties by id: exact and reproducible.
   * This is the default. Results come as late as the watermark; the buffer is bounded by the
   * disorder, and by {@link #maxEventsPerKey}.
   */
  public VelocityDetectorBuilder<IN, K> inEventTimeOrder() {
    eventTimeOrder = true;
    return this;
  }

  /**
   * Judges each event when it arrives, against those before it in time that have arrived by then:
   * lowest latency, and as reproducible as the order of arrival. An event out of order costs as
   * much as its window is long.
   */
  public VelocityDetectorBuilder<IN, K> byArrival() {
    eventTimeOrder = false;
    return this;
  }

  /**
   * Bounds the events that are kept one by one for a key, and those that wait for the watermark; 1
   * to 100,000, required. Windows that hold more are kept in 64 buckets for the older part: alerts
   * are then marked as approximate, and each event that had to move is counted as {@code
   * compacted}.
   */
  public VelocityDetectorBuilder<IN, K> maxEventsPerKey(int events) {
    maxEventsPerKey = (int) Require.inRange(events, 1, 100_000, NAME, "maxEventsPerKey");
    return this;
  }

  /** Keeps numbers with so many decimals, 0 to 9; 4 by default. State cannot change it. */
  public VelocityDetectorBuilder<IN, K> decimals(int decimals) {
    this.decimals = (int) Require.inRange(decimals, 0, 9, NAME, "decimals");
    return this;
  }

  /**
   * Names at most so many events in an alert; 20 by default. At 0, ids are not kept at all, which
   * is most of the state of a key.
   */
  public VelocityDetectorBuilder<IN, K> evidence(int events) {
    this.evidence = (int) Require.inRange(events, 0, 1_000, NAME, "evidence");
    return this;
  }

  /** Names the key as {@code keyBy} of rules does; rules of another key are then refused. */
  public VelocityDetectorBuilder<IN, K> keyNames(String... fields) {
    keyNames = List.of(fields);
    return this;
  }

  /**
   * Keeps events for so long even if no rule needs them, so that rules that come at run time find a
   * history; by default as long as the longest window in force.
   */
  public VelocityDetectorBuilder<IN, K> keepHistory(Duration history) {
    historyMillis = Require.positiveMillis(history, NAME, "keepHistory");
    return this;
  }

  /**
   * Tells from when on the stream is complete: alerts whose window starts earlier are marked as
   * warming up, and events before it do not count. By default nothing is marked.
   */
  public VelocityDetectorBuilder<IN, K> historyFrom(Instant moment) {
    historyFrom = Require.given(moment, NAME, "historyFrom").toEpochMilli();
    return this;
  }

  /**
   * Sends {@link RuleStatistics} of each key once per period of event time in which it had events;
   * off by default. It costs about 20 bytes of state per key and rule.
   */
  public VelocityDetectorBuilder<IN, K> emitStatistics(Duration period) {
    statisticsMillis = Require.positiveMillis(period, NAME, "emitStatistics");
    return this;
  }

  /**
   * Builds the detector.
   *
   * @throws IllegalArgumentException if something required is missing, or a rule does not fit the
   *     fields; it names the parameter, or the rule and its field
   */
  public VelocityDetector<IN, K> build() {
    if (eventId == null) {
      throw Require.wrong(NAME, "eventId", "nothing", "was set", "call eventId");
    }
    if (maxEventsPerKey == 0) {
      throw Require.wrong(NAME, "maxEventsPerKey", "nothing", "was set", "call maxEventsPerKey");
    }
    Fields fields = new Fields(names, numeric, decimals);
    Set<String> ids = new HashSet<>();
    for (Rule rule : rules) {
      if (!ids.add(rule.id())) {
        throw RuleErrors.wrong(rule.id(), "id", "is given twice");
      }
      if (!rule.keyBy().isEmpty() && !keyNames.isEmpty() && !rule.keyBy().equals(keyNames)) {
        throw RuleErrors.wrong(
            rule.id(), "keyBy", rule.keyBy() + " is not the key of this detector, " + keyNames);
      }
      Plan.check(rule, fields);
    }
    Settings settings =
        new Settings(
            fields,
            keyNames,
            List.copyOf(rules),
            eventTimeOrder,
            maxEventsPerKey,
            evidence,
            historyMillis,
            historyFrom,
            statisticsMillis);
    Tags<K, IN> tags = Tags.of(keyType, eventType);
    EventReader<IN> reader = new EventReader<>(eventId, functions, fields);
    return new VelocityDetector<>(
        key, keyType, eventType, tags, new VelocityLogic<>(settings, reader, tags));
  }
}
