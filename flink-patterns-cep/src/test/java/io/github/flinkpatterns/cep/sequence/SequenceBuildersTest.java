// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkpatterns.cep.LogicPattern;
import io.github.flinkpatterns.cep.PatternContract;
import io.github.flinkpatterns.cep.RequiredParts;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the builders of this room ask for, refuse and declare. */
class SequenceBuildersTest {

  private static final Duration W = Duration.ofSeconds(60);

  static Stream<RequiredParts<?>> required() {
    return Stream.of(
        RequiredParts.of(
                "LoginThenHighValue",
                () -> LoginThenHighValue.on(Tick.class).keyedBy(Tick::key, String.class),
                LoginThenHighValue.Builder::build)
            .part("login", b -> b.login(tick -> true))
            .part("amount", b -> b.amount(Tick::value))
            .part("above", b -> b.above(10_000))
            .part("within", b -> b.within(W)),
        RequiredParts.of(
                "SequenceWithAbsence",
                () -> SequenceWithAbsence.on(Tick.class).keyedBy(Tick::key, String.class),
                SequenceWithAbsence.Builder::build)
            .part("first", b -> b.first(tick -> true))
            .part("absent", b -> b.absent(tick -> true))
            .part("within", b -> b.within(W)),
        RequiredParts.of(
                "VShape",
                () -> VShape.on(Tick.class).keyedBy(Tick::key, String.class),
                VShape.Builder::build)
            .part("price", b -> b.price(Tick::value))
            .part("fallOf", b -> b.fallOf(0.1))
            .part("within", b -> b.within(W)),
        RequiredParts.of("PriceSurge", SequenceBuildersTest::surge, PriceSurge.Builder::build)
            .part("price", b -> b.price(Tick::value))
            .part("moreThan", b -> b.moreThan(0.2))
            .part("within", b -> b.within(W)),
        RequiredParts.of("PriceDrop", SequenceBuildersTest::drop, PriceDrop.Builder::build)
            .part("price", b -> b.price(Tick::value))
            .part("moreThan", b -> b.moreThan(0.2))
            .part("within", b -> b.within(W)),
        RequiredParts.of(
                "CartAbandonment",
                () -> CartAbandonment.on(Tick.class).keyedBy(Tick::key, String.class),
                CartAbandonment.Builder::build)
            .part("added", b -> b.added(tick -> true))
            .part("purchased", b -> b.purchased(tick -> true))
            .part("within", b -> b.within(W)));
  }

  private static PriceSurge.Builder<String, Tick> surge() {
    return PriceSurge.on(Tick.class).keyedBy(Tick::key, String.class);
  }

  private static PriceDrop.Builder<String, Tick> drop() {
    return PriceDrop.on(Tick.class).keyedBy(Tick::key, String.class);
  }

  @ParameterizedTest
  @MethodSource("required")
  void whatIsMissingIsNamed(RequiredParts<?> parts) {
    parts.verify();
  }

  @Test
  void whatIsWrongIsSaidWhenItIsGiven() {
    wrong(
        () -> surge().moreThan(0),
        "PriceSurge: parameter 'moreThan': 0.0 must be above 0 and at most 1000000.0; pass a share,"
            + " such as 0.2 for 20 percent");
    wrong(
        () -> drop().moreThan(1.5),
        "PriceDrop: parameter 'moreThan': 1.5 must be above 0 and at most 1.0; pass a share, such"
            + " as 0.2 for 20 percent");
    wrong(
        () -> surge().price(Tick::value).moreThan(0.2).nearMissFrom(0.3).within(W).build(),
        "PriceSurge: parameter 'nearMissFrom': 0.3 must not be above moreThan, which is 0.2; pass"
            + " less");
    wrong(
        () -> surge().maxEvents(1),
        "PriceSurge: parameter 'maxEvents': 1 must be in 2..1000000; pass such a number");
    wrong(
        () -> surge().within(Duration.ofNanos(1)),
        "PriceSurge: parameter 'within': PT0.000000001S must be at least 1 ms");
    var login = LoginThenHighValue.on(Tick.class).keyedBy(Tick::key, String.class);
    wrong(
        () -> login.above(Double.NaN),
        "LoginThenHighValue: parameter 'above': NaN must be a number; pass the bound");
    var shape = VShape.on(Tick.class).keyedBy(Tick::key, String.class);
    wrong(
        () -> shape.fallOf(1.1),
        "VShape: parameter 'fallOf': 1.1 must be above 0 and at most 1.0; pass a share");
    wrong(
        () -> shape.recoveryOf(Double.NaN),
        "VShape: parameter 'recoveryOf': NaN must be above 0 and at most 100.0; pass a share");
    var cart = CartAbandonment.on(Tick.class).keyedBy(Tick::key, String.class);
    wrong(
        () -> cart.maxEvents(0),
        "CartAbandonment: parameter 'maxEvents': 0 must be in 1..100000; pass such a number");
    wrong(() -> cart.added(null), "CartAbandonment: parameter 'added': null must be given");
    wrong(
        () -> CartAbandonment.on(Types.GENERIC(Object.class)),
        "CartAbandonment: parameter 'on': GenericType<java.lang.Object> would be written by Kryo");
  }

  @Test
  void aSequenceOfFlinkCepIsNotAppliedWithoutAUid() {
    var absence = Sequences.ABSENCE_BETWEEN.spec;
    var ticks =
        StreamExecutionEnvironment.getExecutionEnvironment()
            .fromData(List.of(new Tick("k", 0, "x", 0, 0)), TypeInformation.of(Tick.class));
    wrong(
        () -> absence.applyTo(ticks, " "),
        "SequenceWithAbsence: parameter 'uid': '' must name the state in savepoints");
  }

  private static void wrong(Runnable build, String message) {
    assertThatThrownBy(build::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @EnumSource
  void everyPatternDeclaresItsContract(Sequences sequence) {
    PatternContract contract = sequence.spec.contract();
    assertThat(contract.engine())
        .isEqualTo(
            sequence.spec instanceof LogicPattern
                ? PatternContract.Engine.KEYED_LOGIC
                : PatternContract.Engine.FLINK_CEP);
    assertThat(contract.within()).isEqualTo(Duration.ofMillis(Tick.WINDOW));
    assertThat(contract.skipStrategy()).isNotBlank();
    assertThat(contract.contiguity()).isNotBlank();
    assertThat(contract.stateBound()).endsWith("that the watermark has not passed");
    assertThat(contract.latePolicy()).isEqualTo(PatternContract.LATE_ASIDE);
  }
}
