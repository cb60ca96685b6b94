// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep;

import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * One match of a pattern: which events, which conditions, and a sentence that says so.
 *
 * <p>A match is a function of the events of its key alone; it does not tell when it was found.
 *
 * @param pattern the name of the pattern, as given to {@code named}
 * @param key the key
 * @param startMillis the timestamp of the first event
 * @param endMillis the timestamp of the last event; where the absence of an event completes the
 *     match, the moment at which it was missed
 * @param events the events in order of time, each with its step
 * @param omittedEvents how many more events belong to the match and are not listed, because the
 *     pattern keeps only some; usually 0
 * @param explanation what happened, in one sentence
 * @param <K> the key
 * @param <IN> the event
 */
public record PatternMatch<K, IN>(
    String pattern,
    K key,
    long startMillis,
    long endMillis,
    List<MatchedEvent<IN>> events,
    long omittedEvents,
    String explanation) {

  /**
   * Returns the events that fulfil the step {@code stage}, in order of time; none if it has none.
   */
  public List<IN> events(String stage) {
    return MatchedEvent.ofStage(stage, events);
  }

  /** Returns the type of matches with these keys and events. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  public static <K, IN> TypeInformation<PatternMatch<K, IN>> type(
      TypeInformation<K> key, TypeInformation<IN> event) {
    Map<String, TypeInformation<?>> fields = MatchedEvent.fields("endMillis", key, event);
    return (TypeInformation) Types.POJO(PatternMatch.class, fields);
  }
}
