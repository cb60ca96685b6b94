// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.bridge;

import io.github.flinkpatterns.logic.Require;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.cep.pattern.GroupPattern;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.cep.pattern.Quantifier;
import org.apache.flink.cep.pattern.Quantifier.ConsumingStrategy;
import org.apache.flink.cep.pattern.Quantifier.QuantifierProperty;
import org.jspecify.annotations.Nullable;

/** Refuses patterns that leak, and names the traps of those that surprise. */
final class PatternCheck {

  private PatternCheck() {}

  /** Throws for what would leak, or would be found only when the job is submitted. */
  static void refuse(Pattern<?, ?> pattern, Stages stages, boolean overlapping) {
    if (stages.windowMillis() < 1) {
      throw wrong(
          pattern,
          "has no window, so a match that begins and does not end stays in state for ever",
          "call within(Duration) on it");
    }
    if (!overlapping && !pattern.getAfterMatchSkipStrategy().isSkipStrategy()) {
      throw wrong(
          pattern,
          "has no skip strategy, so one event can be part of any number of matches",
          "begin it with AfterMatchSkipStrategy.skipPastLastEvent(), or call emitOverlapping()");
    }
    for (Pattern<?, ?> p = pattern; p != null; p = p.getPrevious()) {
      refuseUnserializable(p);
    }
  }

  private static void refuseUnserializable(Pattern<?, ?> pattern) {
    if (pattern instanceof GroupPattern<?, ?> group) {
      for (Pattern<?, ?> p = group.getRawPattern(); p != null; p = p.getPrevious()) {
        refuseUnserializable(p);
      }
    } else if (pattern.getCondition() != null) {
      Require.serializable(
          pattern.getCondition(), OwnPattern.NAME, "pattern, stage " + pattern.getName());
    }
  }

  /** Returns a sentence for each trap. */
  static List<String> warnings(Pattern<?, ?> pattern) {
    List<String> found = new ArrayList<>();
    warn(pattern, null, found);
    return List.copyOf(found);
  }

  private static void warn(
      Pattern<?, ?> pattern, @Nullable Pattern<?, ?> next, List<String> found) {
    if (pattern.getPrevious() != null) {
      warn(pattern.getPrevious(), pattern, found);
    }
    if (pattern instanceof GroupPattern<?, ?> group) {
      warn(group.getRawPattern(), next, found);
      return;
    }
    String stage = "stage '" + pattern.getName() + "' ";
    Quantifier quantifier = pattern.getQuantifier();
    boolean greedy = quantifier.hasProperty(QuantifierProperty.GREEDY);
    if (next == null) {
      warnOfLast(pattern, stage, found);
    } else if (greedy && next.getQuantifier().getConsumingStrategy() != ConsumingStrategy.STRICT) {
      found.add(
          stage
              + "is greedy and '"
              + next.getName()
              + "' may come later: events that fit both go to the first, so some matches are not"
              + " found; make the two conditions exclude each other");
    }
    if (quantifier.getConsumingStrategy() == ConsumingStrategy.SKIP_TILL_ANY
        || (!quantifier.hasProperty(QuantifierProperty.SINGLE)
            && quantifier.getInnerConsumingStrategy() == ConsumingStrategy.SKIP_TILL_ANY)) {
      found.add(
          stage
              + "may skip events that fit (followedByAny, allowCombinations): the state can double"
              + " with each event in the window; use followedBy, or bound it with times(n)");
    }
  }

  private static void warnOfLast(Pattern<?, ?> pattern, String stage, List<String> found) {
    Quantifier quantifier = pattern.getQuantifier();
    if (quantifier.hasProperty(QuantifierProperty.OPTIONAL)) {
      found.add(
          stage
              + "is last and optional: a match leaves without it as soon as the stage before is"
              + " there; end with a stage that must come");
    }
    boolean grows =
        quantifier.hasProperty(QuantifierProperty.LOOPING)
            || (pattern.getTimes() != null
                && pattern.getTimes().getFrom() != pattern.getTimes().getTo());
    if (grows) {
      found.add(
          stage
              + "is last and repeats: a match leaves at its least length, and without a skip"
              + " strategy one more for each further event; end with a stage that comes once"
              + (quantifier.hasProperty(QuantifierProperty.GREEDY)
                  ? " (greedy has no effect at the end)"
                  : ""));
    }
  }

  private static IllegalArgumentException wrong(Pattern<?, ?> pattern, String rule, String remedy) {
    return Require.wrong(
        OwnPattern.NAME,
        "pattern",
        "the pattern that ends in '" + pattern.getName() + "'",
        rule,
        remedy);
  }
}
