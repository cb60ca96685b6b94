// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import static io.github.flinkpatterns.testkit.TestkitAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkpatterns.testkit.Functions.Click;
import io.github.flinkpatterns.testkit.Functions.CountPerMinute;
import org.junit.jupiter.api.Test;

class OutcomeAssertTest {

  private final Outcome<String> outcome =
      Scenario.of(new CountPerMinute())
          .keyedBy(Click::user, String.class)
          .event(new Click("ann", 1), 1_000)
          .event(new Click("bob", 1), 2_000)
          .watermark(70_000)
          .verify();

  @Test
  void whatWasEmittedPasses() {
    assertThat(outcome)
        .emitted("bob: 1", "ann: 1")
        .emittedInOrder("ann: 1", "bob: 1")
        .emittedAtStep(3, "bob: 1")
        .side(Functions.FIRST)
        .containsExactly("ann", "bob");
  }

  @Test
  void whatWasNotEmittedFailsAndNamesTheSteps() {
    assertThatThrownBy(() -> assertThat(outcome).emitted("ann: 1"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("ann: 1 from step 3, bob: 1 from step 3");
    assertThatThrownBy(() -> assertThat(outcome).emittedNothing())
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> assertThat(outcome).emittedInOrder("bob: 1", "ann: 1"))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> assertThat(outcome).emittedAtStep(2, "bob: 1"))
        .hasMessageContaining("steps that emitted bob: 1");
  }
}
