// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.bridge;

import io.github.flinkpatterns.cep.PatternMatch;
import io.github.flinkpatterns.cep.PatternTimeout;
import io.github.flinkpatterns.cep.bridge.Result.Aside;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Counts what the bridge found and what it put aside, and sends each to its output. */
final class Outcomes<K, IN> extends ProcessFunction<Result<K, IN>, PatternMatch<K, IN>> {

  private static final long serialVersionUID = 1L;

  private final String group;

  @SuppressWarnings("serial") // given as serializable
  private final PatternHandler<K, IN> handler;

  private final OutputTag<PatternTimeout<K, IN>> timedOut;
  private final OutputTag<IN> late;
  private final OutputTag<IN> withoutTimestamp;
  private final OutputTag<IN> nullKeys;
  private transient Counter matches;
  private transient Counter timeouts;
  private transient Counter lateEvents;
  private transient Counter eventsWithoutTimestamp;
  private transient Counter eventsWithoutKey;
  private transient Counter discarded;

  @SuppressWarnings("NullAway.Init")
  Outcomes(CepPattern<K, IN> spec, PatternHandler<K, IN> handler) {
    this.group = spec.input().operator();
    this.handler = handler;
    this.timedOut = spec.timedOut();
    this.late = spec.late();
    this.withoutTimestamp = spec.withoutTimestamp();
    this.nullKeys = spec.nullKeys();
  }

  @Override
  public void open(OpenContext openContext) {
    MetricGroup metrics = getRuntimeContext().getMetricGroup().addGroup(group);
    matches = metrics.counter("matches");
    timeouts = metrics.counter("timeouts");
    lateEvents = metrics.counter("late");
    eventsWithoutTimestamp = metrics.counter("withoutTimestamp");
    eventsWithoutKey = metrics.counter("nullKeys");
    discarded = metrics.counter("discarded");
  }

  @Override
  public void processElement(
      Result<K, IN> result, Context context, Collector<PatternMatch<K, IN>> out) throws Exception {
    PatternMatch<K, IN> match = result.match();
    PatternTimeout<K, IN> timeout = result.timeout();
    Aside aside = result.aside();
    IN event = result.event();
    if (match != null) {
      String sentence = handler.onMatch(match);
      if (sentence == null) {
        discarded.inc();
      } else {
        matches.inc();
        out.collect(explained(match, sentence));
      }
    } else if (timeout != null) {
      String sentence = handler.onTimeout(timeout);
      if (sentence == null) {
        discarded.inc();
      } else {
        timeouts.inc();
        context.output(timedOut, explained(timeout, sentence));
      }
    } else if (aside != null && event != null) {
      aside(aside, event, context);
    }
  }

  private void aside(Aside why, IN event, Context context) {
    switch (why) {
      case LATE -> {
        lateEvents.inc();
        context.output(late, event);
      }
      case WITHOUT_TIMESTAMP -> {
        eventsWithoutTimestamp.inc();
        context.output(withoutTimestamp, event);
      }
      case NULL_KEY -> {
        eventsWithoutKey.inc();
        context.output(nullKeys, event);
      }
    }
  }

  private static <K, IN> PatternMatch<K, IN> explained(PatternMatch<K, IN> m, String sentence) {
    return new PatternMatch<>(
        m.pattern(),
        m.key(),
        m.startMillis(),
        m.endMillis(),
        m.events(),
        m.omittedEvents(),
        sentence);
  }

  private static <K, IN> PatternTimeout<K, IN> explained(PatternTimeout<K, IN> t, String sentence) {
    return new PatternTimeout<>(
        t.pattern(),
        t.key(),
        t.startMillis(),
        t.deadlineMillis(),
        t.events(),
        t.omittedEvents(),
        t.missing(),
        sentence);
  }
}
