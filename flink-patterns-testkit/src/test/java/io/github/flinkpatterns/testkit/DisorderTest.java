// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkpatterns.testkit.zoo.Visit;
import io.github.flinkpatterns.testkit.zoo.Zoo;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("every-flink")
class DisorderTest {

  private static Scenario<String, Visit, Void, String> scenario(
      KeyedProcessFunction<String, Visit, String> function) {
    var scenario = Scenario.of(function).keyedBy(Visit::user, String.class);
    for (int i = 0; i < 20; i++) {
      long time = i * 2_000L;
      scenario = scenario.event(new Visit(i % 3 == 0 ? "ann" : "bob", i, time), time);
      if (i % 4 == 3) {
        scenario = scenario.watermark(time - 3_000);
      }
    }
    return scenario;
  }

  private static ExecutionMatrix disordered(Disorder disorder) {
    return ExecutionMatrix.standard().with(disorder);
  }

  @Test
  void aFunctionThatTakesTheFirstToArriveIsCaughtAndShrunkToTwoEvents() {
    assertThatThrownBy(
            () ->
                scenario(new Zoo.FirstToArrive())
                    .verify(disordered(Disorder.within(Duration.ofSeconds(30)))))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Scenario FirstToArrive depends on the order of arrival (seed ")
        .hasMessageContaining("2 of 25 steps")
        .hasMessageContaining("Rerun this order alone with -Dflinkpatterns.testkit.seed=")
        .message()
        .containsPattern(
            "in order\\n    \\.event\\(new Visit\\(\"(\\w+)\", (\\d+)L, (\\d+)L\\), (\\d+)L\\)\\n"
                + "    \\.event\\(new Visit\\(\"(\\w+)\", (\\d+)L, (\\d+)L\\), (\\d+)L\\)\\n"
                + "disordered\\n"
                + "    \\.event\\(new Visit\\(\"\\1\", \\6L, \\7L\\), \\7L\\)\\n"
                + "    \\.event\\(new Visit\\(\"\\1\", \\2L, \\3L\\), \\3L\\)\\n");
  }

  @Test
  void functionsThatDoNotLookAtTheOrderPass() {
    Disorder disorder = Disorder.within(Duration.ofSeconds(30));
    assertThatCode(() -> scenario(new Zoo.Correct()).verify(disordered(disorder)))
        .doesNotThrowAnyException();
    assertThatCode(
            () ->
                scenario(new Zoo.Largest())
                    .verify(disordered(disorder.redelivering(0.5).orders(20))))
        .doesNotThrowAnyException();
  }

  @Test
  void aSumIsCaughtByRedelivery() {
    assertThatThrownBy(
            () ->
                scenario(new Zoo.Correct())
                    .verify(disordered(Disorder.within(Duration.ZERO).redelivering(0.3))))
        .hasMessageContaining("depends on the order of arrival")
        .hasMessageContaining("1 of 25 steps");
  }

  @Test
  void lateEventsAreTreatedAlikeInEveryCell() {
    assertThatCode(
            () ->
                scenario(new Zoo.DropsLate())
                    .verify(
                        disordered(Disorder.within(Duration.ofSeconds(5)).late(0.3).orders(12))))
        .doesNotThrowAnyException();
    // A late event sets a timer in the past: when it fires depends on when the operator restarts.
    var manyMinutes =
        Scenario.of(new Zoo.Correct())
            .keyedBy(Visit::user, String.class)
            .event(new Visit("ann", 1, 10_000), 10_000)
            .event(new Visit("ann", 2, 11_000), 11_000)
            .event(new Visit("ann", 3, 12_000), 12_000)
            .event(new Visit("ann", 4, 13_000), 13_000)
            .watermark(60_000)
            .watermark(120_000);
    assertThatThrownBy(
            () ->
                manyMinutes.verify(
                    ExecutionMatrix.of(
                            Cell.PLAIN,
                            new Cell(Backend.HASHMAP, Recovery.RESTORE_EVERY_STEP, List.of(1)))
                        .with(Disorder.within(Duration.ZERO).late(0.7).orders(8))))
        .hasMessageContaining("Scenario Correct (late events, seed ")
        .hasMessageContaining("failed in cell 2 of 2: hashmap, restore after every step, 1");
  }

  @Test
  void aFinalResultMayLookAtTheLastRecordOnly() {
    var scenario =
        scenario(new Zoo.FirstToArrive()).finalResult(outcome -> outcome.values().size());
    assertThatCode(() -> scenario.verify(disordered(Disorder.within(Duration.ofSeconds(10)))))
        .doesNotThrowAnyException();
  }

  @Test
  void theSameSeedGivesTheSameOrderAndTheBoundHolds() {
    List<Step.Move> moves = scenario(new Zoo.Correct()).script().moves();
    Disorder disorder = Disorder.within(Duration.ofSeconds(20));
    Set<List<Integer>> orders = new HashSet<>();
    for (long seed = 1; seed <= 50; seed++) {
      List<Integer> order = disorder.order(moves, false, seed);
      assertThat(order).isEqualTo(disorder.order(moves, false, seed));
      assertThat(order).containsExactlyInAnyOrderElementsOf(disorder.order(moves, false, 1));
      orders.add(order);
      long watermark = Long.MIN_VALUE;
      long latest = 0;
      for (int index : order) {
        if (moves.get(index) instanceof Step.WatermarkAt w) {
          assertThat(w.timestamp()).isGreaterThanOrEqualTo(watermark);
          watermark = w.timestamp();
        } else if (moves.get(index) instanceof Step.Element e) {
          assertThat(e.timestamp()).isGreaterThan(watermark);
          assertThat(e.timestamp()).isGreaterThanOrEqualTo(latest - 20_000);
          latest = Math.max(latest, e.timestamp());
        }
      }
    }
    assertThat(orders).hasSizeGreaterThan(45);
  }

  @Test
  void nothingMovesPastTheClock() {
    List<Step.Move> moves =
        Scenario.of(new Zoo.Correct())
            .keyedBy(Visit::user, String.class)
            .event(new Visit("ann", 1, 1), 1)
            .event(new Visit("ann", 2, 2), 2)
            .processingTime(10)
            .event(new Visit("ann", 3, 1), 1)
            .script()
            .moves();
    for (long seed = 1; seed <= 20; seed++) {
      assertThat(Disorder.within(Duration.ofDays(1)).order(moves, false, seed).subList(2, 4))
          .containsExactly(2, 3);
    }
  }
}
