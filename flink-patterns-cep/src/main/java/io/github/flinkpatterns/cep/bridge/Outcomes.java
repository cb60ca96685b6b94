// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.bridge;

import io.github.flinkpatterns.cep.PatternMatch;
import io.github.flinkpatterns.cep.PatternTimeout;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.types.Either;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Counts what the bridge found and what it put aside, and sends each to its output. */
final class Outcomes<K, IN>
    extends ProcessFunction<
        Either<Either<PatternMatch<K, IN>, PatternTimeout<K, IN>>, Tuple2<Integer, IN>>,
        PatternMatch<K, IN>> {

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
      Either<Either<PatternMatch<K, IN>, PatternTimeout<K, IN>>, Tuple2<Integer, IN>> result,
      Context context,
      Collector<PatternMatch<K, IN>> out)
      throws Exception {
    if (result.isRight()) {
      aside(result.right().f0, result.right().f1, context);
    } else if (result.left().isLeft()) {
      PatternMatch<K, IN> match = result.left().left();
      String sentence = handler.onMatch(match);
      if (sentence == null) {
        discarded.inc();
      } else {
        matches.inc();
        out.collect(explained(match, sentence));
      }
    } else {
      PatternTimeout<K, IN> timeout = result.left().right();
      String sentence = handler.onTimeout(timeout);
      if (sentence == null) {
        discarded.inc();
      } else {
        timeouts.inc();
        context.output(timedOut, explained(timeout, sentence));
      }
    }
  }

  private void aside(int why, IN event, Context context) {
    switch (why) {
      case Results.LATE -> {
        lateEvents.inc();
        context.output(late, event);
      }
      case Results.WITHOUT_TIMESTAMP -> {
        eventsWithoutTimestamp.inc();
        context.output(withoutTimestamp, event);
      }
      default -> {
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
