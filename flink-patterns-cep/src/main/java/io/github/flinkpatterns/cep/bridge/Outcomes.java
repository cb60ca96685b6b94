// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.bridge;

import io.github.flinkpatterns.cep.PatternInput;
import io.github.flinkpatterns.cep.PatternMatch;
import io.github.flinkpatterns.cep.PatternSpec;
import io.github.flinkpatterns.cep.PatternTimeout;
import io.github.flinkpatterns.cep.bridge.Outcomes.Result;
import io.github.flinkpatterns.cep.bridge.Outcomes.Result.Aside;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

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
  Outcomes(PatternSpec<K, IN> spec, String group, PatternHandler<K, IN> handler) {
    this.group = group;
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

  /**
   * What the steps of the bridge hand to the last of them: a match, a near miss, or an event that
   * was put aside.
   *
   * <p>Public for Flink, which makes it.
   *
   * @param match the match, or null
   * @param timeout the near miss, or null
   * @param aside why the event was put aside, or null
   * @param event the event that was put aside, or null
   * @param <K> the key
   * @param <IN> the event
   */
  public record Result<K, IN>(
      @Nullable PatternMatch<K, IN> match,
      @Nullable PatternTimeout<K, IN> timeout,
      @Nullable Aside aside,
      @Nullable IN event) {

    /** Why an event was put aside. */
    enum Aside {
      /** It came at or before the watermark. */
      LATE,
      /** It has no timestamp. */
      WITHOUT_TIMESTAMP,
      /** It has no key. */
      NULL_KEY
    }

    static <K, IN> Result<K, IN> of(PatternMatch<K, IN> match) {
      return new Result<>(match, null, null, null);
    }

    static <K, IN> Result<K, IN> of(PatternTimeout<K, IN> timeout) {
      return new Result<>(null, timeout, null, null);
    }

    static <K, IN> Result<K, IN> of(Aside why, IN event) {
      return new Result<>(null, null, why, event);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    static <K, IN> TypeInformation<Result<K, IN>> type(PatternInput<K, IN> input) {
      Map<String, TypeInformation<?>> fields = new LinkedHashMap<>();
      fields.put("match", PatternMatch.type(input.key(), input.event()));
      fields.put("timeout", PatternTimeout.type(input.key(), input.event()));
      fields.put("aside", Types.ENUM(Aside.class));
      fields.put("event", input.event());
      return (TypeInformation) Types.POJO(Result.class, fields);
    }
  }
}
