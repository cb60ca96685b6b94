// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.velocity.Reference.Case;
import io.github.flinkpatterns.velocity.Reference.Fired;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds the detector against a batch evaluation that scans every window anew. */
class VelocityReferenceTest {

  private static final Duration SHORT = Duration.ofMillis(40);
  private static final Duration LONG = Duration.ofMillis(200);

  private static final List<Case> CASES =
      List.of(
          Case.of(Rule.named("count").count().exceeds(4).within(SHORT).build()),
          Case.of(Rule.named("count-long").count().atLeast(12).within(LONG).build()),
          Case.of(Rule.named("sum").sum("amount").atLeast(50).within(SHORT).build()),
          Case.of(Rule.named("avg").avg("amount").exceeds(9.5).within(LONG).build()),
          Case.of(Rule.named("avg-tie").avg("amount").equalTo(7.25).within(SHORT).build()),
          Case.of(Rule.named("min").min("amount").below(1).within(LONG).build()),
          Case.of(Rule.named("min-high").min("amount").exceeds(4).within(SHORT).build()),
          Case.of(Rule.named("max").max("amount").exceeds(19).within(SHORT).build()),
          Case.of(Rule.named("stddev").stddev("amount").exceeds(6.5).within(LONG).build()),
          Case.of(Rule.named("zscore").zScore("amount").exceeds(1.6).within(LONG).build()),
          Case.of(Rule.named("distinct").distinct("terminal").exceeds(3).within(SHORT).build()),
          Case.of(
              Rule.named("ratio").avg("amount").exceededTimes(2).minEvents(3).within(LONG).build()),
          Case.of(Rule.named("ratio-max").max("amount").exceededTimes(1).within(SHORT).build()),
          Case.of(Rule.named("ratio-sum").sum("amount").exceededTimes(0.5).within(LONG).build()),
          Case.of(Rule.named("gap").gap().atLeast(Duration.ofMillis(17)).within(LONG).build()),
          Case.of(Rule.named("new").firstSeenAge("terminal").atMost(0).within(LONG).build()),
          Case.of(
              Rule.named("old")
                  .firstSeenAge("terminal")
                  .exceeds(Duration.ofMillis(150))
                  .within(LONG)
                  .build()),
          new Case(
              Rule.named("filtered")
                  .sum("amount")
                  .where("amount > 5.5 and outcome == 'ok'")
                  .exceeds(45)
                  .within(LONG)
                  .build(),
              VelocityReferenceTest::filter,
              VelocityReferenceTest::filter),
          new Case(
              Rule.named("testing")
                  .count()
                  .where("amount < 3 or terminal == t1")
                  .when("amount >= 18")
                  .atLeast(2)
                  .within(LONG)
                  .build(),
              tx -> (tx.amount() != null && tx.amount() < 3) || "t1".equals(tx.terminal()),
              tx -> tx.amount() != null && tx.amount() >= 18),
          new Case(
              Rule.named("streak")
                  .streak()
                  .where("outcome != 'ok'")
                  .atLeast(3)
                  .within(LONG)
                  .build(),
              tx -> !"ok".equals(tx.outcome()),
              tx -> !"ok".equals(tx.outcome())));

  private static boolean filter(Tx tx) {
    return tx.amount() != null && tx.amount() > 5.5 && "ok".equals(tx.outcome());
  }

  static List<Tx> events(long seed, int size, double missing) {
    Random random = new Random(seed);
    List<Tx> events = new ArrayList<>();
    long time = 1_000;
    for (int i = 0; i < size; i++) {
      // A third of the events fall on the moment of the one before: ties.
      time += random.nextInt(3) == 0 ? 0 : random.nextInt(6);
      if (random.nextInt(60) == 0) {
        time += 300;
      }
      Double amount = random.nextDouble() < missing ? null : random.nextInt(80) / 4.0;
      events.add(
          new Tx(
              "e" + random.nextInt(1_000_000),
              "c" + random.nextInt(3),
              time,
              amount,
              "t" + random.nextInt(6),
              random.nextInt(3) == 0 ? "bad" : "ok",
              0.0,
              0.0));
    }
    return events;
  }

  private static VelocityDetector<Tx, String> detector(boolean eventTime) {
    VelocityDetectorBuilder<Tx, String> builder =
        Tx.detector().rules(CASES.stream().map(Case::rule).toList()).evidence(5);
    return (eventTime ? builder.inEventTimeOrder() : builder.byArrival()).build();
  }

  private static List<Fired> fired(Drive drive) {
    return drive.alerts.stream().map(Fired::of).sorted(Reference.ORDER).toList();
  }

  @ParameterizedTest
  @CsvSource({"1,0,false", "2,0.1,false", "3,0,true", "4,0.1,true", "5,0,false", "6,0.3,false"})
  void eventTimeOrderGivesWhatABatchRunGives(long seed, double missing, boolean serialized) {
    List<Tx> events = events(seed, 600, missing);
    Drive drive = new Drive(detector(true), serialized);
    Random random = new Random(seed + 100);
    List<Tx> arrival = new ArrayList<>(events);
    // Every event comes at most 30 ms late, and the watermark allows for that.
    List<Long> delays = arrival.stream().map(tx -> tx.time() + random.nextInt(31)).toList();
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < arrival.size(); i++) {
      order.add(i);
    }
    order.sort(Comparator.comparing(delays::get));
    for (int i : order) {
      drive.event(arrival.get(i));
      if (random.nextInt(4) == 0) {
        drive.watermark(delays.get(i) - 31);
      }
    }
    drive.watermark(Long.MAX_VALUE);
    assertThat(drive.counts.getOrDefault("late", 0L)).isZero();
    List<Fired> expected = Reference.run(Reference.inOrder(events), CASES, 5);
    assertThat(expected)
        .extracting(Fired::rule)
        .containsAll(CASES.stream().map(each -> each.rule().id()).toList());
    assertThat(fired(drive)).isEqualTo(expected);
    assertThat(drive.values).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"11,0,false", "12,0.1,true", "13,0.2,false"})
  void byArrivalJudgesAgainstWhatHasArrived(long seed, double missing, boolean serialized) {
    List<Tx> events = events(seed, 500, missing);
    Random random = new Random(seed + 100);
    List<Tx> arrival = new ArrayList<>(events);
    for (int i = 0; i + 4 < arrival.size(); i++) {
      Collections.swap(arrival, i, i + random.nextInt(4));
    }
    Drive drive = new Drive(detector(false), serialized);
    List<Fired> expected = new ArrayList<>();
    for (int i = 0; i < arrival.size(); i++) {
      Tx own = arrival.get(i);
      drive.event(own);
      // Earlier in time, of what is there; at one time, earlier in arrival: the sort is stable.
      List<Tx> known =
          arrival.subList(0, i).stream()
              .filter(tx -> tx.time() <= own.time())
              .sorted(Comparator.comparing(Tx::time))
              .collect(Collectors.toCollection(ArrayList::new));
      known.add(own);
      expected.addAll(Reference.last(known, CASES, 5));
    }
    expected.sort(Reference.ORDER);
    assertThat(fired(drive)).isEqualTo(expected);
    drive.watermark(Long.MAX_VALUE);
    assertThat(drive.values).isEmpty();
  }
}
