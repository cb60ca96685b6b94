// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.bridge;

import io.github.flinkpatterns.cep.MatchedEvent;
import io.github.flinkpatterns.cep.PatternMatch;
import io.github.flinkpatterns.cep.PatternTimeout;
import io.github.flinkpatterns.cep.Words;
import io.github.flinkpatterns.cep.bridge.Outcomes.Result;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.cep.functions.PatternProcessFunction;
import org.apache.flink.cep.functions.TimedOutPartialMatchHandler;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Makes records of what flink-cep finds: which events, at which times, and what was missing. */
final class Finder<K, IN, E> extends PatternProcessFunction<E, Result<K, IN>>
    implements TimedOutPartialMatchHandler<E> {

  private static final long serialVersionUID = 1L;

  private final String name;

  @SuppressWarnings("serial") // given as serializable
  private final KeySelector<IN, K> keySelector;

  @SuppressWarnings("serial")
  private final Elements<IN, E> elements;

  private final Stages stages;

  @SuppressWarnings("serial")
  private final Map<String, String> conditions;

  private final OutputTag<Result<K, IN>> timeouts;

  Finder(CepPlan<K, IN, E> plan, OutputTag<Result<K, IN>> timeouts) {
    this.name = plan.setup().name();
    this.keySelector = plan.setup().input().keySelector();
    this.elements = plan.elements();
    this.stages = plan.stages();
    this.conditions = plan.conditions();
    this.timeouts = timeouts;
  }

  @Override
  public void processMatch(
      Map<String, List<E>> found, Context context, Collector<Result<K, IN>> out) throws Exception {
    List<MatchedEvent<IN>> events = events(found);
    long start = events.get(0).timestampMillis();
    long end =
        stages.absenceAtEnd()
            ? start + stages.windowMillis()
            : events.get(events.size() - 1).timestampMillis();
    K key = keySelector.getKey(events.get(0).event());
    String sentence =
        name + " of " + key + ": " + steps(events) + " in " + Words.span(end - start) + ".";
    out.collect(Result.of(new PatternMatch<>(name, key, start, end, events, 0, sentence)));
  }

  @Override
  public void processTimedOutMatch(Map<String, List<E>> found, Context context) throws Exception {
    String missing = stages.missing(found);
    // A last stage that repeats times out too, after its match has left.
    if (!missing.isEmpty()) {
      List<MatchedEvent<IN>> events = events(found);
      long start = events.get(0).timestampMillis();
      long deadline = start + stages.windowMillis();
      K key = keySelector.getKey(events.get(0).event());
      String sentence =
          name
              + " of "
              + key
              + ": "
              + steps(events)
              + "; no "
              + missing
              + " before "
              + Words.time(deadline)
              + ".";
      context.output(
          timeouts,
          Result.of(
              new PatternTimeout<>(name, key, start, deadline, events, 0, missing, sentence)));
    }
  }

  private List<MatchedEvent<IN>> events(Map<String, List<E>> found) throws Exception {
    List<MatchedEvent<IN>> events = new ArrayList<>();
    for (Stages.Stage stage : stages.list()) {
      for (E element : found.getOrDefault(stage.name(), List.of())) {
        events.add(
            new MatchedEvent<>(
                stage.name(),
                conditions.getOrDefault(stage.name(), stage.name()),
                elements.timestampMillis(element),
                elements.event(element)));
      }
    }
    events.sort(Comparator.comparingLong(MatchedEvent::timestampMillis));
    return events;
  }

  private String steps(List<MatchedEvent<IN>> events) {
    StringBuilder text = new StringBuilder();
    for (int i = 0, next; i < events.size(); i = next) {
      String stage = events.get(i).stage();
      next = i + 1;
      while (next < events.size() && events.get(next).stage().equals(stage)) {
        next++;
      }
      text.append(i == 0 ? "" : ", then ").append(stage);
      if (next - i > 1) {
        text.append(" x ").append(next - i).append(" from");
      } else {
        text.append(" at");
      }
      text.append(' ').append(Words.time(events.get(i).timestampMillis()));
    }
    return text.toString();
  }
}
