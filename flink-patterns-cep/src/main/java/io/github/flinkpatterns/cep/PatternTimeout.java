// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep;

import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * A near miss: a match that began and did not end in time, with how far it got and what it lacked.
 *
 * @param pattern the name of the pattern, as given to {@code named}
 * @param key the key
 * @param startMillis the timestamp of the first event
 * @param deadlineMillis the moment from which no event could complete it any more
 * @param events the events it had, in order of time, each with its step
 * @param omittedEvents how many more it had that are not listed; usually 0
 * @param missing the step, or in words the condition, that did not come
 * @param explanation what happened, in one sentence
 * @param <K> the key
 * @param <IN> the event
 */
public record PatternTimeout<K, IN>(
    String pattern,
    K key,
    long startMillis,
    long deadlineMillis,
    List<MatchedEvent<IN>> events,
    long omittedEvents,
    String missing,
    String explanation) {

  /**
   * Returns the events that fulfil the step {@code stage}, in order of time; none if it has none.
   */
  public List<IN> events(String stage) {
    return MatchedEvent.ofStage(stage, events);
  }

  /** Returns the type of near misses with these keys and events. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  public static <K, IN> TypeInformation<PatternTimeout<K, IN>> type(
      TypeInformation<K> key, TypeInformation<IN> event) {
    Map<String, TypeInformation<?>> fields = MatchedEvent.fields("deadlineMillis", key, event);
    fields.put("missing", Types.STRING);
    return (TypeInformation) Types.POJO(PatternTimeout.class, fields);
  }
}
