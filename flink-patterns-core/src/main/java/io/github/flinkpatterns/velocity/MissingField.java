// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * A rule could not be judged at an event, because the event lacks a field that the rule needs. A
 * number too large to be kept counts as lacking.
 *
 * @param ruleId the rule
 * @param ruleVersion its version
 * @param field the field, the first if several are missing
 * @param key the key
 * @param eventId the event
 * @param timestampMillis the event's time
 * @param <K> the key
 */
public record MissingField<K>(
    String ruleId, int ruleVersion, String field, K key, String eventId, long timestampMillis) {

  /** Returns the type for keys of {@code keyType}. */
  @SuppressWarnings("unchecked")
  public static <K> TypeInformation<MissingField<K>> typeOf(TypeInformation<K> keyType) {
    Map<String, TypeInformation<?>> fields = new HashMap<>();
    fields.put("ruleId", Types.STRING);
    fields.put("ruleVersion", Types.INT);
    fields.put("field", Types.STRING);
    fields.put("key", keyType);
    fields.put("eventId", Types.STRING);
    fields.put("timestampMillis", Types.LONG);
    return (TypeInformation<MissingField<K>>)
        (TypeInformation<?>) Types.POJO(MissingField.class, fields);
  }
}
