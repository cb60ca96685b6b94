// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.keyed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.flinkpatterns.cep.LogicPattern;
import io.github.flinkpatterns.cep.PatternContract;
import io.github.flinkpatterns.cep.RequiredParts;
import io.github.flinkpatterns.testkit.Scenario;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the builders refuse and declare. */
class PatternBuildersTest {

  private static final Duration W = Duration.ofSeconds(60);

  private static BruteForce.Builder<String, Act> bruteForce() {
    return BruteForce.on(Act.class).keyedBy(Act::key, String.class).failure(act -> true);
  }

  static Stream<RequiredParts<?>> required() {
    return Stream.of(
        RequiredParts.of(
                "BruteForce",
                () -> BruteForce.on(Act.class).keyedBy(Act::key, String.class),
                BruteForce.Builder::build)
            .part("failure", b -> b.failure(act -> true))
            .part("times", b -> b.times(2))
            .part("within", b -> b.within(W)),
        RequiredParts.of(
                "FailsThenSuccess",
                () -> FailsThenSuccess.on(Act.class).keyedBy(Act::key, String.class),
                FailsThenSuccess.Builder::build)
            .part("failure", b -> b.failure(act -> true))
            .part("success", b -> b.success(act -> true))
            .part("times", b -> b.times(1))
            .part("within", b -> b.within(W)),
        RequiredParts.of(
                "CredentialStuffing",
                () -> CredentialStuffing.on(Act.class).keyedBy(Act::key, String.class),
                CredentialStuffing.Builder::build)
            .part("failure", b -> b.failure(act -> true))
            .part("user", b -> b.user(Act::user))
            .part("times", b -> b.times(2))
            .part("within", b -> b.within(W)),
        RequiredParts.of(
                "CardTesting",
                () -> CardTesting.on(Act.class).keyedBy(Act::key, String.class),
                CardTesting.Builder::build)
            .part("amount", b -> b.amount(Act::value))
            .part("smallUpTo", b -> b.smallUpTo(5))
            .part("largeFrom", b -> b.largeFrom(200))
            .part("times", b -> b.times(1))
            .part("within", b -> b.within(W)),
        RequiredParts.of(
                "Flapping",
                () -> Flapping.on(Act.class).keyedBy(Act::key, String.class),
                Flapping.Builder::build)
            .part("state", b -> b.state(Act::what))
            .part("times", b -> b.times(2))
            .part("within", b -> b.within(W)),
        RequiredParts.of(
                "Trend",
                () -> Trend.on(Act.class).keyedBy(Act::key, String.class),
                Trend.Builder::build)
            .part("rising", b -> b.rising(Act::value))
            .part("times", b -> b.times(2))
            .part("within", b -> b.within(W)),
        RequiredParts.of(
                "MissingHeartbeat",
                () -> MissingHeartbeat.on(Act.class).keyedBy(Act::key, String.class),
                MissingHeartbeat.Builder::build)
            .part("within", b -> b.within(W)),
        RequiredParts.of(
                "SlaTimeout",
                () -> SlaTimeout.on(Act.class).keyedBy(Act::key, String.class),
                SlaTimeout.Builder::build)
            .part("started", b -> b.started(act -> true))
            .part("finished", b -> b.finished(act -> true))
            .part("within", b -> b.within(W)),
        RequiredParts.of(
                "StuckState",
                () -> StuckState.on(Act.class).keyedBy(Act::key, String.class),
                StuckState.Builder::build)
            .part("state", b -> b.state(Act::what))
            .part("within", b -> b.within(W)),
        RequiredParts.of(
                "DormantThenActive",
                () -> DormantThenActive.on(Act.class).keyedBy(Act::key, String.class),
                DormantThenActive.Builder::build)
            .part("dormantFor", b -> b.dormantFor(W.minusMillis(2)))
            .part("within", b -> b.within(W)),
        RequiredParts.of(
                "ImpossibleTravel",
                () -> ImpossibleTravel.on(Act.class).keyedBy(Act::key, String.class),
                ImpossibleTravel.Builder::build)
            .part("latitude", b -> b.latitude(Act::north))
            .part("longitude", b -> b.longitude(Act::east))
            .part("fasterThan", b -> b.fasterThan(900))
            .part("within", b -> b.within(W)));
  }

  @ParameterizedTest
  @MethodSource("required")
  void whatIsMissingIsNamed(RequiredParts<?> parts) {
    parts.verify();
  }

  @Test
  void whatIsWrongIsSaidWhenItIsGiven() {
    wrong(
        () -> bruteForce().times(1),
        "BruteForce: parameter 'times': 1 must be in 2..10000; pass such a number");
    wrong(
        () -> bruteForce().within(Duration.ZERO),
        "BruteForce: parameter 'within': PT0S must be at least 1 ms");
    wrong(
        () -> bruteForce().times(3).within(W).reportNearMissesFrom(4).build(),
        "BruteForce: parameter 'reportNearMissesFrom': 4 must be in 1..3");
    Object notSerializable = new Object();
    wrong(
        () -> bruteForce().success(act -> notSerializable.hashCode() == 0),
        "BruteForce: parameter 'success': ");
    wrong(
        () -> BruteForce.on(Types.GENERIC(Map.class)).keyedBy(map -> "k", String.class),
        "BruteForce: parameter 'on': GenericType<java.util.Map> would be written by Kryo");
    var cards = CardTesting.on(Act.class).keyedBy(Act::key, String.class).amount(Act::value);
    wrong(
        () -> cards.times(2).within(W).smallUpTo(5).largeFrom(5).build(),
        "CardTesting: parameter 'largeFrom': 5.0 must be above smallUpTo, which is 5.0");
    var dormant = DormantThenActive.on(Act.class).keyedBy(Act::key, String.class);
    wrong(
        () -> dormant.dormantFor(W).within(W.plusMillis(1)).build(),
        "DormantThenActive: parameter 'within': PT1M0.001S must be at least 2 ms longer than"
            + " dormantFor, which is PT1M");
    var travel = ImpossibleTravel.on(Act.class).keyedBy(Act::key, String.class);
    wrong(
        () -> travel.fasterThan(Double.NaN),
        "ImpossibleTravel: parameter 'fasterThan': NaN must be above 0; pass a speed in km/h");
    wrong(
        () -> travel.fromDistance(-1),
        "ImpossibleTravel: parameter 'fromDistance': -1.0 must not be negative");
    wrong(() -> bruteForce().named(" "), "BruteForce: parameter 'named': '' must not be blank");
    wrong(
        () -> bruteForce().breakTiesBy((a, b) -> Objects.hash(a, b, notSerializable)),
        "BruteForce: parameter 'breakTiesBy': ");
  }

  private static void wrong(Runnable build, String message) {
    assertThatThrownBy(build::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @EnumSource
  void everyPatternDeclaresItsContract(Patterns patterns) {
    LogicPattern<String, Act> pattern = patterns.pattern();
    PatternContract contract = pattern.contract();
    assertThat(contract.engine()).isEqualTo(PatternContract.Engine.KEYED_LOGIC);
    assertThat(contract.within()).isPositive();
    assertThat(contract.skipStrategy()).isNotBlank();
    assertThat(contract.contiguity()).isNotBlank();
    assertThat(contract.stateBound()).contains("the watermark has not passed");
    assertThat(contract.latePolicy()).isEqualTo(PatternContract.LATE_ASIDE);
  }

  @Test
  void aMatchTellsItsEventsAndConditions() {
    var pattern = bruteForce().times(2).within(W).named("password-guessing").build();
    var outcome =
        Scenario.of(pattern.toFunction())
            .keyedBy(Act::key, String.class)
            .event(Act.of("ann", 1, "fail"), 10_000)
            .eventWithoutTime(Act.of("ann", 2, "fail"))
            .event(Act.of("ann", 3, "fail"), 69_999)
            .event(Act.of("bob", 4, "fail"), 20_000)
            .watermark(80_000)
            .verify();
    assertThat(outcome.values())
        .singleElement()
        .satisfies(
            match -> {
              assertThat(match.pattern()).isEqualTo("password-guessing");
              assertThat(match.key()).isEqualTo("ann");
              assertThat(match.startMillis()).isEqualTo(10_000);
              assertThat(match.endMillis()).isEqualTo(69_999);
              assertThat(match.events("failure")).extracting(Act::id).containsExactly(1, 3);
              assertThat(match.explanation())
                  .isEqualTo("2 failures in 59 s 999 ms, less than 1 min, no success between them");
            });
    assertThat(outcome.values(pattern.timedOut()))
        .singleElement()
        .satisfies(
            miss -> {
              assertThat(miss.key()).isEqualTo("bob");
              assertThat(miss.deadlineMillis()).isEqualTo(80_000);
              assertThat(miss.missing()).isEqualTo("1 more failure");
              assertThat(miss.explanation())
                  .isEqualTo(
                      "1 failure within 1 min from 1970-01-01T00:00:20Z; missing: 1 more failure");
            });
    assertThat(outcome.values(pattern.withoutTimestamp())).extracting(Act::id).containsExactly(2);
  }

  @Test
  void theGreatCircleIsThatOfTheWorkedExample() {
    assertThat(Math.round(GreatCircle.kilometres(51.5, -0.1, 40.7, -74.0))).isEqualTo(5_573);
    assertThat(GreatCircle.kilometres(0, 179.5, 0, -179.5))
        .isCloseTo(GreatCircle.kilometres(0, 0, 0, 1), within(1e-9));
  }
}
