// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkpatterns.testkit.zoo.Rides;
import io.github.flinkpatterns.testkit.zoo.Rides.Ride;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.junit.jupiter.api.Test;

/** The leaks of the training's rides show without anyone looking for them. */
class RidesTest {

  private static final long HOUR = 3_600_000;

  private static Scenario<Long, Ride, Void, String> rides(
      KeyedProcessFunction<Long, Ride, String> function) {
    return Scenario.of(function)
        .keyedBy(Ride::id, Long.class)
        .event(new Ride(1, true, 0), 0)
        .event(new Ride(1, false, HOUR), HOUR);
  }

  @Test
  void pairsAlonePassSoAnHonestLookingTestStaysGreen() {
    assertThatCode(() -> rides(new Rides.Durations()).expect("1 took 3600000").verify())
        .doesNotThrowAnyException();
    assertThatCode(() -> rides(new Rides.LongRides()).expectNothing().verify())
        .doesNotThrowAnyException();
  }

  @Test
  void aStartThatNeverSeesItsEndIsALeak() {
    assertThatThrownBy(
            () ->
                rides(new Rides.Durations()).event(new Ride(2, true, 2 * HOUR), 2 * HOUR).verify())
        .hasMessageContaining("Leak: 1 left")
        .hasMessageContaining("key 2 (key group ")
        .hasMessageContaining("state 'waiting' holds Ride[id=2, start=true");
  }

  @Test
  void anEndThatComesAfterTheAlertIsALeak() {
    assertThatThrownBy(
            () ->
                rides(new Rides.LongRides())
                    .event(new Ride(3, true, 0), 0)
                    .watermark(3 * HOUR)
                    .expect("long ride 3")
                    .event(new Ride(3, false, 4 * HOUR), 4 * HOUR)
                    .verify())
        .hasMessageContaining("Leak: 1 left")
        .hasMessageContaining("state 'waiting' holds Ride[id=3, start=false");
  }

  @Test
  void theTwinThatForgetsLeavesNothing() {
    assertThatCode(
            () ->
                rides(new Rides.LongRidesThatForget())
                    .event(new Ride(2, true, 2 * HOUR), 2 * HOUR)
                    .event(new Ride(3, true, 0), 0)
                    .watermark(3 * HOUR)
                    .expect("long ride 3")
                    .event(new Ride(3, false, 4 * HOUR), 4 * HOUR)
                    .verify(ExecutionMatrix.standard()))
        .doesNotThrowAnyException();
  }
}
