// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkpatterns.testkit.Functions.CachedCountPerMinute;
import io.github.flinkpatterns.testkit.Functions.Click;
import io.github.flinkpatterns.testkit.Functions.CountPerMinute;
import io.github.flinkpatterns.testkit.Functions.Join;
import io.github.flinkpatterns.testkit.Functions.Limited;
import io.github.flinkpatterns.testkit.Functions.Twice;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("every-flink")
class ScenarioTest {

  private static Scenario<String, Click, Void, String> script(
      Scenario<String, Click, Void, String> start) {
    return start
        .event(new Click("ann", 1), 1_000)
        .event(new Click("bob", 1), 2_000)
        .event(new Click("ann", 1), 3_000)
        .expectSide(Functions.FIRST, "ann", "bob")
        .expectState("count", "ann", 2L)
        .expectEventTimers("ann", 61_000L)
        .expectMetric("seen", 3)
        .expectNothing()
        .watermark(61_000)
        .expect("ann: 2")
        .expectState("count", "ann", null)
        .event(new Click("cid", 1), 70_000)
        .watermark(200_000)
        .expect("bob: 1", "cid: 1")
        .expectSide(Functions.FIRST, "cid");
  }

  @Test
  void aKeyedFunctionGivesTheSameOnEveryBackendThroughRestoresCrashesAndRescaling() {
    script(Scenario.of(new CountPerMinute()).keyedBy(Click::user, String.class))
        .verify(ExecutionMatrix.full());
  }

  @Test
  void anOperatorWithAWriteBackCacheGivesTheSameEverywhere() {
    script(Scenario.of(new CachedCountPerMinute()).keyedBy(Click::user, String.class))
        .verify(ExecutionMatrix.full());
  }

  @Test
  void twoHostsOfOneStateLayoutTakeTurns() {
    script(Scenario.of(new CountPerMinute()).keyedBy(Click::user, String.class))
        .alternatingWith(new CachedCountPerMinute())
        .verify(ExecutionMatrix.full());
  }

  @Test
  void twoKeyedInputsAndTheClock() {
    Scenario.of(new Join())
        .keyedBy(Click::user, name -> name.substring(0, name.indexOf('@')), String.class)
        .secondEvent("ann@x", 0)
        .expectProcessingTimers("ann", 1_000L)
        .event(new Click("ann", 7), 10)
        .expect("ann@x clicked 7")
        .advanceProcessingTime(Duration.ofMillis(999))
        .event(new Click("ann", 8), 11)
        .expect("ann@x clicked 8")
        .advanceProcessingTime(Duration.ofMillis(1))
        .event(new Click("ann", 9), 12)
        .expect("null clicked 9")
        .endOfInput()
        .verify(ExecutionMatrix.full());
  }

  @Test
  void aBroadcastReachesEverySubtaskAndSurvivesRescaling() {
    Scenario.of(new Limited(), Functions.LIMITS)
        .keyedBy(Click::user, String.class)
        .event(new Click("ann", 10), 1)
        .secondEvent(5L, 2)
        .event(new Click("ann", 10), 3)
        .event(new Click("bob", 10), 4)
        .event(new Click("cid", 10), 5)
        .event(new Click("dan", 4), 6)
        .expect("ann 10 > 5", "bob 10 > 5", "cid 10 > 5")
        .verify(ExecutionMatrix.full());
  }

  @Test
  void aFunctionWithoutAKey() {
    assertThat(
            Scenario.of(new Twice())
                .eventWithoutTime(1L)
                .event(2L, 20)
                .expect(2L, 4L)
                .verify(ExecutionMatrix.full())
                .values())
        .containsExactly(2L, 4L);
  }

  @Test
  void timeThatGoesBackIsAnError() {
    var scenario = Scenario.of(new Twice()).watermark(10).processingTime(5);
    assertThatThrownBy(() -> scenario.watermark(9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Scenario: parameter 'watermark': 9, must not be below the last one, 10; time does not"
                + " go back");
    assertThatThrownBy(() -> scenario.processingTime(4))
        .hasMessageContaining("'processingTime': 4, must not be below the last one, 5");
  }

  @Test
  void aWrongExpectationOfStateTimersOrMetricsFailsAndTellsWhatThereWas() {
    Scenario<String, Click, Void, String> one =
        Scenario.of(new CountPerMinute())
            .keyedBy(Click::user, String.class)
            .withoutLeakCheck()
            .event(new Click("ann", 1), 1_000);
    assertThatThrownBy(() -> one.expectState("count", "ann", 2L).verify())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("state 'count' of key ann")
        .hasMessageContaining("expected: 2")
        .hasMessageContaining("actual:   1");
    assertThatThrownBy(() -> one.expectState("count", "bob", 1L).verify())
        .hasMessageContaining("actual:   null");
    assertThatThrownBy(() -> one.expectEventTimers("ann", 60_000L).verify())
        .hasMessageContaining("event-time timers of ann")
        .hasMessageContaining("61000");
    assertThatThrownBy(() -> one.expectProcessingTimers("ann", 5L).verify())
        .hasMessageContaining("processing-time timers of ann");
    assertThatThrownBy(() -> one.expectMetric("seen", 7).verify())
        .hasMessageContaining("metric 'seen'")
        .hasMessageContaining("actual:   1");
    assertThatThrownBy(() -> one.expectMetric("saen", 1).verify())
        .hasMessageContaining("none of that name; there are")
        .hasMessageContaining("seen");
  }
}
