// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.keyed;

import io.github.flinkpatterns.cep.MatchedEvent;
import io.github.flinkpatterns.cep.OrderedPattern;
import io.github.flinkpatterns.cep.PatternOutputs;
import io.github.flinkpatterns.cep.PatternSetup;
import io.github.flinkpatterns.logic.SerializerFactory;
import io.github.flinkpatterns.state.HeldEvent;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.cep.EventComparator;
import org.jspecify.annotations.Nullable;

/** Base of the patterns of this package, which all keep a {@link Run}. */
abstract class RunLogic<K, IN> extends OrderedPattern<K, IN, Run<IN>> {

  /** A number that puts events of one moment in order. */
  interface Rank<IN> extends Serializable {
    double of(IN event) throws Exception;
  }

  /**
   * Creates a logic.
   *
   * @param rank orders events of one moment for which the caller's rule has nothing to say
   */
  RunLogic(PatternSetup<K, IN> setup, Rank<IN> rank) {
    super(
        new PatternSetup<>(
            setup.input(), setup.name(), inOrder(setup.ties(), rank), setup.windowMillis()));
  }

  private static <IN> EventComparator<IN> inOrder(
      @Nullable EventComparator<IN> ties, Rank<IN> rank) {
    return (a, b) -> {
      int byRule = ties == null ? 0 : ties.compare(a, b);
      return byRule == 0 ? Double.compare(rankOf(rank, a), rankOf(rank, b)) : byRule;
    };
  }

  private static <IN> double rankOf(Rank<IN> rank, IN event) {
    try {
      return rank.of(event);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("A function of the pattern failed", e);
    }
  }

  /** Returns when the window that begins with the first event is over. */
  final long windowEnd(Run<IN> run) {
    return run.events.isEmpty() ? NEVER : windowEnd(run.first().timestampMillis());
  }

  /** Returns {@code events} as parts of a match that all fulfil the same. */
  static <K, IN> List<MatchedEvent<IN>> matched(
      String stage, String condition, List<HeldEvent<IN>> events, PatternOutputs<K, IN> out) {
    List<MatchedEvent<IN>> matched = new ArrayList<>(events.size() + 1);
    for (HeldEvent<IN> held : events) {
      matched.add(out.matched(stage, condition, held));
    }
    return matched;
  }

  @Override
  protected final Run<IN> begin() {
    return new Run<>();
  }

  @Override
  protected final TypeSerializer<Run<IN>> progressSerializer(
      TypeSerializer<IN> events, SerializerFactory serializers) {
    return new RunSerializer<>(events);
  }
}
