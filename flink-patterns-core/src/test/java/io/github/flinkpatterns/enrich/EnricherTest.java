// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.enrich;

import static io.github.flinkpatterns.enrich.Two.TIGHT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.flinkpatterns.enrich.Two.Click;
import io.github.flinkpatterns.enrich.Two.View;
import io.github.flinkpatterns.enrich.Unmatched.Reason;
import io.github.flinkpatterns.host.fast.FastHost;
import io.github.flinkpatterns.testkit.Disorder;
import io.github.flinkpatterns.testkit.Outcome;
import io.github.flinkpatterns.testkit.Scenario;
import io.github.flinkpatterns.testkit.StateCompatibility;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Clicks are the events, views the references. */
class EnricherTest {

  private static Enricher.Builder<Click, View, String> builder(long valid, long wait) {
    return Enricher.on(Click.class)
        .keyedBy(Click::ad, String.class)
        .with(View.class, View::ad)
        .validFor(Duration.ofMillis(valid))
        .waitAtMost(Duration.ofMillis(wait));
  }

  private static Scenario<String, Click, View, Joined<Click, View>> bothHosts(
      Enricher<Click, View, String> enricher) {
    return Scenario.of(enricher.toFunction())
        .keyedBy(Click::ad, View::ad, String.class)
        .alternatingWith(FastHost.operator(enricher.logic(), Click::ad, View::ad, TIGHT));
  }

  private static Click click(int id, long at) {
    return new Click("ad", id, at);
  }

  private static View view(int id, long at) {
    return new View("ad", id, at);
  }

  private static Joined<Click, View> joined(int at, View view) {
    return new Joined<>(click(at, at), view, at, view.at());
  }

  private static List<String> lines(
      Outcome<Joined<Click, View>> outcome, Enricher<Click, View, String> enricher) {
    return Two.lines(outcome, enricher.unmatched(), enricher.referenceIssues());
  }

  @Test
  @Tag("every-flink")
  void theExampleOfTheDocumentationHolds() {
    var enricher = builder(100, 10).build();
    View r1 = view(1, 20);
    View r2 = view(2, 50);
    var scenario = bothHosts(enricher).secondEvent(r2, 50);
    for (int at : new int[] {149, 150, 12, 20, 49, 50, 5}) {
      scenario = scenario.event(click(at, at), at);
    }
    scenario
        .secondEvent(r1, 20)
        .watermark(14)
        .watermark(15)
        .expectSide(enricher.unmatched(), new Unmatched<>(click(5, 5), 5, Reason.NO_PARTNER))
        .watermark(19)
        .watermark(20)
        .expect(joined(12, r1), joined(20, r1))
        .watermark(149)
        .expect(joined(49, r1), joined(50, r2), joined(149, r2))
        .watermark(159)
        .expectSide(enricher.unmatched())
        .watermark(160)
        .expectSide(enricher.unmatched(), new Unmatched<>(click(150, 150), 150, Reason.NO_PARTNER))
        .verify(Two.HARD);
  }

  /** Looks through all references for each event. */
  private static List<String> reference(
      List<Click> clicks, List<View> views, long valid, long wait) {
    List<String> lines = new ArrayList<>();
    for (Click click : clicks) {
      View best =
          views.stream()
              .filter(view -> view.ad().equals(click.ad()) && view.at() <= click.at())
              // Of one moment the greater bytes: ids are written with their highest byte first.
              .max(Comparator.comparingLong(View::at).thenComparingInt(View::id))
              .filter(view -> click.at() - view.at() < valid)
              .or(
                  () ->
                      views.stream()
                          .filter(view -> view.ad().equals(click.ad()))
                          .filter(view -> view.at() > click.at() && view.at() <= click.at() + wait)
                          .min(
                              Comparator.comparingLong(View::at)
                                  .thenComparing(Comparator.comparingInt(View::id).reversed())))
              .orElse(null);
      lines.add(
          best == null ? Two.alone("click", click.id(), Reason.NO_PARTNER) : Two.pair(click, best));
    }
    return lines.stream().sorted().toList();
  }

  @Test
  void eventsAreJoinedAsABatchWouldInEveryOrderOnBothHosts() {
    for (long[] times : new long[][] {{40, 0}, {40, 25}, {10_000, 15}, {5, 200}}) {
      var enricher = builder(times[0], times[1]).build();
      List<Two.Step> steps = Two.steps(20 + times[1], 80, 4, 10, 3);
      Outcome<Joined<Click, View>> outcome =
          Two.script(bothHosts(enricher), steps)
              .finalResult(each -> lines(each, enricher))
              .verify(Two.HARD.with(Disorder.within(Duration.ofMillis(15)).orders(3)));
      assertThat(lines(outcome, enricher))
          .isEqualTo(reference(Two.clicks(steps), Two.views(steps), times[0], times[1]));
      assertThat(outcome.values()).hasSizeGreaterThan(5);
      assertThat(outcome.values(enricher.unmatched())).isNotEmpty();
    }
  }

  @Test
  @Tag("every-flink")
  void whatCannotBeJudgedLeavesWithItsReason() {
    var enricher = builder(100, 0).maxEvents(2).maxReferences(1).build();
    bothHosts(enricher)
        .watermark(50)
        .event(click(1, 50), 50)
        .expectSide(enricher.unmatched(), new Unmatched<>(click(1, 50), 50, Reason.LATE))
        .eventWithoutTime(click(2, 0))
        .expectSide(
            enricher.unmatched(), new Unmatched<>(click(2, 0), Long.MIN_VALUE, Reason.NO_TIMESTAMP))
        .secondEventWithoutTime(view(3, 0))
        .expectSide(
            enricher.referenceIssues(),
            new Unmatched<>(view(3, 0), Long.MIN_VALUE, Reason.NO_TIMESTAMP))
        .secondEvent(view(4, 40), 40)
        .expectSide(enricher.referenceIssues(), new Unmatched<>(view(4, 40), 40, Reason.LATE))
        .event(click(60, 60), 60)
        .event(click(61, 61), 61)
        .event(click(5, 62), 62)
        .expectSide(enricher.unmatched(), new Unmatched<>(click(5, 62), 62, Reason.OVERFLOW))
        .secondEvent(view(6, 61), 61)
        .expectSide(enricher.referenceIssues(), new Unmatched<>(view(6, 61), 61, Reason.OVERFLOW))
        .expectMetric("rightOverflow", 1)
        .watermark(70)
        .expect(joined(60, view(4, 40)), joined(61, view(4, 40)))
        .verify();
  }

  @Test
  void aLateReferenceIsTakenByEventsThatStillWait() {
    var enricher = builder(100, 30).build();
    bothHosts(enricher)
        .event(click(10, 10), 10)
        .event(click(12, 12), 12)
        .watermark(20)
        .secondEvent(view(1, 11), 11)
        .expect(joined(10, view(1, 11)), joined(12, view(1, 11)))
        .expectSide(enricher.referenceIssues(), new Unmatched<>(view(1, 11), 11, Reason.LATE))
        .event(click(21, 21), 21)
        .watermark(21)
        .expect(joined(21, view(1, 11)))
        .verify(Two.HARD);
  }

  @Test
  @Tag("every-flink")
  void lateEventsWithinTheAllowanceFindTheReferenceOfTheirTime() {
    var enricher = builder(100, 0).allowedLateness(Duration.ofMillis(20)).build();
    bothHosts(enricher)
        .secondEvent(view(1, 10), 10)
        .secondEvent(view(2, 30), 30)
        .watermark(40)
        .event(click(29, 29), 29)
        .expect(joined(29, view(1, 10)))
        .event(click(30, 30), 30)
        .expect(joined(30, view(2, 30)))
        .event(click(20, 20), 20)
        .expectSide(enricher.unmatched(), new Unmatched<>(click(20, 20), 20, Reason.LATE))
        .verify(Two.HARD);
  }

  @Test
  void aThousandIdleKeysLeaveNothing() {
    var enricher = builder(50, 10).build();
    var script =
        Scenario.of(FastHost.operator(enricher.logic(), Click::ad, View::ad, TIGHT))
            .keyedBy(Click::ad, View::ad, String.class);
    for (int i = 0; i < 1_000; i++) {
      script =
          i % 2 == 0
              ? script.event(new Click("ad" + i, i, 100 + i % 7), 100 + i % 7)
              : script.secondEvent(new View("ad" + i, i, 100 + i % 7), 100 + i % 7);
    }
    // The leak check comes after the last step.
    assertThat(script.watermark(200).verify().values(enricher.unmatched())).hasSize(500);
  }

  @Test
  @Tag("every-flink")
  void theStateOfTheFirstReleaseIsRead() {
    var enricher = builder(500, 100).build();
    StateCompatibility.of(
            Scenario.of(enricher.toFunction())
                .keyedBy(Click::ad, View::ad, String.class)
                .event(click(1, 1_000), 1_000)
                .watermark(1_000)
                .event(click(2, 1_020), 1_020)
                .secondEvent(view(3, 1_050), 1_050)
                .secondEvent(new View("other", 4, 900), 900)
                .secondEvent(new View("other", 5, 1_010), 1_010)
                .savepoint()
                .event(new Click("other", 6, 1_009), 1_009)
                .watermark(1_060)
                .alternatingWith(FastHost.operator(enricher.logic(), Click::ad, View::ad, TIGHT)))
        .verify(Path.of("src/test/resources/golden/enricher-v1.snap"));
  }

  @Test
  void mistakesAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder(0, 0))
        .withMessage(
            "Enricher: parameter 'validFor': PT0S must be at least 1 ms; pass a longer Duration");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder(1, -1))
        .withMessage(
            "Enricher: parameter 'waitAtMost': PT-0.001S must not be negative; pass Duration.ZERO"
                + " or more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder(1, 0).maxReferences(0))
        .withMessage(
            "Enricher: parameter 'maxReferences': 0 must be in 1..1000000; pass such a number");
  }

  @Test
  void eventsAndReferencesWithoutKeyLeaveAside() throws Exception {
    var env = Two.environment();
    var enricher = builder(100, 10).build();
    List<Two.Step> steps =
        List.of(
            new Two.Step(new Click(null, 1, 10), null, 0),
            new Two.Step(null, new View(null, 2, 10), 0));
    var enriched = enricher.applyTo(Two.clicks(env, steps, 1), Two.views(env, steps, 1), "enrich");
    DataStream<Integer> ids =
        enriched
            .getSideOutput(enricher.nullKeys())
            .map(Click::id)
            .union(enriched.getSideOutput(enricher.nullKeyReferences()).map(View::id));
    assertThat(Two.collect(ids)).containsExactlyInAnyOrder(1, 2);
  }
}
