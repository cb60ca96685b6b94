// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.testkit.job.FlinkJobTest;
import io.github.flinkpatterns.testkit.job.JobSource;
import io.github.flinkpatterns.velocity.Reference.Case;
import io.github.flinkpatterns.velocity.Reference.Fired;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rules that change while a whole job runs, fails, restores and is rescaled. */
class VelocityJobTest {

  private static final Duration W = Duration.ofMillis(80);
  private static final int EVENTS = 300;

  private static final Rule STAYS = count("stays", 4);
  private static final Rule SUM = Rule.named("sum").sum("amount").exceeds(40).within(W).build();
  private static final Rule SUM2 =
      Rule.named("sum").version(2).sum("amount").exceeds(55).within(W).build();
  private static final Rule LATER =
      Rule.named("later").max("amount").exceeds(17).within(Duration.ofMillis(40)).build();
  private static final Rule GOES = count("goes", 5);

  @RegisterExtension static final FlinkJobTest flink = FlinkJobTest.create();

  /** An event, or an update that comes between two events. */
  public record Step(@Nullable Tx tx, @Nullable RuleUpdate update, long time) {}

  private static Rule count(String id, int atLeast) {
    return Rule.named(id).count().atLeast(atLeast).within(W).build();
  }

  private static List<Tx> events() {
    return Reference.inOrder(VelocityReferenceTest.events(21, EVENTS, 0.05));
  }

  private static long timeOf(int event) {
    return events().get(event).time();
  }

  /**
   * Each update comes before a point at which the source waits for a checkpoint or a savepoint, and
   * is in force from a moment after it. So it has arrived in time, whichever input is faster.
   */
  private static List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    List<Tx> events = events();
    for (int i = 0; i < events.size(); i++) {
      long time = events.get(i).time();
      switch (i) {
        case 10 -> {
          steps.add(new Step(null, RuleUpdate.put(LATER, timeOf(80)), time));
          steps.add(new Step(null, RuleUpdate.put(SUM2, timeOf(80)), time));
        }
        case 60 -> steps.add(new Step(null, RuleUpdate.reset("sum", timeOf(130)), time));
        case 105 -> {
          steps.add(
              new Step(null, RuleUpdate.setMode("later", RuleMode.PAUSED, timeOf(180)), time));
          steps.add(new Step(null, RuleUpdate.remove("goes", timeOf(180)), time));
          steps.add(
              new Step(null, RuleUpdate.setMode("later", RuleMode.SHADOW, timeOf(240)), time));
        }
        default -> {}
      }
      steps.add(new Step(events.get(i), null, time));
    }
    return steps;
  }

  private static List<String> batchRunOfTheSchedule() {
    long t1 = timeOf(80);
    long t2 = timeOf(130);
    long t3 = timeOf(180);
    long t4 = timeOf(240);
    List<Case> cases =
        List.of(
            Case.of(STAYS),
            new Case(SUM, tx -> true, tx -> tx.time() < t1),
            new Case(SUM2, tx -> true, tx -> tx.time() >= t1 && tx.time() < t2),
            new Case(SUM2, tx -> tx.time() >= t2, tx -> tx.time() >= t2),
            new Case(
                LATER, tx -> true, tx -> tx.time() >= t1 && (tx.time() < t3 || tx.time() >= t4)),
            new Case(GOES, tx -> true, tx -> tx.time() < t3));
    List<Fired> fired = Reference.run(events(), cases, 4);
    assertThat(fired).extracting(Fired::rule).contains("stays", "sum", "later", "goes");
    return fired.stream()
        .map(
            f ->
                f.rule()
                    + (f.rule().equals("sum") && f.time() >= t1 ? " 2" : " 1")
                    + (f.rule().equals("later") && f.time() >= t4 ? " shadow " : " active ")
                    + f.event()
                    + " "
                    + f.value()
                    + " "
                    + f.evidence())
        .toList();
  }

  private static DataStream<String> job(DataStream<Step> in) {
    VelocityDetector<Tx, String> detector =
        Tx.detector().rules(List.of(STAYS, SUM, GOES)).evidence(4).build();
    DataStream<Tx> events = in.filter(step -> step.tx() != null).map(Step::tx).returns(Tx.class);
    DataStream<RuleUpdate> updates =
        in.filter(step -> step.update() != null).map(Step::update).returns(RuleUpdate.type());
    SingleOutputStreamOperator<Alert<String>> alerts = detector.applyTo(events, updates, "rules");
    return alerts
        .map(
            alert ->
                alert.ruleId()
                    + " "
                    + alert.ruleVersion()
                    + " "
                    + alert.mode().name().toLowerCase(Locale.ROOT)
                    + " "
                    + alert.eventId()
                    + " "
                    + Reference.round(alert.value())
                    + " "
                    + alert.evidence())
        .returns(Types.STRING);
  }

  @Test
  void rulesThatChangeInMidStreamGiveWhatABatchRunOfTheScheduleGives() {
    for (String backend : List.of("hashmap", "rocksdb")) {
      var source = JobSource.of(Step.class, steps(), Step::time).failAfterRecords(60, 160, 260);
      flink
          .job(source, VelocityJobTest::job)
          .backend(backend)
          .rescale(2, 3, 1)
          .run()
          .assertRestarted()
          .assertCommitted(batchRunOfTheSchedule());
    }
  }
}
