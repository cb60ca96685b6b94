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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.co.ProcessJoinFunction;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("every-flink")
class IntervalJoinTest {

  private static IntervalJoin.Builder<Click, View, String> builder(long before, long after) {
    return IntervalJoin.on(Click.class)
        .keyedBy(Click::ad, String.class)
        .with(View.class, View::ad)
        .within(Duration.ofMillis(before), Duration.ofMillis(after));
  }

  private static Scenario<String, Click, View, Joined<Click, View>> bothHosts(
      IntervalJoin<Click, View, String> join) {
    return Scenario.of(join.toFunction())
        .keyedBy(Click::ad, View::ad, String.class)
        .alternatingWith(FastHost.operator(join.logic(), Click::ad, View::ad, TIGHT));
  }

  private static Click click(int id, long at) {
    return new Click("ad", id, at);
  }

  private static View view(int id, long at) {
    return new View("ad", id, at);
  }

  @Test
  void theExampleOfTheDocumentationHolds() {
    var join = builder(5, 2).build();
    bothHosts(join)
        .secondEvent(view(4, 4), 4)
        .secondEvent(view(13, 13), 13)
        .event(click(10, 10), 10)
        .secondEvent(view(5, 5), 5)
        .secondEvent(view(12, 12), 12)
        .watermark(8)
        .watermark(9)
        .expectSide(join.unmatchedRight(), new Unmatched<>(view(4, 4), 4, Reason.NO_PARTNER))
        .watermark(10)
        .expect(new Joined<>(click(10, 10), view(5, 5), 10, 5))
        .watermark(12)
        .expect(new Joined<>(click(10, 10), view(12, 12), 10, 12))
        .watermark(17)
        .watermark(18)
        .expectSide(join.unmatchedRight(), new Unmatched<>(view(13, 13), 13, Reason.NO_PARTNER))
        .expectSide(join.unmatchedLeft())
        .verify(Two.HARD);
  }

  private static List<String> reference(
      List<Click> clicks, List<View> views, long before, long after) {
    List<String> lines = new ArrayList<>();
    Set<Object> matched = new HashSet<>();
    for (Click click : clicks) {
      for (View view : views) {
        if (click.ad().equals(view.ad())
            && view.at() >= click.at() - before
            && view.at() <= click.at() + after) {
          lines.add(Two.pair(click, view));
          matched.add(click);
          matched.add(view);
        }
      }
    }
    for (Click click : clicks) {
      if (!matched.contains(click)) {
        lines.add(Two.alone("click", click.id(), Reason.NO_PARTNER));
      }
    }
    for (View view : views) {
      if (!matched.contains(view)) {
        lines.add(Two.alone("view", view.id(), Reason.NO_PARTNER));
      }
    }
    return lines.stream().sorted().toList();
  }

  private static List<String> lines(
      Outcome<Joined<Click, View>> outcome, IntervalJoin<Click, View, String> join) {
    return Two.lines(outcome, join.unmatchedLeft(), join.unmatchedRight());
  }

  @Test
  void pairsAndUnmatchedAreThoseOfABatchInEveryOrderOnBothHosts() {
    for (long[] reach : new long[][] {{20, 10}, {0, 15}, {7, 0}}) {
      var join = builder(reach[0], reach[1]).build();
      List<Two.Step> steps = Two.steps(11 + reach[0], 80, 3, 10, 5);
      Outcome<Joined<Click, View>> outcome =
          Two.script(bothHosts(join), steps)
              .finalResult(each -> lines(each, join))
              .verify(Two.HARD.with(Disorder.within(Duration.ofMillis(15)).orders(3)));
      assertThat(lines(outcome, join))
          .isEqualTo(reference(Two.clicks(steps), Two.views(steps), reach[0], reach[1]));
      assertThat(outcome.values()).hasSizeGreaterThan(5);
      assertThat(outcome.values(join.unmatchedLeft())).isNotEmpty();
      assertThat(outcome.values(join.unmatchedRight())).isNotEmpty();
      assertThat(outcome.emitted())
          .allSatisfy(
              each ->
                  assertThat(each.timestamp())
                      .isEqualTo(Math.max(each.value().leftMillis(), each.value().rightMillis())));
    }
  }

  /** Names what Flink joins. */
  private static final class Naming extends ProcessJoinFunction<Click, View, String> {
    @Override
    public void processElement(
        Click click,
        View view,
        ProcessJoinFunction<Click, View, String>.Context context,
        Collector<String> out) {
      out.collect(Two.pair(click, view) + " at " + context.getTimestamp());
    }
  }

  @Test
  void pairsAreThoseOfFlinksIntervalJoin() throws Exception {
    List<Two.Step> steps = Two.steps(3, 2_000, 20, 40, 5);
    var flinkEnv = Two.environment();
    DataStream<String> flink =
        Two.clicks(flinkEnv, steps, 100)
            .keyBy(Click::ad)
            .intervalJoin(Two.views(flinkEnv, steps, 100).keyBy(View::ad))
            .between(Duration.ofMillis(-60), Duration.ofMillis(60))
            .process(new Naming(), Types.STRING);
    var env = Two.environment();
    DataStream<String> ours =
        builder(60, 60)
            .build()
            .applyTo(Two.clicks(env, steps, 100), Two.views(env, steps, 100), "join")
            .map(
                joined ->
                    Two.pair(joined.left(), joined.right())
                        + " at "
                        + Math.max(joined.leftMillis(), joined.rightMillis()))
            .returns(Types.STRING);
    List<String> expected = Two.collect(flink);
    assertThat(expected).hasSizeGreaterThan(500);
    assertThat(Two.collect(ours)).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void whatCannotBeJoinedLeavesWithItsReason() {
    var join = builder(5, 5).maxEvents(2).build();
    bothHosts(join)
        .watermark(50)
        .event(click(1, 50), 50)
        .secondEvent(view(2, 49), 49)
        .expectSide(join.unmatchedLeft(), new Unmatched<>(click(1, 50), 50, Reason.LATE))
        .expectSide(join.unmatchedRight(), new Unmatched<>(view(2, 49), 49, Reason.LATE))
        .eventWithoutTime(click(3, 0))
        .expectSide(
            join.unmatchedLeft(), new Unmatched<>(click(3, 0), Long.MIN_VALUE, Reason.NO_TIMESTAMP))
        .event(click(4, 60), 60)
        .event(click(5, 61), 61)
        .event(click(6, 60), 60)
        .expectSide(join.unmatchedLeft(), new Unmatched<>(click(6, 60), 60, Reason.OVERFLOW))
        .secondEvent(view(7, 62), 62)
        .expectMetric("leftOverflow", 1)
        .expectMetric("rightLate", 1)
        .watermark(70)
        .expect(
            new Joined<>(click(4, 60), view(7, 62), 60, 62),
            new Joined<>(click(5, 61), view(7, 62), 61, 62))
        .verify();
  }

  @Test
  void lateEventsWithinTheAllowanceAreJoinedInFull() {
    var join = builder(5, 5).allowedLateness(Duration.ofMillis(10)).build();
    bothHosts(join)
        .event(click(1, 20), 20)
        .secondEvent(view(2, 24), 24)
        .event(click(9, 60), 60)
        .watermark(29)
        .expect(new Joined<>(click(1, 20), view(2, 24), 20, 24))
        .event(click(3, 20), 20)
        .expect(new Joined<>(click(3, 20), view(2, 24), 20, 24))
        .secondEvent(view(4, 19), 19)
        .expectSide(join.unmatchedRight(), new Unmatched<>(view(4, 19), 19, Reason.LATE))
        .watermark(74)
        .expectSide(join.unmatchedLeft())
        .watermark(75)
        .expectSide(join.unmatchedLeft(), new Unmatched<>(click(9, 60), 60, Reason.NO_PARTNER))
        .verify(Two.HARD);
  }

  @Test
  void aThousandIdleKeysLeaveNothingAndEventsWithoutKeyLeaveAside() throws Exception {
    var join = builder(5, 5).build();
    var script =
        Scenario.of(FastHost.operator(join.logic(), Click::ad, View::ad, TIGHT))
            .keyedBy(Click::ad, View::ad, String.class);
    for (int i = 0; i < 1_000; i++) {
      script =
          i % 2 == 0
              ? script.event(new Click("ad" + i, i, 100 + i % 7), 100 + i % 7)
              : script.secondEvent(new View("ad" + i, i, 100 + i % 7), 100 + i % 7);
    }
    // The leak check comes after the last step.
    assertThat(script.watermark(200).verify().values(join.unmatchedLeft())).hasSize(500);

    var env = Two.environment();
    List<Two.Step> steps =
        List.of(
            new Two.Step(new Click(null, 1, 10), null, 0),
            new Two.Step(null, new View(null, 2, 10), 0));
    var joined = join.applyTo(Two.clicks(env, steps, 1), Two.views(env, steps, 1), "join");
    DataStream<Integer> ids =
        joined
            .getSideOutput(join.nullKeysLeft())
            .map(Click::id)
            .union(joined.getSideOutput(join.nullKeysRight()).map(View::id));
    assertThat(Two.collect(ids)).containsExactlyInAnyOrder(1, 2);
  }

  @Test
  void theStateOfTheFirstReleaseIsRead() {
    var join = builder(50, 20).build();
    StateCompatibility.of(
            Scenario.of(join.toFunction())
                .keyedBy(Click::ad, View::ad, String.class)
                .event(click(1, 1_000), 1_000)
                .secondEvent(view(2, 990), 990)
                .secondEvent(view(3, 1_010), 1_010)
                .event(click(4, 1_020), 1_020)
                .event(new Click("other", 5, 1_001), 1_001)
                .watermark(1_000)
                .savepoint()
                .secondEvent(view(6, 1_015), 1_015)
                .watermark(1_300)
                .alternatingWith(FastHost.operator(join.logic(), Click::ad, View::ad, TIGHT)))
        .verify(Path.of("src/test/resources/golden/interval-join-v1.snap"));
  }

  @Test
  void mistakesAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder(-1, 0))
        .withMessage(
            "IntervalJoin: parameter 'before': PT-0.001S must not be negative; pass Duration.ZERO"
                + " or more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder(1, 0).maxEvents(0))
        .withMessage(
            "IntervalJoin: parameter 'maxEvents': 0 must be in 1..1000000; pass such a number");
    Object captured = new Object();
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                IntervalJoin.on(Click.class)
                    .keyedBy(Click::ad, String.class)
                    .with(View.class, view -> view.ad() + captured))
        .withMessageStartingWith("IntervalJoin: parameter 'with': ")
        .withMessageContaining("must be serializable");
  }
}
