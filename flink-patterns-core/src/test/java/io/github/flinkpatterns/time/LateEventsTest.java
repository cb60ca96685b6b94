// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.flinkpatterns.testkit.ExecutionMatrix;
import io.github.flinkpatterns.testkit.Scenario;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("every-flink")
class LateEventsTest {

  private static final LateEvents<Reading> LATENESS =
      LateEvents.on(Reading.class).laterThan(Duration.ofMillis(10));

  @Test
  void anEventLaterThanAllowedIsPutAsideWithWhatItMissedBy() {
    Scenario.of(LATENESS.toFunction())
        .event(Reading.at(5), 5)
        .watermark(100)
        .event(Reading.at(91), 91)
        .event(Reading.at(90), 90)
        .eventWithoutTime(Reading.at(300))
        .event(Reading.at(150), 150)
        .expect(Reading.at(5), Reading.at(91), Reading.at(150))
        .expectSide(LATENESS.late(), new LateEvent<>(Reading.at(90), 90, 10))
        .expectSide(LATENESS.withoutTimestamp(), Reading.at(300))
        .verify(ExecutionMatrix.standard());
  }

  /** Without late events left, Flink's windows behind this step drop nothing. */
  @Test
  @SuppressWarnings("try") // closing may be interrupted
  void behindItNoWindowDropsAnything() throws Exception {
    Configuration configuration = new Configuration();
    configuration.setString("pipeline.generic-types", "false");
    configuration.setString("pipeline.auto-watermark-interval", "1 ms");
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.setParallelism(2);
    int events = 20_000;
    LateEvents<Long> lateness = LateEvents.on(Types.LONG).laterThan(Duration.ZERO);
    // Two splits, each with disorder of its own, adaptive, idle when they end, and aligned.
    DataStream<Long> numbers =
        env.fromSource(
            new NumberSequenceSource(0, events - 1),
            AdaptiveWatermarks.on(Long.class)
                .quantile(0.9)
                .between(Duration.ZERO, Duration.ofMillis(500))
                .overLast(100)
                .build()
                .withTimestampAssigner((n, unused) -> n - n * 7_919 % 300)
                .withIdleness(Duration.ofMinutes(10))
                .withWatermarkAlignment("numbers", Duration.ofMinutes(1)),
            "numbers");
    SingleOutputStreamOperator<Long> inTime = lateness.applyTo(numbers, "lateness");
    DataStream<Long> counts =
        inTime
            .map(n -> 1L)
            .returns(Types.LONG)
            .windowAll(TumblingEventTimeWindows.of(Duration.ofMillis(50)))
            .reduce(Long::sum);
    DataStream<Long> late =
        inTime.getSideOutput(lateness.late()).map(event -> 1L).returns(Types.LONG);
    long sum = 0;
    try (CloseableIterator<Long> each = counts.union(late).executeAndCollect()) {
      while (each.hasNext()) {
        sum += each.next();
      }
    }
    assertThat(sum).isEqualTo(events);
  }

  @Test
  void mistakesAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LateEvents.on(Reading.class).laterThan(Duration.ofMillis(-1)))
        .withMessage(
            "LateEvents: parameter 'laterThan': PT-0.001S must not be negative; pass Duration.ZERO"
                + " or more");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                LATENESS.applyTo(
                    StreamExecutionEnvironment.getExecutionEnvironment()
                        .fromData(TypeInformation.of(Reading.class), Reading.at(1)),
                    " "))
        .withMessage("LateEvents: parameter 'uid': '' must name the step; pass a name");
  }
}
