// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import static io.github.flinkpatterns.testkit.TestkitAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkpatterns.testkit.zoo.Visit;
import io.github.flinkpatterns.testkit.zoo.Zoo;
import java.time.Duration;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class StateGrowthTest {

  private static Growth of(KeyedProcessFunction<String, Visit, String> function) {
    return StateGrowth.of(Scenario.of(function).keyedBy(Visit::user, String.class))
        .events(160, i -> new Visit(i % 2 == 0 ? "ann" : "bob", i, i * 1_000L), i -> i * 1_000L)
        .watermarkBehind(Duration.ofSeconds(5))
        .measure();
  }

  @Test
  void aSumStaysAsLargeAsItIs() {
    Growth growth = of(new Zoo.Correct());
    assertThat(growth).isBounded().hasAtMostEntriesPerKey(2).hasAtMostBytesPerKey(40);
    Assertions.assertThat(growth.points()).extracting(Growth.Point::events).endsWith(140, 160);
    // One sum and one timer for each of the two users.
    Assertions.assertThat(growth.points().get(0).entries()).isEqualTo(4);
  }

  @Test
  void aListOfAllVisitsGrowsAndTheTableShowsIt() {
    assertThatThrownBy(() -> assertThat(of(new Zoo.KeepsAll())).isBounded())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("State of one key grows with its events: KeepsAll")
        .hasMessageContaining("bytes of largest key");
    assertThatThrownBy(() -> assertThat(of(new Zoo.KeepsAll())).hasAtMostEntriesPerKey(79))
        .hasMessageContaining("A key held 80 entries, more than 79");
  }

  @Test
  void itAsksForEvents() {
    assertThatThrownBy(
            () ->
                StateGrowth.of(Scenario.of(new Zoo.Correct()).keyedBy(Visit::user, String.class))
                    .measure())
        .hasMessage("StateGrowth: no events were given; call events(...) first");
  }

  @Test
  void theStepsOfTheScenarioRunBeforeTheEventsThatAreMeasured() {
    Growth growth =
        StateGrowth.of(
                Scenario.of(new Zoo.Correct())
                    .keyedBy(Visit::user, String.class)
                    .event(new Visit("cid", 1, 500_000), 500_000)
                    .watermark(1)
                    .processingTime(7))
            .events(8, i -> new Visit("ann", i, i * 10L), i -> i * 10L)
            .measure();
    Assertions.assertThat(growth.points()).allMatch(point -> point.keys() == 2);
    assertThatThrownBy(
            () ->
                StateGrowth.of(Scenario.of(new Zoo.Correct()).keyedBy(Visit::user, String.class))
                    .events(7, i -> new Visit("ann", i, i), i -> i))
        .hasMessage("StateGrowth: parameter 'count': 7, must be 8 or more");
  }
}
