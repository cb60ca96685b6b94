// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

/**
 * AssertJ entry points for what the kit returns.
 *
 * <pre>{@code
 * assertThat(scenario.verify(ExecutionMatrix.standard())).emitted("ann: 2", "bob: 1");
 * }</pre>
 */
public final class TestkitAssertions {

  private TestkitAssertions() {}

  /** Starts an assertion on what a run emitted. */
  public static <OUT> OutcomeAssert<OUT> assertThat(Outcome<OUT> actual) {
    return new OutcomeAssert<>(actual);
  }

  /** Starts an assertion on the growth of state. */
  public static GrowthAssert assertThat(Growth actual) {
    return new GrowthAssert(actual);
  }

  /** Starts an assertion on a function that is driven by hand. */
  public static <K> DriverAssert<K> assertThat(OperatorDriver<K, ?, ?, ?> actual) {
    return new DriverAssert<>(actual);
  }
}
