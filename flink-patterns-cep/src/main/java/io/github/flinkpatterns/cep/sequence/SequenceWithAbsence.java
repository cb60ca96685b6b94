// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.sequence;

import io.github.flinkpatterns.cep.PatternBuilder;
import io.github.flinkpatterns.cep.PatternInput;
import io.github.flinkpatterns.cep.PatternMatch;
import io.github.flinkpatterns.cep.Words;
import io.github.flinkpatterns.cep.bridge.CepPattern;
import io.github.flinkpatterns.cep.bridge.SequencePlan;
import io.github.flinkpatterns.cep.bridge.Timed;
import io.github.flinkpatterns.logic.Require;
import java.util.Map;
import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.cep.nfa.aftermatch.AfterMatchSkipStrategy;
import org.apache.flink.cep.pattern.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds a first event that one must not follow: either before a last event, or before the window is
 * over.
 *
 * <p>In numbers, within 10 s, times in seconds. With a last event (A, then no B, then C): A 0, C 4
 * is a match; A 10, B 12, C 14 is none; A 20 alone is a near miss at 30, with C missing. Without
 * (A, then no B): A 0 and no B before 10 is a match that ends at 10; B at 9 prevents it, B at 10
 * does not.
 *
 * <p>With a last event, of several open first events the earliest makes the match, and what lies
 * before the last event is used up. Without, each first event is a match of its own. An event that
 * is both the absent one and the last makes the match: it does not lie between. Other events may
 * lie between.
 *
 * <p><b>State</b> per key, kept by flink-cep: the events that the watermark has not passed, and
 * each first event until its window is over, used up or prevented, with about 100 bytes around it.
 * Empty when the watermark has passed the last window.
 *
 * @param <K> the key
 * @param <IN> the event
 */
public final class SequenceWithAbsence<K, IN> extends CepPattern<K, IN> {

  static final String NAME = "SequenceWithAbsence";

  /** The stage of the first event. */
  public static final String FIRST = "first";

  /** The stage that must stay empty. */
  public static final String ABSENT = "absent";

  /** The stage of the last event, if one was asked for. */
  public static final String LAST = "last";

  private SequenceWithAbsence(SequencePlan<K, IN> plan, boolean hasLast) {
    super(
        plan,
        hasLast ? "past the last event" : "each first event is a match of its own",
        "relaxed: events other than the absent one may lie between",
        "the first events of the window that are neither used up nor prevented");
  }

  /** Begins with the class of the events. */
  public static <IN> Keying<IN> on(Class<IN> event) {
    return on(PatternInput.typeOf(event, NAME, "on"));
  }

  /** As {@link #on(Class)}, for a type that a class does not tell. */
  public static <IN> Keying<IN> on(TypeInformation<IN> event) {
    return new Keying<>(Require.noKryo(event, NAME, "on"));
  }

  /**
   * Asks for the key.
   *
   * @param <IN> the event
   */
  public static final class Keying<IN> {

    private final TypeInformation<IN> event;

    Keying(TypeInformation<IN> event) {
      this.event = event;
    }

    /** Looks at the events of each key; its {@code hashCode} must be stable. */
    public <K> Builder<K, IN> keyedBy(KeySelector<IN, K> key, Class<K> type) {
      return keyedBy(key, PatternInput.typeOf(type, NAME, "keyedBy"));
    }

    /** As {@link #keyedBy(KeySelector, Class)}, for a type that a class does not tell. */
    public <K> Builder<K, IN> keyedBy(KeySelector<IN, K> key, TypeInformation<K> type) {
      return new Builder<>(new PatternInput<>(NAME, event, key, type));
    }
  }

  /**
   * Takes what the pattern needs: the first event, the absent one, maybe the last, the window.
   *
   * @param <K> the key
   * @param <IN> the event
   */
  public static final class Builder<K, IN> extends PatternBuilder<K, IN, Builder<K, IN>> {

    private @Nullable FilterFunction<IN> first;
    private @Nullable FilterFunction<IN> absent;
    private @Nullable FilterFunction<IN> last;

    Builder(PatternInput<K, IN> input) {
      super(input);
    }

    /** Tells which events begin a match; required. */
    public Builder<K, IN> first(FilterFunction<IN> filter) {
      first = Require.serializable(filter, NAME, "first");
      return this;
    }

    /** Tells which events must not follow; required. */
    public Builder<K, IN> absent(FilterFunction<IN> filter) {
      absent = Require.serializable(filter, NAME, "absent");
      return this;
    }

    /** Tells which events end a match; without it, the end of the window does. */
    public Builder<K, IN> last(FilterFunction<IN> filter) {
      last = Require.serializable(filter, NAME, "last");
      return this;
    }

    /**
     * Returns the pattern.
     *
     * @throws IllegalArgumentException if something that is required was not set
     */
    public SequenceWithAbsence<K, IN> build() {
      Pattern<Timed<IN>, Timed<IN>> absence =
          Pattern.<Timed<IN>>begin(FIRST, AfterMatchSkipStrategy.skipPastLastEvent())
              .where(Conditions.when(required(first, "first", "it says what a match begins with")))
              .notFollowedBy(ABSENT)
              .where(Conditions.when(required(absent, "absent", "it says what must not follow")));
      FilterFunction<IN> ends = last;
      Pattern<Timed<IN>, Timed<IN>> pattern =
          ends == null ? absence : absence.followedBy(LAST).where(Conditions.when(ends));
      return new SequenceWithAbsence<>(
          new SequencePlan<>(setup(), pattern, Map.of(), Builder::explain), ends != null);
    }

    private static <K, IN> String explain(PatternMatch<K, IN> match) {
      String begun =
          match.pattern()
              + " of "
              + match.key()
              + ": the first event came at "
              + Words.time(match.startMillis());
      String span = Words.span(match.endMillis() - match.startMillis());
      return match.events(LAST).isEmpty()
          ? begun + ", and what must not follow did not for " + span + "."
          : begun + ", the last after " + span + ", and what must not lie between did not.";
    }
  }
}
