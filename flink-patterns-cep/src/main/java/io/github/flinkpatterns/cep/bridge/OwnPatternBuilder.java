// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.bridge;

import static io.github.flinkpatterns.cep.bridge.OwnPattern.NAME;

import io.github.flinkpatterns.cep.PatternInput;
import io.github.flinkpatterns.cep.PatternSetup;
import io.github.flinkpatterns.logic.Require;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.cep.EventComparator;
import org.apache.flink.cep.pattern.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what an {@link OwnPattern} needs: the pattern and the time of an event.
 *
 * @param <K> the key
 * @param <IN> the event
 */
public final class OwnPatternBuilder<K, IN> {

  private static final Logger LOG = LoggerFactory.getLogger(OwnPattern.class);

  private final PatternInput<K, IN> input;
  private final Map<String, String> conditions = new TreeMap<>();
  private String name = NAME;
  private @Nullable KeySelector<IN, Long> timedBy;
  private @Nullable Pattern<IN, ?> pattern;
  private @Nullable EventComparator<IN> ties;
  private PatternHandler<K, IN> handler = match -> match.explanation();
  private boolean overlapping;

  OwnPatternBuilder(PatternInput<K, IN> input) {
    this.input = input;
  }

  /**
   * Tells the timestamp of an event, in epoch milliseconds, since flink-cep does not tell it with a
   * match. It must be the one that Flink knows; an event where they differ stops the job.
   */
  public OwnPatternBuilder<K, IN> timedBy(KeySelector<IN, Long> timestampMillis) {
    timedBy = Require.serializable(timestampMillis, NAME, "timedBy");
    return this;
  }

  /**
   * Sets the pattern. It is read when {@link #build} is called, and must not be changed later.
   *
   * @see #build
   */
  public OwnPatternBuilder<K, IN> pattern(Pattern<IN, ?> cepPattern) {
    pattern = Require.given(cepPattern, NAME, "pattern");
    return this;
  }

  /** Names the pattern in its matches; by default {@code OwnPattern}. */
  public OwnPatternBuilder<K, IN> named(String patternName) {
    if (Require.given(patternName, NAME, "named").isBlank()) {
      throw Require.wrong(NAME, "named", "''", "must not be blank", "pass a name for the matches");
    }
    name = patternName;
    return this;
  }

  /** Says in words what a stage asks for; by default its name stands there. */
  public OwnPatternBuilder<K, IN> describe(String stage, String condition) {
    conditions.put(
        Require.given(stage, NAME, "describe"), Require.given(condition, NAME, "describe"));
    return this;
  }

  /** Lets {@code patternHandler} explain or drop each match and near miss. */
  public OwnPatternBuilder<K, IN> handledBy(PatternHandler<K, IN> patternHandler) {
    handler = Require.serializable(patternHandler, NAME, "handledBy");
    return this;
  }

  /** Orders events of equal timestamps; by default their serialized bytes do. */
  public OwnPatternBuilder<K, IN> breakTiesBy(EventComparator<IN> order) {
    ties = Require.serializable(order, NAME, "breakTiesBy");
    return this;
  }

  /** Accepts a pattern without a skip strategy, whose matches may share events. */
  public OwnPatternBuilder<K, IN> emitOverlapping() {
    overlapping = true;
    return this;
  }

  /**
   * Returns the operator, and logs its warnings.
   *
   * @throws IllegalArgumentException if the pattern or {@code timedBy} is missing, or the pattern
   *     has no window, no skip strategy, or no stage of a name that was described
   */
  public OwnPattern<K, IN> build() {
    Pattern<IN, ?> checked = Require.set(pattern, NAME, "pattern", "it says what is looked for");
    PlainElements<IN> elements =
        new PlainElements<>(Require.set(timedBy, NAME, "timedBy", "it tells when an event was"));
    Stages stages = Stages.of(checked);
    PatternCheck.refuse(checked, stages, overlapping);
    for (String stage : conditions.keySet()) {
      if (stages.list().stream().noneMatch(s -> s.name().equals(stage))) {
        throw Require.wrong(
            NAME,
            "describe",
            "'" + stage + "'",
            "is no stage of the pattern",
            "name one of " + names(stages));
      }
    }
    List<String> warnings = PatternCheck.warnings(checked);
    warnings.forEach(warning -> LOG.warn("{} '{}': {}", NAME, name, warning));
    return new OwnPattern<>(
        new CepPlan<>(
            new PatternSetup<>(input, name, ties, stages.windowMillis()),
            elements,
            checked,
            stages,
            Map.copyOf(conditions),
            handler),
        warnings);
  }

  private static List<String> names(Stages stages) {
    return stages.list().stream().map(Stages.Stage::name).toList();
  }
}
