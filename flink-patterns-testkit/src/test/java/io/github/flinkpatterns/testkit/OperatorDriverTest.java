// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import static io.github.flinkpatterns.testkit.TestkitAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkpatterns.testkit.Functions.CachedCountPerMinute;
import io.github.flinkpatterns.testkit.Functions.Click;
import io.github.flinkpatterns.testkit.Functions.CountPerMinute;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("every-flink")
class OperatorDriverTest {

  @Test
  void stateTimersMetricsAndOutputsShowAtEachMoment() {
    try (var driver =
        OperatorDriver.of(Scenario.of(new CountPerMinute()).keyedBy(Click::user, String.class))) {
      Assertions.assertThat(driver.outputs(Functions.FIRST)).isEmpty();
      driver.event(new Click("ann", 1), 1_000);
      driver.event(new Click("ann", 1), 2_000);
      assertThat(driver)
          .hasState("count", "ann", 2L)
          .hasState("count", "bob", null)
          .hasEventTimers("ann", 61_000L)
          .hasProcessingTimers("ann")
          .hasMetric("seen", 2)
          .hasMetric("clicks.seen", 2);
      Assertions.assertThat(driver.outputs(Functions.FIRST)).containsExactly("ann");
      driver.restart(3);
      driver.watermark(60_999);
      Assertions.assertThat(driver.outputs()).isEmpty();
      driver.endOfInput();
      Assertions.assertThat(driver.outputs()).containsExactly("ann: 2");
      assertThat(driver).hasState("count", "ann", null).hasEventTimers("ann");
    }
  }

  @Test
  void lookingAtACachingOperatorMakesItWriteBack() {
    var scenario = Scenario.of(new CachedCountPerMinute()).keyedBy(Click::user, String.class);
    try (var driver = OperatorDriver.of(scenario, Backend.ROCKSDB, 2)) {
      driver.event(new Click("ann", 1), 1_000);
      assertThat(driver).hasState("count", "ann", 1L);
      driver.event(new Click("ann", 1), 1_000);
      assertThat(driver).hasState("count", "ann", 2L);
    }
  }

  @Test
  void timeDoesNotGoBackAndAFailureNamesTheEvent() {
    try (var driver =
        OperatorDriver.of(Scenario.of(new CountPerMinute()).keyedBy(Click::user, String.class))) {
      driver.watermark(5);
      assertThatThrownBy(() -> driver.watermark(4))
          .hasMessage(
              "OperatorDriver: parameter 'watermark': 4, must not be below the last one, 5; time"
                  + " does not go back");
      assertThatThrownBy(() -> driver.event(new Click(null, 1), 1))
          .hasMessageContaining("the key selector gave null for Click[user=null, amount=1]");
    }
  }
}
