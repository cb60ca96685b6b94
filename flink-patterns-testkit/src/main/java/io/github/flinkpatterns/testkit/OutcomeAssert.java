// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import java.util.Arrays;
import java.util.List;
import org.apache.flink.util.OutputTag;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ListAssert;

/**
 * Assertions on what a run emitted.
 *
 * @param <OUT> the type of the main output
 */
public final class OutcomeAssert<OUT> extends AbstractAssert<OutcomeAssert<OUT>, Outcome<OUT>> {

  OutcomeAssert(Outcome<OUT> actual) {
    super(actual, OutcomeAssert.class);
  }

  /** Expects exactly these values on the main output, in any order. */
  @SafeVarargs
  @SuppressWarnings("varargs")
  public final OutcomeAssert<OUT> emitted(OUT... values) {
    isNotNull();
    Assertions.assertThat(actual.values())
        .as("main output of %s", origins(actual.emitted()))
        .containsExactlyInAnyOrderElementsOf(Arrays.asList(values));
    return this;
  }

  /** Expects exactly these values on the main output, in this order. */
  @SafeVarargs
  @SuppressWarnings("varargs")
  public final OutcomeAssert<OUT> emittedInOrder(OUT... values) {
    isNotNull();
    Assertions.assertThat(actual.values())
        .as("main output of %s", origins(actual.emitted()))
        .containsExactlyElementsOf(Arrays.asList(values));
    return this;
  }

  /** Expects nothing on the main output. */
  public OutcomeAssert<OUT> emittedNothing() {
    isNotNull();
    Assertions.assertThat(actual.values()).as("main output").isEmpty();
    return this;
  }

  /** Expects that a value was emitted, and that the given step caused it. */
  public OutcomeAssert<OUT> emittedAtStep(int step, OUT value) {
    isNotNull();
    List<Integer> steps =
        actual.emitted().stream()
            .filter(e -> Values.same(e.value(), value))
            .map(Emitted::step)
            .toList();
    Assertions.assertThat(steps).as("steps that emitted %s", value).contains(step);
    return this;
  }

  /** Continues with the values of a side output; empty, never null. */
  public <X> ListAssert<X> side(OutputTag<X> tag) {
    isNotNull();
    return Assertions.assertThat(actual.values(tag)).as("side output '%s'", tag.getId());
  }

  private static String origins(List<? extends Emitted<?>> emitted) {
    return emitted.stream()
        .map(e -> Values.text(e.value()) + " from step " + e.step())
        .toList()
        .toString();
  }
}
