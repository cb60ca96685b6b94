// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Windows that hold more than is kept event by event, and profiles that are never kept so. */
class VelocityBucketsTest {

  private static final long DAY = Duration.ofDays(1).toMillis();

  private static VelocityDetector<Tx, String> full(int most) {
    Duration window = Duration.ofMillis(640);
    return Tx.detector()
        .maxEventsPerKey(most)
        .rule("count", r -> r.count().atLeast(1).within(window))
        .rule("sum", r -> r.sum("amount").atLeast(0).within(window))
        .rule("min", r -> r.min("amount").atLeast(0).within(window))
        .rule("max", r -> r.max("amount").atLeast(0).within(window))
        .rule("dev", r -> r.stddev("amount").atLeast(0).within(window))
        .rule("distinct", r -> r.distinct("terminal").atLeast(1).within(window))
        .rule("some", r -> r.avg("amount").where("amount > 9").atLeast(1).within(window))
        .rule("short", r -> r.count().atLeast(1).within(Duration.ofMillis(20)))
        .rule("gap", r -> r.gap().atLeast(1).within(window))
        .rule("old", r -> r.firstSeenAge("terminal").atLeast(0).within(window))
        .build();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void anOverflowReachesBackAtMostOneBucketFurtherAndIsMarked(long seed) {
    List<Tx> events = Reference.inOrder(VelocityReferenceTest.events(seed, 1_500, 0));
    Drive drive = new Drive(full(25), false);
    events.forEach(tx -> drive.event(tx).watermark(tx.time() - 1));
    drive.watermark(Long.MAX_VALUE - 1);
    assertThat(drive.counts.get("compacted")).isPositive();
    long bucketed = 0;
    for (Alert<String> alert : drive.alerts) {
      if (alert.ruleId().equals("count") || alert.ruleId().equals("short")) {
        long start = alert.windowStartMillis();
        long own = position(events, alert);
        long exact = count(events, alert, start, own);
        // A bucket is a 64th of the window: 10 ms.
        assertThat(alert.events())
            .isBetween(exact, alert.approximate() ? count(events, alert, start - 10, own) : exact);
        bucketed += alert.approximate() ? 1 : 0;
        assertThat(alert.ruleId().equals("short") && alert.approximate()).isFalse();
      }
    }
    assertThat(bucketed).isPositive();
    assertThat(drive.values).isEmpty();
  }

  private static long position(List<Tx> events, Alert<String> alert) {
    List<Tx> order = events;
    for (int i = 0; i < order.size(); i++) {
      if (order.get(i).id().equals(alert.eventId())
          && order.get(i).time() == alert.timestampMillis()) {
        return i;
      }
    }
    throw new AssertionError(alert);
  }

  private static long count(List<Tx> events, Alert<String> alert, long after, long until) {
    return events.subList(0, (int) until + 1).stream()
        .filter(tx -> tx.customer().equals(alert.key()) && tx.time() > after)
        .count();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void whatRunsAlongIsWhatIsComputedAnewFromState(long seed) {
    List<Tx> events = VelocityReferenceTest.events(seed, 1_500, 0.1);
    Drive running = new Drive(full(25), false);
    Drive serialized = new Drive(full(25), true);
    for (Drive drive : List.of(running, serialized)) {
      events.forEach(tx -> drive.event(tx).watermark(tx.time() - 1));
      drive.watermark(Long.MAX_VALUE - 1);
      assertThat(drive.values).isEmpty();
    }
    assertThat(running.alerts).anyMatch(Alert::approximate);
    assertThat(running.alerts.size()).isEqualTo(serialized.alerts.size());
    for (int i = 0; i < running.alerts.size(); i++) {
      assertThat(running.alerts.get(i)).isEqualTo(serialized.alerts.get(i));
    }
  }

  @Test
  void aProfileOfNinetyDaysIsKeptAsOneSumPerDay() {
    Drive drive =
        new Drive(
            Tx.detector()
                .rule("burst", r -> r.count().exceeds(5).within(Duration.ofMinutes(10)))
                .rules(List.of(ReadyRules.profileSpike("spike", "amount", 3, 3).build()))
                .build(),
            true);
    Random random = new Random(5);
    List<Tx> events = new ArrayList<>();
    long time = 0;
    for (int i = 0; i < 4_000; i++) {
      time += random.nextInt((int) (DAY / 10));
      events.add(Tx.of("e" + i, time, random.nextInt(4_000) / 100.0 + (i % 50 == 0 ? 70 : 0)));
    }
    int most = 0;
    int largest = 0;
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      Tx own = events.get(i);
      drive.event(own).watermark(own.time());
      VelocityValue value = drive.values.get("c");
      most = Math.max(most, value.ring.size());
      largest = Math.max(largest, value.tracks.stream().mapToInt(t -> t.buckets.size()).sum());
      // All but the last ten minutes is in days, of which the oldest counts in full.
      long firstDay = Math.floorDiv(own.time() - 90 * DAY + 1, DAY);
      List<Tx> before =
          events.subList(0, i).stream()
              .filter(tx -> Math.floorDiv(tx.time(), DAY) >= firstDay)
              .toList();
      long cents = before.stream().mapToLong(tx -> Math.round(tx.amount() * 100)).sum();
      if (before.size() >= 3 && Math.round(own.amount() * 100) * before.size() > 3 * cents) {
        expected.add(own.id());
      }
    }
    assertThat(drive.alerts)
        .filteredOn(alert -> alert.ruleId().equals("spike"))
        .extracting(Alert::eventId)
        .hasSizeGreaterThan(20)
        .isEqualTo(expected);
    assertThat(most).isLessThan(12);
    assertThat(largest).isBetween(88, 92);
    assertThat(drive.watermark(Long.MAX_VALUE - 1).values).isEmpty();
  }

  @Test
  void differentValuesBeyondTheBoundAreEstimatedAndMarked() {
    Drive drive =
        new Drive(
            Tx.detector()
                .maxEventsPerKey(10)
                .rule("r", r -> r.distinct("terminal").atLeast(4_000).within(Duration.ofDays(1)))
                .build(),
            false);
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      drive.event(Tx.of("e" + i, i * 10L, 1).terminal("t" + random.nextInt(5_000)));
      drive.watermark(i * 10L);
    }
    // 20,000 draws of 5,000 leave about 92 out. Four standard errors of 6.3 % are 25 %.
    Alert<String> last = drive.alerts.get(drive.alerts.size() - 1);
    assertThat(last.value()).isBetween(4_908 * 0.75, 4_908 * 1.25);
    assertThat(last.approximate()).isTrue();
  }

  @Test
  void theEstimateIsExactUpToItsBoundAndWithinItsErrorBeyond() {
    double squares = 0;
    for (int run = 0; run < 100; run++) {
      MinValues values = new MinValues();
      for (int i = 0; i < MinValues.K; i++) {
        values.add(Fields.fingerprint(run + "-" + i));
        values.add(Fields.fingerprint(run + "-" + i / 2));
      }
      assertThat(values.count()).isEqualTo(MinValues.K);
      assertThat(values.isExact()).isTrue();
      for (int i = 0; i < 10_000; i++) {
        values.add(Fields.fingerprint(run + "-" + i));
      }
      assertThat(values.isExact()).isFalse();
      squares += Math.pow(values.count() / 10_000.0 - 1, 2);
    }
    assertThat(Math.sqrt(squares / 100)).isBetween(0.04, 0.085);
  }
}
