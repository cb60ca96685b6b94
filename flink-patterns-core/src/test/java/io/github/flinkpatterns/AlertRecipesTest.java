// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.session.Session;
import io.github.flinkpatterns.session.SessionAggregator;
import io.github.flinkpatterns.testkit.Cell;
import io.github.flinkpatterns.testkit.ExecutionMatrix;
import io.github.flinkpatterns.testkit.Scenario;
import io.github.flinkpatterns.velocity.Alert;
import io.github.flinkpatterns.velocity.VelocityDetector;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.junit.jupiter.api.Test;

/** The alerts of {@code docs/alerts.md}. */
class AlertRecipesTest {

  private static final long MINUTE = 60_000;

  /** Something that a device did. */
  public record Reading(String device, String id, long time) {}

  /** Counts. */
  static final class Count implements AggregateFunction<Reading, Long, Long> {
    @Override
    public Long createAccumulator() {
      return 0L;
    }

    @Override
    public Long add(Reading reading, Long count) {
      return count + 1;
    }

    @Override
    public Long getResult(Long count) {
      return count;
    }

    @Override
    public Long merge(Long a, Long b) {
      return a + b;
    }
  }

  private static List<Alert<String>> alerts(
      VelocityDetector<Reading, String> detector, long... times) {
    Scenario<String, Reading, Void, Alert<String>> scenario =
        Scenario.of(detector.toFunction()).keyedBy(Reading::device, String.class);
    for (long time : times) {
      scenario = scenario.event(new Reading("d", "at-" + time, time), time);
    }
    return scenario.endOfInput().verify(ExecutionMatrix.of(Cell.PLAIN)).values();
  }

  @Test
  void moreThanAHundredEventsInAnHour() {
    // docs: begin threshold
    var busy =
        VelocityDetector.on(Reading.class)
            .keyedBy(Reading::device, String.class)
            .eventId(Reading::id)
            .rule(
                "busy",
                r ->
                    r.count()
                        .exceeds(100)
                        .within(Duration.ofHours(1))
                        .cooldown(Duration.ofHours(1)))
            .maxEventsPerKey(1_000)
            .build();
    // docs: end threshold
    long[] everyHalfMinute = new long[220];
    for (int i = 0; i < everyHalfMinute.length; i++) {
      everyHalfMinute[i] = i * MINUTE / 2;
    }
    // The 101st is at 50 minutes; the cool-down is over at 110.
    assertThat(alerts(busy, everyHalfMinute))
        .extracting(alert -> alert.timestampMillis() / MINUTE + " " + alert.value())
        .containsExactly("50 101.0");
    long[] every36Seconds = new long[101];
    for (int i = 0; i < every36Seconds.length; i++) {
      every36Seconds[i] = i * 36_000L;
    }
    // 101 events, but the first has left the hour.
    assertThat(alerts(busy, every36Seconds)).isEmpty();
  }

  @Test
  void backAfterAPauseOfMoreThanAnHour() {
    // docs: begin returned
    var returned =
        VelocityDetector.on(Reading.class)
            .keyedBy(Reading::device, String.class)
            .eventId(Reading::id)
            .rule("returned", r -> r.gap().exceeds(Duration.ofHours(1)).within(Duration.ofDays(30)))
            .evidence(1)
            .maxEventsPerKey(1_000)
            .build();
    // docs: end returned
    assertThat(alerts(returned, 0, 10 * MINUTE, 70 * MINUTE, 131 * MINUTE))
        .extracting(alert -> alert.eventId() + " after " + (long) alert.value() / MINUTE)
        .containsExactly("at-" + 131 * MINUTE + " after 61");
  }

  @Test
  void quietForMoreThanAnHour() {
    // docs: begin quiet
    var quiet =
        SessionAggregator.on(Reading.class)
            .keyedBy(Reading::device, String.class)
            .closeAfterInactivity(Duration.ofHours(1))
            .aggregate(new Count(), Types.LONG, Types.LONG)
            .build();
    // docs: end quiet
    Scenario<String, Reading, Void, Session<String, Long>> scenario =
        Scenario.of(quiet.toFunction()).keyedBy(Reading::device, String.class);
    for (long time : new long[] {0, 10, 70}) {
      scenario = scenario.event(new Reading("d", "r", time * MINUTE), time * MINUTE);
    }
    var before = scenario.watermark(130 * MINUTE - 2);
    assertThat(before.withoutLeakCheck().verify(ExecutionMatrix.of(Cell.PLAIN)).values()).isEmpty();
    assertThat(before.watermark(130 * MINUTE - 1).verify(ExecutionMatrix.of(Cell.PLAIN)).values())
        .extracting(session -> session.key() + " quiet since " + session.lastEventMillis() / MINUTE)
        .containsExactly("d quiet since 70");
  }
}
