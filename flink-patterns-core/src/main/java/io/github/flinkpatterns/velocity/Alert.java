// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * A rule fired for a key at an event, with what a person needs to compute it again by hand.
 *
 * @param ruleId the rule
 * @param ruleVersion its version
 * @param severity its severity
 * @param mode {@code ACTIVE} or {@code SHADOW}
 * @param key the key
 * @param eventId the event at which it fired
 * @param timestampMillis the event's time
 * @param value what the rule computed: a sum is exact up to 9 * 10^11 at four decimals; under
 *     {@code ratio>} the event's number over the earlier aggregate
 * @param threshold what it was compared with
 * @param windowStartMillis the window's start; events at it do not count
 * @param windowEndMillis the window's end; events at it count
 * @param events how many events the value was computed from
 * @param evidence their ids, the newest at most so many as the detector declares, oldest first;
 *     without those that are left in buckets only
 * @param suppressed how many alerts the cool-down has held back since the last one
 * @param approximate true if buckets are part of the value, so that the window reaches back up to
 *     one bucket further, or a number of different values may be an estimate
 * @param warmingUp true if the rule has not yet been given a whole window of events
 * @param judgedEarly true if the event was judged before the watermark, for want of room
 * @param <K> the key
 */
public record Alert<K>(
    String ruleId,
    int ruleVersion,
    Severity severity,
    RuleMode mode,
    K key,
    String eventId,
    long timestampMillis,
    double value,
    double threshold,
    long windowStartMillis,
    long windowEndMillis,
    long events,
    List<String> evidence,
    long suppressed,
    boolean approximate,
    boolean warmingUp,
    boolean judgedEarly) {

  /** Returns the type of alerts for keys of {@code keyType}. */
  @SuppressWarnings("unchecked")
  public static <K> TypeInformation<Alert<K>> typeOf(TypeInformation<K> keyType) {
    Map<String, TypeInformation<?>> fields = new HashMap<>();
    fields.put("ruleId", Types.STRING);
    fields.put("ruleVersion", Types.INT);
    fields.put("severity", Types.ENUM(Severity.class));
    fields.put("mode", Types.ENUM(RuleMode.class));
    fields.put("key", keyType);
    fields.put("eventId", Types.STRING);
    fields.put("timestampMillis", Types.LONG);
    fields.put("value", Types.DOUBLE);
    fields.put("threshold", Types.DOUBLE);
    fields.put("windowStartMillis", Types.LONG);
    fields.put("windowEndMillis", Types.LONG);
    fields.put("events", Types.LONG);
    fields.put("evidence", Types.LIST(Types.STRING));
    fields.put("suppressed", Types.LONG);
    fields.put("approximate", Types.BOOLEAN);
    fields.put("warmingUp", Types.BOOLEAN);
    fields.put("judgedEarly", Types.BOOLEAN);
    return (TypeInformation<Alert<K>>) (TypeInformation<?>) Types.POJO(Alert.class, fields);
  }
}
