// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.fast.FastHost;
import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.testkit.Backend;
import io.github.flinkpatterns.testkit.Cell;
import io.github.flinkpatterns.testkit.Disorder;
import io.github.flinkpatterns.testkit.ExecutionMatrix;
import io.github.flinkpatterns.testkit.OperatorDriver;
import io.github.flinkpatterns.testkit.Outcome;
import io.github.flinkpatterns.testkit.Recovery;
import io.github.flinkpatterns.testkit.Scenario;
import io.github.flinkpatterns.testkit.StateCompatibility;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The detector in both hosts, on every backend, through restores, crashes and rescaling. */
class VelocityHostsTest {

  private static final Duration W = Duration.ofMillis(120);
  private static final CacheSettings TINY = CacheSettings.defaults().withMaxEntries(2);

  // Every recovery on the heap; on RocksDB, where each restore costs, a crash while it is rescaled.
  private static final ExecutionMatrix MATRIX =
      ExecutionMatrix.of(
          Cell.PLAIN,
          Stream.concat(
                  ExecutionMatrix.standard().cells().stream().skip(1),
                  Stream.of(
                      new Cell(Backend.ROCKSDB, Recovery.NONE, List.of(1)),
                      new Cell(Backend.ROCKSDB, Recovery.CRASH_AND_REPLAY, List.of(1, 3, 2))))
              .toArray(Cell[]::new));

  private static VelocityDetectorBuilder<Tx, String> rules() {
    return Tx.detector()
        .maxEventsPerKey(12)
        .evidence(3)
        .rule("count", r -> r.count().exceeds(5).within(W).cooldown(Duration.ofMillis(20)))
        .rule("spike", r -> r.avg("amount").exceededTimes(1.5).minEvents(2).within(W))
        .rule("distinct", r -> r.distinct("terminal").atLeast(4).within(W))
        .rule(
            "profile",
            r ->
                r.max("amount")
                    .exceededTimes(1)
                    .within(Duration.ofMillis(600))
                    .inBuckets(Duration.ofMillis(50)));
  }

  private static OneInputStreamOperator<Tx, Alert<String>> fast(
      VelocityDetector<Tx, String> detector) {
    KeyedLogic<String, Tx, VelocityValue, Alert<String>> logic = detector.logic();
    return FastHost.operator(logic, Tx::customer, TINY);
  }

  private static List<Tx> events(int size) {
    return VelocityReferenceTest.events(42, size, 0.1);
  }

  private static Scenario<String, Tx, Void, Alert<String>> script(
      VelocityDetector<Tx, String> detector, int size) {
    Scenario<String, Tx, Void, Alert<String>> scenario =
        Scenario.of(detector.toFunction()).keyedBy(Tx::customer, String.class);
    int number = 0;
    for (Tx tx : events(size)) {
      scenario = scenario.event(tx, tx.time());
      scenario = ++number % 5 == 0 ? scenario.watermark(tx.time() - 1) : scenario;
    }
    return scenario.endOfInput();
  }

  @Test
  @Tag("every-flink")
  void bothHostsGiveTheSameOnEveryBackendThroughEveryRecovery() {
    VelocityDetector<Tx, String> detector = rules().build();
    Outcome<Alert<String>> outcome =
        script(detector, 60).alternatingWith(fast(detector)).verify(MATRIX);
    assertThat(outcome.values())
        .extracting(Alert::ruleId)
        .contains("count", "spike", "distinct", "profile");
    assertThat(outcome.values(detector.missingFields())).isNotEmpty();
  }

  @Test
  void byArrivalSurvivesTheSame() {
    VelocityDetector<Tx, String> detector = rules().byArrival().build();
    Outcome<Alert<String>> outcome =
        script(detector, 60).alternatingWith(fast(detector)).verify(ExecutionMatrix.standard());
    assertThat(outcome.values()).isNotEmpty();
  }

  @Test
  void theOrderOfArrivalChangesNothingInEventTimeOrder() {
    VelocityDetector<Tx, String> detector = rules().maxEventsPerKey(1_000).build();
    Scenario<String, Tx, Void, Alert<String>> scenario =
        Scenario.of(fast(detector)).keyedBy(Tx::customer, String.class);
    for (Tx tx : events(80)) {
      scenario = scenario.event(tx, tx.time()).watermark(tx.time() - 21);
    }
    scenario
        .endOfInput()
        .verify(ExecutionMatrix.standard().with(Disorder.within(Duration.ofMillis(20))));
  }

  private static Scenario<String, Tx, RuleUpdate, Alert<String>> schedule(
      VelocityDetector<Tx, String> detector) {
    Scenario<String, Tx, RuleUpdate, Alert<String>> scenario =
        Scenario.of(detector.toUpdatableFunction(), detector.sharedState())
            .keyedBy(Tx::customer, String.class);
    List<Tx> events = events(70);
    for (int i = 0; i < events.size(); i++) {
      Tx tx = events.get(i);
      long from = tx.time();
      Rule added = Rule.named("added").count().atLeast(3).within(W).build();
      scenario =
          switch (i) {
            case 10 -> scenario.secondEvent(RuleUpdate.put(added, from), from);
            case 20 ->
                scenario.secondEvent(RuleUpdate.setMode("count", RuleMode.SHADOW, from + 5), from);
            case 30 -> scenario.secondEvent(RuleUpdate.reset("added", from + 9), from);
            case 45 -> scenario.secondEvent(RuleUpdate.remove("count", from), from);
            case 55 -> scenario.secondEvent(RuleUpdate.put(added.withVersion(2), from + 3), from);
            default -> scenario;
          };
      scenario = scenario.event(tx, tx.time()).watermark(tx.time() - 1);
    }
    return scenario.endOfInput();
  }

  @Test
  @Tag("every-flink")
  void rulesThatChangeInMidStreamSurviveRestoreAtEveryStepAndRescaling() {
    VelocityDetector<Tx, String> detector = rules().build();
    Outcome<Alert<String>> outcome =
        schedule(detector)
            .alternatingWith(FastHost.operator(detector.logic(), Tx::customer, TINY))
            .mayKeep("shared")
            .verify(MATRIX);
    Drive drive = new Drive(detector, false);
    List<Tx> events = events(70);
    Rule added = Rule.named("added").count().atLeast(3).within(W).build();
    drive.update(RuleUpdate.put(added, events.get(10).time()));
    drive.update(RuleUpdate.setMode("count", RuleMode.SHADOW, events.get(20).time() + 5));
    drive.update(RuleUpdate.reset("added", events.get(30).time() + 9));
    drive.update(RuleUpdate.remove("count", events.get(45).time()));
    drive.update(RuleUpdate.put(added.withVersion(2), events.get(55).time() + 3));
    // The same schedule, known from the start.
    events.forEach(tx -> drive.event(tx).watermark(tx.time() - 1));
    drive.watermark(Long.MAX_VALUE);
    assertThat(outcome.values()).containsExactlyInAnyOrderElementsOf(drive.alerts);
    assertThat(outcome.values()).extracting(Alert::ruleVersion).contains(1, 2);
  }

  @Test
  void aThousandIdleKeysLeaveNoEntryAndNoTimer() {
    thousandIdleKeys(Backend.HASHMAP);
    thousandIdleKeys(Backend.ROCKSDB);
  }

  private static void thousandIdleKeys(Backend backend) {
    VelocityDetector<Tx, String> detector = rules().build();
    Scenario<String, Tx, Void, Alert<String>> scenario =
        Scenario.of(detector.toFunction()).keyedBy(Tx::customer, String.class);
    try (var driver = OperatorDriver.of(scenario, backend, 1)) {
      for (int i = 0; i < 1_000; i++) {
        driver.event(Tx.of("e" + i, 1_000 + i, 1).customer("c" + i), 1_000 + i);
      }
      driver.watermark(2_000);
      assertThat(driver.state("value", "c999")).isNotNull();
      assertThat(driver.eventTimers("c999")).isNotEmpty();
      driver.watermark(1_999 + 600 - 1);
      for (int i = 0; i < 1_000; i += 37) {
        assertThat(driver.state("value", "c" + i)).isNull();
        assertThat(driver.eventTimers("c" + i)).isEmpty();
      }
      assertThat(driver.state("value", "c999")).isNull();
    }
  }

  @Test
  @Tag("every-flink")
  void stateOfTheFirstLayoutIsReadForEver() {
    Scenario<String, Tx, RuleUpdate, Alert<String>> scenario =
        Scenario.of(
                rules().emitStatistics(Duration.ofMillis(500)).build().toUpdatableFunction(),
                rules().build().sharedState())
            .keyedBy(Tx::customer, String.class)
            .alternatingWith(
                FastHost.operator(
                    rules().emitStatistics(Duration.ofMillis(500)).build().logic(),
                    Tx::customer,
                    TINY));
    int number = 0;
    for (Tx tx : events(60)) {
      if (number == 20) {
        Rule rule =
            Rule.named("later")
                .count()
                .where("amount > 1 and terminal != 'x'")
                .atLeast(3)
                .within(W)
                .build();
        scenario = scenario.secondEvent(RuleUpdate.put(rule, tx.time()), tx.time());
      }
      scenario = scenario.event(tx, tx.time());
      scenario = ++number % 5 == 0 ? scenario.watermark(tx.time() - 30) : scenario;
      scenario = number == 40 ? scenario.savepoint() : scenario;
    }
    StateCompatibility.of(scenario.endOfInput())
        .verify(Path.of("src/test/resources/golden/velocity-detector-v1.snap"));
  }
}
