// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.flinkpatterns.testkit.Functions.Click;
import io.github.flinkpatterns.testkit.Functions.CountPerMinute;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackendTest {

  private static Scenario<String, Click, Void, String> counting() {
    return Scenario.of(new CountPerMinute())
        .keyedBy(Click::user, String.class)
        .event(new Click("ann", 1), 1_000)
        .event(new Click("bob", 1), 2_000)
        .expectState("count", "ann", 1L)
        .watermark(61_000)
        .expect("ann: 1");
  }

  @Test
  void theBackendsOnTheClassPathAreFound() {
    assertThat(Backend.available())
        .contains(
            Backend.HASHMAP, Backend.HASHMAP_CHANGELOG, Backend.ROCKSDB, Backend.ROCKSDB_CHANGELOG);
    assertThat(Backend.ROCKSDB_CHANGELOG).hasToString("rocksdb+changelog");
  }

  @Test
  void aBackendThatIsNotThereIsNamed() {
    Cell cell = new Cell(new Backend("no.such.Backend", false), Recovery.NONE, List.of(1));
    assertThat(cell.backend().isAvailable()).isFalse();
    assertThatThrownBy(() -> counting().verify(ExecutionMatrix.of(cell)))
        .hasMessageContaining("Backend: parameter 'type': no.such.Backend, cannot be loaded")
        .hasMessageContaining("put its jar on the test class path");
  }

  @Test
  void aPathOfParallelismNeedsAPositiveNumber() {
    assertThatThrownBy(() -> new Cell(Backend.HASHMAP, Recovery.NONE, List.of(1, 0)))
        .hasMessage(
            "Cell: parameter 'parallelism': [1, 0], must hold at least one value, each 1 or more;"
                + " for example List.of(1, 3, 2)");
  }

  @Test
  void whatWasDeletedBetweenTwoRescalingsStaysDeleted() {
    // With three subtasks, a and b live on different ones; with one or two, on the same.
    Scenario.of(new CountPerMinute())
        .keyedBy(Click::user, String.class)
        .event(new Click("a", 1), 1_000)
        .event(new Click("b", 1), 1_000)
        .watermark(61_000)
        .expect("a: 1", "b: 1")
        .endOfInput()
        .expectNothing()
        .verify(
            ExecutionMatrix.over(
                List.of(Backend.HASHMAP, Backend.HASHMAP_CHANGELOG),
                List.of(Recovery.values()),
                List.of(List.of(1), List.of(1, 3, 2))));
  }

  @Test
  void forStGivesTheSameOutputsButCannotShowItsState() {
    assumeTrue(Backend.FORST.isAvailable(), "needs -Pforst");
    counting()
        .verify(
            ExecutionMatrix.over(
                List.of(Backend.HASHMAP, Backend.FORST),
                List.of(Recovery.values()),
                List.of(List.of(1), List.of(1, 3, 2))));
    try (var driver = OperatorDriver.of(counting(), Backend.FORST, 1)) {
      assertThatThrownBy(() -> driver.state("count", "ann"))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("backend 'forst': writes no canonical savepoints");
    }
  }
}
