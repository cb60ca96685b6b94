// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep;

import io.github.flinkpatterns.logic.LogicContext;
import io.github.flinkpatterns.state.HeldEvent;
import java.util.List;

/**
 * Where a pattern sends what it finds. Valid during the call only.
 *
 * @param <K> the key
 * @param <IN> the event
 * @hidden shared by the rooms of this module; may change with every release
 */
@SuppressWarnings("InvalidBlockTag") // the doclet has the tag since Java 9
public final class PatternOutputs<K, IN> {

  private final OrderedPattern<K, IN, ?> pattern;
  private final LogicContext<K, PatternMatch<K, IN>> context;
  private final boolean nothingWaits;

  PatternOutputs(
      OrderedPattern<K, IN, ?> pattern,
      LogicContext<K, PatternMatch<K, IN>> context,
      boolean nothingWaits) {
    this.pattern = pattern;
    this.context = context;
    this.nothingWaits = nothingWaits;
  }

  /**
   * Tells whether time passes only because the input has ended, and the key has no further event.
   */
  public boolean isAfterLastEvent() {
    return nothingWaits && context.watermark() == Long.MAX_VALUE;
  }

  /** Returns the key of the current call. */
  public K key() {
    return context.key();
  }

  /** Returns {@code held} as part of a match; the event is copied, so it may stay in state. */
  public MatchedEvent<IN> matched(String stage, String condition, HeldEvent<IN> held) {
    return new MatchedEvent<>(
        stage, condition, held.timestampMillis(), pattern.order().copy(held.event()));
  }

  /** Sends a match of all its events. */
  public void match(
      long startMillis, long endMillis, List<MatchedEvent<IN>> events, String explanation) {
    match(startMillis, endMillis, events, 0, explanation);
  }

  /** Sends a match of which {@code omitted} events are not listed. */
  public void match(
      long startMillis,
      long endMillis,
      List<MatchedEvent<IN>> events,
      long omitted,
      String explanation) {
    context.count(PatternTags.MATCHES);
    context.emit(
        new PatternMatch<>(
            pattern.patternName(), key(), startMillis, endMillis, events, omitted, explanation));
  }

  /** Sends a near miss, of which {@code omitted} events are not listed. */
  public void timeout(
      long startMillis,
      long deadlineMillis,
      List<MatchedEvent<IN>> events,
      long omitted,
      String missing,
      String explanation) {
    context.count(PatternTags.TIMEOUTS);
    context.emit(
        pattern.timedOut(),
        new PatternTimeout<>(
            pattern.patternName(),
            key(),
            startMillis,
            deadlineMillis,
            events,
            omitted,
            missing,
            explanation));
  }

  /** Adds one to a counter that the pattern names in {@code extraCounters}. */
  public void count(String counter) {
    context.count(counter);
  }
}
