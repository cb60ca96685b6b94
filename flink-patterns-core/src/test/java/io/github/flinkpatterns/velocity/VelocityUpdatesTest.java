// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.velocity.Reference.Case;
import io.github.flinkpatterns.velocity.Reference.Fired;
import io.github.flinkpatterns.velocity.RuleChange.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules that are added, changed, paused, reset and removed while events flow. */
class VelocityUpdatesTest {

  private static final Duration W = Duration.ofMillis(80);

  private static Rule count(String id, int atLeast, Duration window) {
    return Rule.named(id).count().atLeast(atLeast).within(window).build();
  }

  private static Predicate<Tx> within(long from, long to) {
    return tx -> tx.time() >= from && tx.time() < to;
  }

  private static List<Fired> fired(Drive drive) {
    return drive.alerts.stream().map(Fired::of).sorted(Reference.ORDER).toList();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aScheduleOfUpdatesGivesWhatABatchRunOfTheScheduleGives(long seed) {
    List<Tx> events = VelocityReferenceTest.events(seed, 800, 0.05);
    long last = events.get(events.size() - 1).time();
    long t1 = last / 5;
    long t2 = 2 * last / 5;
    long t3 = 3 * last / 5;
    long t4 = 4 * last / 5;
    Rule stays = count("stays", 6, W);
    Rule sum = Rule.named("sum").sum("amount").exceeds(60).within(W).build();
    Rule sum2 = Rule.named("sum").version(2).sum("amount").exceeds(90).within(W).build();
    Rule later =
        Rule.named("later").max("amount").exceeds(18).within(Duration.ofMillis(40)).build();
    Rule wide = count("wide", 14, Duration.ofMillis(300));
    List<RuleUpdate> schedule =
        List.of(
            RuleUpdate.put(later, t1),
            RuleUpdate.put(sum2, t1),
            RuleUpdate.setMode("later", RuleMode.SHADOW, t2),
            RuleUpdate.put(wide, t2),
            RuleUpdate.reset("sum", t3),
            RuleUpdate.setMode("later", RuleMode.PAUSED, t3),
            RuleUpdate.remove("wide", t4),
            RuleUpdate.setMode("later", RuleMode.ACTIVE, t4));
    Drive drive = new Drive(Tx.detector().rules(List.of(stays, sum)).evidence(4).build(), true);
    Random random = new Random(seed);
    int next = 0;
    for (Tx tx : events) {
      // An update comes any time before the watermark passes its moment.
      while (next < schedule.size()
          && (schedule.get(next).fromMillis() <= tx.time() + 5 || random.nextInt(150) == 0)) {
        drive.update(schedule.get(next++));
      }
      drive.event(tx).watermark(tx.time() - 1);
    }
    drive.watermark(Long.MAX_VALUE);

    // Before "wide" came, events were kept for 80 ms.
    long wideSince = t2 - W.toMillis() + 1;
    List<Case> cases =
        List.of(
            Case.of(stays),
            new Case(sum, tx -> true, within(0, t1)),
            new Case(sum2, tx -> true, within(t1, t3)),
            new Case(sum2, tx -> tx.time() >= t3, within(t3, Long.MAX_VALUE)),
            new Case(later, tx -> true, within(t1, t3).or(within(t4, Long.MAX_VALUE))),
            new Case(wide, tx -> tx.time() >= wideSince, within(t2, t4)));
    List<Fired> expected = Reference.run(Reference.inOrder(events), cases, 4);
    assertThat(expected).extracting(Fired::rule).contains("stays", "sum", "later", "wide");
    assertThat(fired(drive)).isEqualTo(expected);
    assertThat(drive.alerts)
        .filteredOn(alert -> alert.ruleId().equals("later"))
        .allMatch(
            alert ->
                (alert.mode() == RuleMode.SHADOW)
                    == (alert.timestampMillis() >= t2 && alert.timestampMillis() < t3));
    assertThat(drive.alerts)
        .filteredOn(alert -> alert.ruleId().equals("wide"))
        .allMatch(alert -> alert.warmingUp() == (alert.windowStartMillis() < wideSince - 1));
    assertThat(drive.values).isEmpty();
    assertThat(drive.side(drive.detector().ruleChanges()))
        .extracting(RuleChange::outcome)
        .hasSize(schedule.size())
        .containsOnly(Outcome.ACCEPTED);
  }

  @Test
  void whateverHappensToOneRuleChangesNoAlertOfAnother() {
    List<Tx> events = VelocityReferenceTest.events(7, 500, 0);
    Rule cooled =
        Rule.named("stays").count().atLeast(4).within(W).cooldown(Duration.ofMillis(30)).build();
    Rule same = count("victim", 4, W);
    List<List<Alert<String>>> runs = new ArrayList<>();
    for (boolean disturbed : new boolean[] {false, true}) {
      Drive drive = new Drive(Tx.detector().rules(List.of(cooled, same)).build(), false);
      int number = 0;
      for (Tx tx : events) {
        if (disturbed && number == 100) {
          drive.update(RuleUpdate.reset("victim", tx.time()));
        } else if (disturbed && number == 200) {
          drive.update(RuleUpdate.setMode("victim", RuleMode.PAUSED, tx.time()));
        } else if (disturbed && number == 300) {
          drive.update(RuleUpdate.remove("victim", tx.time()));
        } else if (disturbed && number == 350) {
          drive.update(RuleUpdate.put(same.withVersion(2), tx.time()));
        }
        drive.event(tx).watermark(tx.time() - 1);
        number++;
      }
      drive.watermark(Long.MAX_VALUE);
      runs.add(drive.alerts.stream().filter(alert -> alert.ruleId().equals("stays")).toList());
    }
    assertThat(runs.get(0)).isNotEmpty();
    assertThat(runs.get(1)).isEqualTo(runs.get(0));
  }

  @Test
  void aWrongUpdateIsRejectedWithItsReasonAndChangesNothing() {
    Drive drive =
        new Drive(
            Tx.detector().keyNames("customer").rules(List.of(count("r", 1, W))).build(), true);
    drive.update(RuleUpdate.put(count("r", 9, W), 10));
    drive.update(RuleUpdate.put(Rule.named("x").sum("amont").exceeds(1).within(W).build(), 10));
    drive.update(
        RuleUpdate.put(
            Rule.named("y").count().exceeds(1).within(W).keyBy(List.of("terminal")).build(), 10));
    drive.update(RuleUpdate.remove("z", 10));
    drive.update(RuleUpdate.setMode("r", RuleMode.SHADOW, 20));
    drive.update(RuleUpdate.setMode("r", RuleMode.PAUSED, 19));
    assertThat(drive.side(drive.detector().ruleChanges()))
        .extracting(change -> change.ruleId() + " " + change.outcome() + ": " + change.message())
        .satisfiesExactly(
            text -> assertThat(text).isEqualTo("r REJECTED: version 1 is not above 1"),
            text -> assertThat(text).startsWith("x REJECTED: VelocityDetector: rule 'x': of: 'amo"),
            text ->
                assertThat(text)
                    .isEqualTo(
                        "y NOT_OF_THIS_KEY: it is keyed by [terminal], this detector by"
                            + " [customer]"),
            text -> assertThat(text).isEqualTo("z NOT_OF_THIS_KEY: there is no such rule"),
            text -> assertThat(text).isEqualTo("r ACCEPTED: "),
            text -> assertThat(text).isEqualTo("r REJECTED: a change from 20 on is already known"));
    drive.event(Tx.of("a", 5, 1)).event(Tx.of("b", 25, 1)).watermark(100);
    assertThat(drive.alerts)
        .extracting(Alert::mode)
        .containsExactly(RuleMode.ACTIVE, RuleMode.SHADOW);
    assertThat(drive.counts).containsEntry("rulesRejected", 3L).containsEntry("rulesAccepted", 1L);
  }

  @Test
  void aRuleThatNeedsDataNeverKeptSaysFromWhenItIsWhole() {
    Drive drive = new Drive(Tx.detector().rules(List.of(count("r", 99, W))).build(), true);
    drive.event(Tx.of("a", 910, 1)).event(Tx.of("b", 950, 1)).watermark(999);
    drive.update(RuleUpdate.put(count("wide", 2, Duration.ofMillis(200)), 1_000));
    RuleChange change = drive.side(drive.detector().ruleChanges()).get(0);
    assertThat(change.message()).isEqualTo("it needs events of 200 ms, which are kept from 921 on");
    assertThat(change.completeFromMillis()).isEqualTo(1_120);
    drive.event(Tx.of("c", 1_000, 1)).event(Tx.of("d", 1_119, 1)).event(Tx.of("e", 1_120, 1));
    drive.watermark(2_000);
    assertThat(drive.alerts)
        .extracting(alert -> alert.eventId() + alert.evidence() + alert.warmingUp())
        .containsExactly("c[b, c]true", "d[b, c, d]true", "e[b, c, d, e]false");
  }

  @Test
  void keptHistoryServesRulesToCome() {
    Drive drive = new Drive(Tx.detector().keepHistory(Duration.ofMillis(500)).build(), true);
    drive.event(Tx.of("a", 600, 1)).watermark(700);
    drive.update(RuleUpdate.put(count("r", 2, Duration.ofMillis(500)), 1_000));
    drive.event(Tx.of("b", 1_050, 1)).watermark(2_000);
    assertThat(drive.alerts).extracting(Alert::warmingUp).containsExactly(false);
    assertThat(drive.values).isEmpty();
  }
}
