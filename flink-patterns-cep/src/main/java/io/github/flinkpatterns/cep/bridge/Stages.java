// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.bridge;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.cep.pattern.GroupPattern;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.cep.pattern.Quantifier;
import org.apache.flink.cep.pattern.Quantifier.ConsumingStrategy;
import org.apache.flink.cep.pattern.Quantifier.QuantifierProperty;
import org.apache.flink.cep.pattern.WithinType;

/**
 * The steps of a pattern in order, and its window.
 *
 * @param windowMillis from the first event to the last; 0 if there is none
 * @param absenceAtEnd whether the end of the window completes the match
 */
record Stages(List<Stage> list, long windowMillis, boolean absenceAtEnd) implements Serializable {

  /**
   * One step.
   *
   * @param least how many events it needs; 0 for one that is optional or that must not come
   */
  record Stage(String name, int least) implements Serializable {}

  static Stages of(Pattern<?, ?> pattern) {
    List<Stage> stages = new ArrayList<>();
    collect(pattern, true, stages);
    long window = 0;
    for (Pattern<?, ?> p = pattern; p != null; p = p.getPrevious()) {
      Optional<Duration> span = p.getWindowSize(WithinType.FIRST_AND_LAST);
      if (span.isPresent()) {
        // Of several, flink-cep takes the shortest too.
        long millis = span.get().toMillis();
        window = window == 0 ? millis : Math.min(window, millis);
      }
    }
    return new Stages(
        List.copyOf(stages),
        window,
        pattern.getQuantifier().getConsumingStrategy() == ConsumingStrategy.NOT_FOLLOW);
  }

  private static void collect(Pattern<?, ?> last, boolean needed, List<Stage> into) {
    List<Stage> own = new ArrayList<>();
    for (Pattern<?, ?> p = last; p != null; p = p.getPrevious()) {
      boolean must = needed && !p.getQuantifier().hasProperty(QuantifierProperty.OPTIONAL);
      if (p instanceof GroupPattern<?, ?> group) {
        List<Stage> inner = new ArrayList<>();
        collect(group.getRawPattern(), must, inner);
        Collections.reverse(inner);
        own.addAll(inner);
      } else {
        own.add(new Stage(p.getName(), must && !forbids(p.getQuantifier()) ? least(p) : 0));
      }
    }
    Collections.reverse(own);
    into.addAll(own);
  }

  static boolean forbids(Quantifier quantifier) {
    ConsumingStrategy strategy = quantifier.getConsumingStrategy();
    return strategy == ConsumingStrategy.NOT_FOLLOW || strategy == ConsumingStrategy.NOT_NEXT;
  }

  private static int least(Pattern<?, ?> pattern) {
    return pattern.getTimes() == null ? 1 : Math.max(1, pattern.getTimes().getFrom());
  }

  /** Returns the first step that {@code found} lacks, with how far it got; empty if none. */
  String missing(Map<String, ? extends List<?>> found) {
    for (Stage stage : list) {
      List<?> events = found.get(stage.name());
      int got = events == null ? 0 : events.size();
      if (got < stage.least()) {
        return got == 0 ? stage.name() : stage.name() + " (" + got + " of " + stage.least() + ")";
      }
    }
    return "";
  }
}
