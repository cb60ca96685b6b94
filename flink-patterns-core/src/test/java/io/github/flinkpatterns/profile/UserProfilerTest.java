// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.fast.FastHost;
import io.github.flinkpatterns.testkit.ExecutionMatrix;
import io.github.flinkpatterns.testkit.Scenario;
import io.github.flinkpatterns.testkit.StateCompatibility;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a profiler emits when, in numbers; its side outputs, bounds, state and errors. */
@Tag("every-flink")
class UserProfilerTest {

  static final Path GOLDEN = Path.of("src/test/resources/golden/user-profiler-v1.snap");
  private static final long FORGET = 1_000;

  private static UserProfilerBuilder<Action, String> averages() {
    return Action.forgottenAfter(FORGET)
        .interestsByMovingAverage(0.1)
        .weightedBy(Action::type, EventWeights.shopping());
  }

  private static Scenario<String, Action, Void, Profile<String>> scenario(
      UserProfiler<Action, String> profiler) {
    return Scenario.of(profiler.toFunction()).keyedBy(Action::user, String.class);
  }

  private static Scenario<String, Action, Void, Profile<String>> bothHosts(
      UserProfiler<Action, String> profiler) {
    return scenario(profiler)
        .alternatingWith(
            FastHost.operator(profiler.logic(), Action::user, CacheSettings.defaults()));
  }

  private static Action view(String category, long at) {
    return Action.of("ann", category, "view", at);
  }

  @Test
  void theExampleInNumbers() {
    List<Profile<String>> profiles =
        scenario(averages().build())
            .event(Action.of("ann", "shoes", "purchase", 20), 20)
            .event(view("shoes", 10), 10)
            .event(Action.of("ann", "ignored", "stare", 30), 30)
            .watermark(Long.MAX_VALUE)
            .verify(ExecutionMatrix.standard())
            .values();
    assertThat(profiles).hasSize(3);
    assertThat(profiles.get(0).interests().get(0).score()).isCloseTo(0.01, within(1e-12));
    assertThat(profiles.get(1).interests().get(0).score()).isCloseTo(0.109, within(1e-12));
    // A type without a weight is counted, and changes no interest.
    assertThat(profiles.get(2).interests()).isEqualTo(profiles.get(1).interests());
    assertThat(profiles.get(2).counts()).isEqualTo(Map.of("view", 1L, "purchase", 1L, "stare", 1L));
    assertThat(profiles.get(2).asOfMillis()).isEqualTo(30);
  }

  @Test
  void onACadenceAChangedProfileLeavesAtTheEndOfItsTimeAndBeforeItIsForgotten() {
    var profiler =
        Action.forgottenAfter(25)
            .interestsWithHalfLife(Duration.ofMillis(10))
            .emitEvery(Duration.ofMillis(10))
            .build();
    List<Profile<String>> profiles =
        bothHosts(profiler)
            .event(view("hats", 10), 10)
            .event(view("hats", 3), 3)
            .event(view("hats", 9), 9)
            .watermark(200)
            .event(view("hats", 205), 205)
            .watermark(Long.MAX_VALUE)
            .verify(ExecutionMatrix.standard())
            .values();
    assertThat(profiles)
        .extracting(Profile::events, Profile::asOfMillis)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(2L, 9L),
            org.assertj.core.groups.Tuple.tuple(3L, 19L),
            org.assertj.core.groups.Tuple.tuple(1L, 209L));
    assertThat(profiles.get(0).interests().get(0).score())
        .isCloseTo(Math.pow(0.5, 0.6) + 1, within(1e-12));
  }

  @Test
  void aProfileWithACadenceLongerThanItsLifeLeavesWhenItIsForgotten() {
    var profiler =
        Action.forgottenAfter(25)
            .interestsByMovingAverage(0.5)
            .emitEvery(Duration.ofDays(1))
            .build();
    bothHosts(profiler)
        .event(view("hats", 10), 10)
        .watermark(34)
        .expectNothing()
        .watermark(35)
        .expect(
            new Profile<>(
                "ann", List.of(new Interest("hats", 0.5, 0, 1)), Map.of(), Map.of(), 1, 10, 10))
        .verify(ExecutionMatrix.standard());
  }

  @Test
  void withAThresholdAProfileLeavesWhenAScoreHasMovedThatFar() {
    var profiler =
        Action.forgottenAfter(FORGET)
            .interestsByMovingAverage(0.5)
            .emitWhenScoreMovesBy(0.3)
            .build();
    // Scores: .5 (moved .5), .75 (.25: no), .875 (.375), .9375 (no); shirts .5 (moved .5)
    List<Profile<String>> profiles =
        bothHosts(profiler)
            .event(view("hats", 1), 1)
            .event(view("hats", 2), 2)
            .event(view("hats", 3), 3)
            .event(view("hats", 4), 4)
            .event(view("shirts", 5), 5)
            .event(view(null, 6), 6)
            .watermark(Long.MAX_VALUE)
            .verify(ExecutionMatrix.standard())
            .values();
    assertThat(profiles).extracting(Profile::asOfMillis).containsExactly(1L, 3L, 5L);
  }

  @Test
  void equalScoresRankByCategoryAndOnlyTheTopLeaves() {
    var profiler =
        Action.forgottenAfter(FORGET)
            .interestsWithHalfLife(Duration.ofMillis(10))
            .top(3)
            .maxCategories(4)
            .build();
    List<Profile<String>> profiles =
        scenario(profiler)
            .event(view("d", 5), 5)
            .event(view("b", 5), 5)
            .event(view("c", 5), 5)
            .event(view("a", 5), 5)
            .watermark(Long.MAX_VALUE)
            .verify()
            .values();
    assertThat(profiles).hasSize(1);
    assertThat(profiles.get(0).interests())
        .extracting(Interest::category)
        .containsExactly("a", "b", "c");
  }

  @Test
  void whatIsLateOrHasNoTimestampGoesAsideAndIsCounted() {
    var profiler = averages().build();
    bothHosts(profiler)
        .event(view("hats", 10), 10)
        .watermark(10)
        .event(view("hats", 10), 10)
        .event(view("hats", 9), 9)
        .eventWithoutTime(view("hats", -1))
        .watermark(5_000)
        .expectSide(profiler.late(), view("hats", 10), view("hats", 9))
        .expectSide(profiler.withoutTimestamp(), view("hats", -1))
        .expectMetric("late", 2)
        .expectMetric("withoutTimestamp", 1)
        .expectMetric("forgotten", 1)
        .verify(ExecutionMatrix.standard());
  }

  @Test
  void anEventWithinTheLatenessOfAForgottenUserIsLate() {
    var profiler =
        Action.forgottenAfter(100)
            .interestsWithHalfLife(Duration.ofMillis(10))
            .allowedLateness(Duration.ofDays(1))
            .build();
    bothHosts(profiler)
        .event(view("hats", 10), 10)
        .watermark(110)
        .event(view("hats", 10), 10)
        .event(view("hats", 11), 11)
        .expectSide(profiler.late(), view("hats", 10))
        .verify(ExecutionMatrix.standard());
  }

  @Test
  void whenTooManyEventsWaitTheEarliestIsTakenInBeforeItsTime() {
    var profiler = averages().maxWaiting(3).build();
    bothHosts(profiler)
        .event(view("d", 4), 4)
        .event(view("c", 3), 3)
        .event(view("b", 2), 2)
        .expectNothing()
        .event(view("a", 1), 1)
        .expect(
            new Profile<>(
                "ann",
                List.of(new Interest("a", 0.1 * 0.1, 0, 1)),
                Map.of("view", 1L),
                Map.of(),
                1,
                1,
                1))
        .expectMetric("early", 1)
        .watermark(1)
        .expectNothing()
        .finalResult(outcome -> "the order of arrival decides here, as documented")
        .verify(ExecutionMatrix.of(io.github.flinkpatterns.testkit.Cell.PLAIN));
  }

  @Test
  void typesBeyondTheBoundAreCountedTogether() {
    var profiler = averages().emitEvery(Duration.ofDays(1)).build();
    var scenario = scenario(profiler);
    for (int i = 0; i < UserProfilerBuilder.MAX_TYPES + 5; i++) {
      scenario = scenario.event(Action.of("ann", "hats", "type" + i, i), i);
    }
    Profile<String> profile = scenario.watermark(Long.MAX_VALUE).verify().values().get(0);
    assertThat(profile.counts())
        .hasSize(UserProfilerBuilder.MAX_TYPES + 1)
        .containsEntry(UserProfilerBuilder.OTHER_TYPES, 5L);
  }

  @Test
  void distinctIsExactUpToItsBoundAndNearBeyond() {
    var profiler =
        averages()
            .feature("all", Feature.distinct(Action::category, 2_000))
            .feature("some", Feature.distinct(Action::category, 256))
            .emitEvery(Duration.ofDays(1))
            .build();
    var scenario = scenario(profiler);
    for (int i = 0; i < 3_000; i++) {
      scenario = scenario.event(view("c" + i % 1_500, i), i);
    }
    scenario = scenario.watermark(Long.MAX_VALUE);
    Map<String, Double> features = scenario.verify().values().get(0).features();
    assertThat(features).containsEntry("all", 1_500.0);
    // Three standard errors of 1 / sqrt(255).
    assertThat(features.get("some")).isCloseTo(1_500, within(1_500 * 3 / Math.sqrt(255)));
    assertThat(features.get("some")).isNotEqualTo(1_500.0);
  }

  @Test
  void stateOfTheFirstReleaseIsReadForEver() {
    StateCompatibility.of(
            untilSavepoint(bothHosts(goldenProfiler()))
                .event(Action.of("u0", "c1", "purchase", 400), 400)
                .watermark(5_000))
        .verify(GOLDEN);
  }

  /** Everything that the layout knows: types, errors, sent scores, features, a waiting event. */
  static UserProfiler<Action, String> goldenProfiler() {
    return Action.forgottenAfter(FORGET)
        .interestsWithHalfLife(Duration.ofMillis(50))
        .weightedBy(Action::type, EventWeights.shopping())
        .maxCategories(3)
        .top(3)
        .emitWhenScoreMovesBy(0.05)
        .feature("count", Feature.decayedCount(Duration.ofMillis(50)))
        .feature("amount", Feature.mean(Action::amount))
        .feature("categories", Feature.distinct(Action::category, 16))
        .build();
  }

  /** A script up to a savepoint, for the profiler above. */
  static <B> Scenario<String, Action, B, Profile<String>> untilSavepoint(
      Scenario<String, Action, B, Profile<String>> scenario) {
    for (Action action : Action.stream(9, 25, 2, 9, 8)) {
      scenario = scenario.event(action, action.at());
    }
    return scenario.watermark(60).savepoint();
  }

  @Test
  void applyToWiresItWithItsUidAndSendsEventsWithoutAUserAside() {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    DataStream<Action> actions = env.fromData(view("hats", 1));
    // docs: begin profiler
    var profiler =
        UserProfiler.on(Action.class)
            .keyedBy(Action::user, String.class)
            .categoryBy(Action::category)
            .forgetAfterInactivity(Duration.ofDays(90))
            .interestsByMovingAverage(0.1)
            .weightedBy(Action::type, EventWeights.shopping())
            .build();
    // a plain function, public Flink API only
    actions.keyBy(Action::user).process(profiler.toFunction()).uid("profiles");
    // the cached operator: the same state, a fraction of the cost
    SingleOutputStreamOperator<Profile<String>> profiles =
        profiler.applyTo(actions, "profiles-fast");
    DataStream<Action> late = profiles.getSideOutput(profiler.late());
    // docs: end profiler
    assertThat(late.getType()).isEqualTo(profiler.late().getTypeInfo());
    assertThat(profiles.getSideOutput(profiler.nullKeys())).isNotNull();
    assertThat(profiles.getType()).isEqualTo(Profile.type(Types.STRING));
    assertThat(env.getStreamGraph().getStreamNodes())
        .extracting(node -> node.getTransformationUID())
        .contains("profiles", "profiles-fast", "profiles-fast-null-keys");
  }

  @Test
  void optionsOfEveryKindGoTogether() {
    // docs: begin options
    var profiler =
        UserProfiler.on(Action.class)
            .keyedBy(Action::user, String.class)
            .categoryBy(Action::category)
            .forgetAfterInactivity(Duration.ofDays(90))
            .interestsWithHalfLife(Duration.ofDays(7))
            .weightedBy(Action::type, EventWeights.shopping().with("add_to_cart", 0.6))
            .top(5)
            .maxCategories(200)
            .feature(
                "purchases",
                Feature.<Action>decayedCount(Duration.ofDays(30))
                    .where(action -> "purchase".equals(action.type())))
            .feature("basket", Feature.mean(Action::amount))
            .feature("breadth", Feature.distinct(Action::category, 256))
            .emitEvery(Duration.ofMinutes(1))
            .build();
    // docs: end options
    scenario(profiler)
        .event(Action.of("ann", "hats", "add_to_cart", 0), 0)
        .watermark(60_000)
        .finalResult(outcome -> 0)
        .verify();
    assertThat(profiler.logic().counters()).contains("late", "early");
  }

  @Test
  void wrongOptionsAreRefusedInOneSentence() {
    assertThatThrownBy(() -> Action.forgottenAfter(0))
        .hasMessage(
            "UserProfiler: parameter 'forgetAfterInactivity': PT0S must be at least 1 ms; pass a"
                + " longer Duration");
    assertThatThrownBy(() -> Action.forgottenAfter(1).interestsByMovingAverage(1.5))
        .hasMessage(
            "UserProfiler: parameter 'interestsByMovingAverage': 1.5 must be above 0 and at most 1;"
                + " pass such a number, 0.1 is usual");
    assertThatThrownBy(() -> EventWeights.none().with("dislike", -1))
        .hasMessage(
            "UserProfiler: parameter 'weight of 'dislike'': -1.0 must be finite and not negative;"
                + " pass 0 or more, or leave the type out so that it is only counted");
    assertThatThrownBy(() -> averages().top(101).build())
        .hasMessage(
            "UserProfiler: parameter 'top': 101 is more than maxCategories, which is 100; raise"
                + " maxCategories");
    assertThatThrownBy(() -> averages().allowedLateness(Duration.ofSeconds(1)).build())
        .hasMessage(
            "UserProfiler: parameter 'allowedLateness': PT1S cannot be used with moving averages in"
                + " event-time order; let the watermark run that much later, or use a half-life or"
                + " inArrivalOrder()");
    assertThatThrownBy(
            () ->
                averages()
                    .feature("n", Feature.mean(Action::amount))
                    .feature("n", Feature.mean(Action::amount)))
        .hasMessage(
            "UserProfiler: parameter 'feature': 'n' was already given; choose another name");
    assertThatThrownBy(() -> averages().emitWhenScoreMovesBy(Double.NaN))
        .hasMessage(
            "UserProfiler: parameter 'emitWhenScoreMovesBy': NaN must be above 0; pass a positive"
                + " number");
    assertThatThrownBy(() -> Feature.distinct(Action::category, 3))
        .hasMessage(
            "UserProfiler: parameter 'exactUpTo': 3 must be in 16..65536; pass such a number");
  }

  @Test
  void countedByCountsTypesAndWeighsAllAlike() {
    var counted =
        Action.forgottenAfter(FORGET)
            .interestsByMovingAverage(0.1)
            .weightedBy(Action::type, EventWeights.shopping())
            .countedBy(Action::type)
            .emitEvery(Duration.ofMillis(500))
            .emitOnChange()
            .inArrivalOrder()
            .inEventTimeOrder()
            .build();
    List<Profile<String>> profiles =
        scenario(counted)
            .event(Action.of("ann", "shoes", "purchase", 20), 20)
            .event(Action.of("ann", "hats", "stare", 10), 10)
            .watermark(Long.MAX_VALUE)
            .verify()
            .values();
    assertThat(profiles).hasSize(2);
    Profile<String> last = profiles.get(1);
    assertThat(last.counts()).isEqualTo(Map.of("purchase", 1L, "stare", 1L));
    assertThat(last.interests())
        .allSatisfy(interest -> assertThat(interest.score()).isCloseTo(0.1, within(1e-12)))
        .extracting(Interest::category)
        .containsExactlyInAnyOrder("shoes", "hats");
  }
}
