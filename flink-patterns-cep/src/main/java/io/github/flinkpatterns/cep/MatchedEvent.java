// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * An event that is part of a match or of a near miss, and why.
 *
 * <p>Example: {@code ("transaction", "amount > 10000.0", 1_700_000_042_000, event)}.
 *
 * @param stage the step of the pattern that it fulfils
 * @param condition what it fulfils, in words
 * @param timestampMillis its timestamp
 * @param event the event, a copy
 * @param <IN> the event
 */
public record MatchedEvent<IN>(String stage, String condition, long timestampMillis, IN event) {

  /** Returns the events of {@code events} that fulfil the step {@code stage}. */
  static <IN> List<IN> ofStage(String stage, List<MatchedEvent<IN>> events) {
    return events.stream().filter(e -> e.stage().equals(stage)).map(MatchedEvent::event).toList();
  }

  /** Returns the fields that a match and a near miss have in common; {@code end} names one. */
  static Map<String, TypeInformation<?>> fields(
      String end, TypeInformation<?> key, TypeInformation<?> event) {
    Map<String, TypeInformation<?>> fields = new LinkedHashMap<>();
    fields.put("pattern", Types.STRING);
    fields.put("key", key);
    fields.put("startMillis", Types.LONG);
    fields.put(end, Types.LONG);
    fields.put("events", Types.LIST(type(event)));
    fields.put("omittedEvents", Types.LONG);
    fields.put("explanation", Types.STRING);
    return fields;
  }

  /** Returns the type of matched events of type {@code event}. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  public static <IN> TypeInformation<MatchedEvent<IN>> type(TypeInformation<IN> event) {
    Map<String, TypeInformation<?>> fields = new LinkedHashMap<>();
    fields.put("stage", Types.STRING);
    fields.put("condition", Types.STRING);
    fields.put("timestampMillis", Types.LONG);
    fields.put("event", event);
    return (TypeInformation) Types.POJO(MatchedEvent.class, fields);
  }
}
