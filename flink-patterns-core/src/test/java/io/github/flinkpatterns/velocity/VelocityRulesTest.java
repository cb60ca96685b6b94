// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The rules by worked numbers, and what is refused. */
class VelocityRulesTest {

  private static Drive drive(Rule... rules) {
    return new Drive(Tx.detector().rules(List.of(rules)).build(), true);
  }

  private static Drive feed(Drive drive, Tx... events) {
    for (Tx event : events) {
      drive.event(event);
    }
    return drive.watermark(Long.MAX_VALUE - 1);
  }

  private static List<String> firedAt(Drive drive) {
    return drive.alerts.stream().map(Alert::eventId).toList();
  }

  @Test
  void theWindowIsOpenAtItsStartAndClosedAtItsEnd() {
    Rule rule = Rule.named("r").count().atLeast(3).within(Duration.ofMillis(10)).build();
    Drive drive =
        feed(
            drive(rule),
            Tx.of("a", 0, 1),
            Tx.of("b", 4, 1),
            Tx.of("c", 9, 1),
            Tx.of("d", 10, 1),
            Tx.of("e", 14, 1),
            Tx.of("f", 30, 1));
    assertThat(firedAt(drive)).containsExactly("c", "d", "e");
    Alert<String> alert = drive.alerts.get(2);
    assertThat(alert.windowStartMillis()).isEqualTo(4);
    assertThat(alert.windowEndMillis()).isEqualTo(14);
    assertThat(alert.value()).isEqualTo(3);
    assertThat(alert.events()).isEqualTo(3);
    assertThat(alert.evidence()).containsExactly("c", "d", "e");
    assertThat(alert.approximate()).isFalse();
    assertThat(alert.warmingUp()).isFalse();
  }

  @Test
  void sumsAreExactToTheCent() {
    Rule rule = Rule.named("r").sum("amount").equalTo(0.3).within(Duration.ofMillis(10)).build();
    Drive drive = feed(drive(rule), Tx.of("a", 1, 0.1), Tx.of("b", 2, 0.2), Tx.of("c", 3, 0.1));
    assertThat(firedAt(drive)).containsExactly("b");
    assertThat(drive.alerts.get(0).value()).isEqualTo(0.3);
  }

  @Test
  void anAmountOfExactlyTenTimesTheMeanIsNotAboveIt() {
    Rule rule = ReadyRules.spike("r", "amount", 10, 3, Duration.ofDays(1)).build();
    Drive drive =
        feed(
            drive(rule),
            Tx.of("a", 1, 10),
            Tx.of("b", 2, 12),
            Tx.of("c", 3, 14),
            Tx.of("d", 4, 120),
            Tx.of("e", 5, 390.01));
    assertThat(firedAt(drive)).containsExactly("e");
    assertThat(drive.alerts.get(0).value()).isEqualTo(390.01 / 39);
    assertThat(drive.alerts.get(0).evidence()).containsExactly("a", "b", "c", "d");
  }

  @Test
  void readyRulesFindWhatTheyAreNamedFor() {
    Duration hour = Duration.ofHours(1);
    Drive drive =
        drive(
            ReadyRules.velocity("velocity", 5, hour).build(),
            ReadyRules.distinct("terminals", "terminal", 2, hour).build(),
            ReadyRules.impossibleTravel("travel", "latitude", "longitude", 1_000, hour).build(),
            ReadyRules.cardTesting("testing", "amount", 2, 3, 500, hour).build(),
            ReadyRules.failuresThenSuccess("guessed", "outcome", "no", "ok", 3, hour).build(),
            ReadyRules.newPayee("payee", "terminal", "amount", 400, Duration.ofDays(30)).build(),
            ReadyRules.dormantThenActive("dormant", Duration.ofDays(20), Duration.ofDays(60))
                .build());
    long day = Duration.ofDays(1).toMillis();
    Tx[] events = {
      Tx.of("a", 0, 1).outcome("no").terminal("t1"),
      Tx.of("b", 10_000, 1).outcome("no").terminal("t1"),
      Tx.of("c", 20_000, 1).outcome("no").terminal("t1"),
      Tx.of("d", 30_000, 1).outcome("ok").terminal("t2"),
      Tx.of("e", 40_000, 500).outcome("ok").terminal("t3"),
      Tx.of("f", 50_000, 1).outcome("ok").terminal("t3").at(60, 5),
      Tx.of("g", 50_000 + 19 * day, 1).terminal("t3").at(60, 5),
      Tx.of("h", 50_000 + 39 * day, 1).terminal("t3").at(60, 5)
    };
    feed(drive, events);
    assertThat(drive.alerts)
        .extracting(alert -> alert.ruleId() + "@" + alert.eventId())
        .containsExactlyInAnyOrder(
            "guessed@d",
            "guessed@e",
            "guessed@f",
            "testing@e",
            "terminals@e",
            "payee@e",
            "terminals@f",
            "velocity@f",
            "travel@f",
            "dormant@h");
  }

  @Test
  void speedIsTheGreatCircleDistanceOverTheTime() {
    Rule rule =
        ReadyRules.impossibleTravel("r", "latitude", "longitude", 500, Duration.ofDays(1)).build();
    Drive drive =
        feed(
            drive(rule),
            Tx.of("paris", 0, 1).at(48.8566, 2.3522),
            Tx.of("new-york", 3_600_000, 1).at(40.7128, -74.0060));
    // The distance is 5,837 km.
    assertThat(drive.alerts.get(0).value()).isBetween(5_830.0, 5_845.0);
  }

  @Test
  void aCooldownHoldsBackAndCounts() {
    Rule rule =
        Rule.named("r")
            .count()
            .atLeast(2)
            .within(Duration.ofMillis(100))
            .cooldown(Duration.ofMillis(10))
            .build();
    Drive drive =
        feed(
            drive(rule),
            Tx.of("a", 0, 1),
            Tx.of("b", 1, 1),
            Tx.of("c", 5, 1),
            Tx.of("d", 10, 1),
            Tx.of("e", 11, 1));
    assertThat(firedAt(drive)).containsExactly("b", "e");
    assertThat(drive.alerts).extracting(Alert::suppressed).containsExactly(0L, 2L);
    assertThat(drive.counts)
        .containsEntry("rule.r.suppressed", 2L)
        .containsEntry("rule.r.fired", 2L);
  }

  @Test
  void anEventWithoutTheFieldGoesToItsOutput() {
    Rule sum = Rule.named("sum").sum("amount").atLeast(2).within(Duration.ofMillis(10)).build();
    Rule where =
        Rule.named("where")
            .count()
            .where("terminal == x")
            .atLeast(1)
            .within(Duration.ofMillis(10))
            .build();
    Rule count = Rule.named("count").count().atLeast(3).within(Duration.ofMillis(10)).build();
    Drive drive =
        feed(
            drive(sum, where, count),
            Tx.of("a", 1, 1),
            Tx.of("b", 2, 9).amount(null),
            Tx.of("c", 3, 1).terminal(null),
            Tx.of("d", 4, 1e12));
    assertThat(drive.side(drive.detector().missingFields()))
        .containsExactly(
            new MissingField<>("sum", 1, "amount", "c", "b", 2),
            new MissingField<>("where", 1, "terminal", "c", "c", 3),
            new MissingField<>("sum", 1, "amount", "c", "d", 4));
    assertThat(drive.counts).containsEntry("missingField", 3L);
    assertThat(drive.alerts)
        .extracting(alert -> alert.ruleId() + "@" + alert.eventId())
        .containsExactly("count@c", "sum@c", "count@d");
  }

  @Test
  void lateAndTimelessEventsAreNotJudgedAndNotLost() {
    for (UnaryOperator<VelocityDetectorBuilder<Tx, String>> order :
        List.<UnaryOperator<VelocityDetectorBuilder<Tx, String>>>of(
            VelocityDetectorBuilder::inEventTimeOrder, VelocityDetectorBuilder::byArrival)) {
      Drive drive =
          new Drive(
              order
                  .apply(Tx.detector())
                  .rule("r", r -> r.count().atLeast(1).within(Duration.ofMillis(10)))
                  .build(),
              true);
      drive.event(Tx.of("a", 10, 1)).watermark(10);
      drive.event(Tx.of("late", 10, 1)).event(Tx.of("none", 0, 1), Long.MIN_VALUE);
      drive.event(Tx.of("b", 11, 1)).watermark(30);
      assertThat(firedAt(drive)).containsExactly("a", "b");
      assertThat(drive.side(drive.detector().late())).extracting(Tx::id).containsExactly("late");
      assertThat(drive.side(drive.detector().withoutTimestamp()))
          .extracting(Tx::id)
          .containsExactly("none");
      assertThat(drive.values).isEmpty();
    }
  }

  @Test
  void aKeyIsForgottenWhenItsLastEventLeavesTheLongestWindow() {
    Rule rule = Rule.named("r").count().atLeast(9).within(Duration.ofMillis(10)).build();
    Drive drive = drive(rule);
    for (int i = 0; i < 1_000; i++) {
      drive.event(Tx.of("e" + i, 100, 1).customer("c" + i));
    }
    drive.watermark(108);
    assertThat(drive.values).hasSize(1_000);
    // An event at 110 would see (100, 110], so the one at 100 is of no more use.
    drive.watermark(109);
    assertThat(drive.values).isEmpty();
  }

  @Test
  void tooManyWaitingEventsAreJudgedEarlyAndSaySo() {
    Drive drive =
        new Drive(
            Tx.detector()
                .maxEventsPerKey(3)
                .rule("r", r -> r.count().atLeast(1).within(Duration.ofMillis(10)))
                .build(),
            true);
    for (int i = 1; i <= 5; i++) {
      drive.event(Tx.of("e" + i, i, 1));
    }
    assertThat(firedAt(drive)).containsExactly("e1", "e2");
    drive.event(Tx.of("too-late", 2, 1)).watermark(100);
    assertThat(firedAt(drive)).containsExactly("e1", "e2", "e3", "e4", "e5");
    assertThat(drive.alerts)
        .extracting(Alert::judgedEarly)
        .containsExactly(true, true, false, false, false);
    assertThat(drive.counts).containsEntry("judgedEarly", 2L).containsEntry("late", 1L);
    assertThat(drive.values).isEmpty();
  }

  @Test
  void statisticsAddUpPerRuleAndMode() {
    Drive drive =
        new Drive(
            Tx.detector()
                .emitStatistics(Duration.ofMillis(100))
                .rule("r", r -> r.count().atLeast(2).within(Duration.ofMillis(50)))
                .rule(
                    "s",
                    r ->
                        r.sum("amount")
                            .atLeast(9)
                            .within(Duration.ofMillis(50))
                            .mode(RuleMode.SHADOW))
                .build(),
            true);
    drive.event(Tx.of("a", 10, 9)).event(Tx.of("b", 20, 1)).event(Tx.of("c", 120, 2).amount(null));
    drive.watermark(1_000);
    assertThat(drive.side(drive.detector().statistics()))
        .containsExactly(
            new RuleStatistics("r", 1, RuleMode.ACTIVE, 0, 2, 1, 0, 0),
            new RuleStatistics("s", 1, RuleMode.SHADOW, 0, 2, 2, 0, 0),
            new RuleStatistics("r", 1, RuleMode.ACTIVE, 100, 1, 0, 0, 0),
            new RuleStatistics("s", 1, RuleMode.SHADOW, 100, 0, 0, 0, 1));
    assertThat(drive.alerts).filteredOn(a -> a.mode() == RuleMode.SHADOW).hasSize(2);
  }

  @Test
  void alertsBeforeTheHistoryIsWholeAreMarked() {
    Drive drive =
        new Drive(
            Tx.detector()
                .historyFrom(Instant.ofEpochMilli(100))
                .rule("r", r -> r.count().atLeast(1).within(Duration.ofMillis(10)))
                .build(),
            true);
    feed(drive, Tx.of("a", 105, 1), Tx.of("b", 108, 1), Tx.of("c", 109, 1), Tx.of("d", 110, 1));
    assertThat(drive.alerts).extracting(Alert::warmingUp).containsExactly(true, true, false, false);
  }

  @Test
  void whatIsMissingOrWrongIsNamed() {
    assertThatThrownBy(() -> Tx.detector().rule("spend", r -> r.sum("amount").exceeds(3)))
        .hasMessage("VelocityDetector: rule 'spend': within: was not set");
    assertThatThrownBy(() -> Tx.detector().rule("r", r -> r.within(Duration.ofDays(1))))
        .hasMessageStartingWith("VelocityDetector: rule 'r': aggregate: was not set");
    assertThatThrownBy(() -> Tx.detector().rule("r", r -> r.count().within(Duration.ofDays(1))))
        .hasMessageStartingWith("VelocityDetector: rule 'r': op: was not set");
    assertThatThrownBy(
            () ->
                Tx.detector()
                    .rule("r", r -> r.sum("amont").exceeds(1).within(Duration.ofDays(1)))
                    .build())
        .hasMessageStartingWith(
            "VelocityDetector: rule 'r': of: 'amont' is no field of the detector; its fields are"
                + " amount (number), terminal (category)");
    assertThatThrownBy(
            () ->
                Tx.detector()
                    .rule("r", r -> r.sum("terminal").exceeds(1).within(Duration.ofDays(1)))
                    .build())
        .hasMessageContaining("of: 'terminal' is a category, a number is needed");
    assertThatThrownBy(
            () ->
                Tx.detector()
                    .rule(
                        "r",
                        r -> r.count().where("terminal > 3").exceeds(1).within(Duration.ofDays(1)))
                    .build())
        .hasMessageContaining("where: 'terminal' is a category, which allows == and != only");
    assertThatThrownBy(
            () ->
                Tx.detector()
                    .rule(
                        "r",
                        r -> r.count().where("amount > abc").exceeds(1).within(Duration.ofDays(1)))
                    .build())
        .hasMessageContaining("where: 'abc' is no number with at most 4 decimals");
    assertThatThrownBy(() -> Tx.detector().field("amount", Tx::terminal))
        .hasMessage(
            "VelocityDetector: parameter 'field': 'amount' is given twice; give it another name");
    assertThatThrownBy(
            () -> VelocityDetector.on(Tx.class).keyedBy(Tx::customer, String.class).build())
        .hasMessage("VelocityDetector: parameter 'eventId': nothing was set; call eventId");
    assertThatThrownBy(
            () ->
                VelocityDetector.on(Tx.class)
                    .keyedBy(Tx::customer, String.class)
                    .eventId(Tx::id)
                    .build())
        .hasMessage(
            "VelocityDetector: parameter 'maxEventsPerKey': nothing was set; call maxEventsPerKey");
    assertThatThrownBy(() -> Tx.detector().maxEventsPerKey(0))
        .hasMessage(
            "VelocityDetector: parameter 'maxEventsPerKey': 0 must be in 1..100000; pass such a"
                + " number");
    Object notSerializable = new Object();
    assertThatThrownBy(() -> Tx.detector().field("x", tx -> notSerializable.toString()))
        .hasMessageContaining("VelocityDetector: parameter 'x':")
        .hasMessageContaining("must be serializable");
  }
}
