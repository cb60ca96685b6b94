// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkpatterns.cep.PatternContract;
import io.github.flinkpatterns.cep.PatternMatch;
import io.github.flinkpatterns.testkit.job.FlinkJobTest;
import io.github.flinkpatterns.testkit.job.JobSource;
import io.github.flinkpatterns.testkit.job.JobTypeGuard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.cep.nfa.aftermatch.AfterMatchSkipStrategy;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.cep.pattern.conditions.SimpleCondition;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OwnPatternTest {

  @RegisterExtension static final FlinkJobTest flink = FlinkJobTest.create();

  // docs: begin click
  /** An event; a user of null is an event without a key. */
  public record Click(String user, String page, long time) {}

  // docs: end click

  // docs: begin pattern
  static Pattern<Click, Click> cartThenPay() {
    return Pattern.<Click>begin("cart", AfterMatchSkipStrategy.skipPastLastEvent())
        .where(SimpleCondition.of(click -> click.page().equals("cart")))
        .followedBy("pay")
        .where(SimpleCondition.of(click -> click.page().equals("pay")))
        .within(Duration.ofMillis(10));
  }

  // docs: end pattern

  static OwnPatternBuilder<String, Click> builder() {
    return OwnPattern.on(Click.class).keyedBy(Click::user, String.class).timedBy(Click::time);
  }

  static DataStream<String> cartsThatWerePaid(DataStream<Click> clicks) {
    // docs: begin bridge
    OwnPattern<String, Click> paid =
        OwnPattern.on(Click.class)
            .keyedBy(Click::user, String.class)
            .timedBy(Click::time)
            .pattern(cartThenPay())
            .named("cart-then-pay")
            .describe("pay", "the page was pay")
            .build();

    var matches = paid.applyTo(clicks, "cart-then-pay");
    var nearMisses = matches.getSideOutput(paid.timedOut());
    DataStream<Click> late = matches.getSideOutput(paid.late());
    DataStream<Click> withoutUser = matches.getSideOutput(paid.nullKeys());
    // docs: end bridge
    return matches
        .map(m -> m.explanation() + " " + conditions(m))
        .returns(Types.STRING)
        .union(
            nearMisses.map(t -> t.explanation() + " " + t.missing()).returns(Types.STRING),
            late.map(click -> "late " + click.time()).returns(Types.STRING),
            withoutUser.map(click -> "no user " + click.time()).returns(Types.STRING));
  }

  private static String conditions(PatternMatch<?, ?> match) {
    return match.events().stream()
        .map(e -> e.stage() + "=" + e.condition())
        .collect(Collectors.joining(", "));
  }

  @Test
  @Tag("every-flink")
  void eachResultLeavesByItsOutput() {
    var clicks =
        JobSource.<Click>script(TypeInformation.of(Click.class))
            .record(new Click("ann", "cart", 0), 0)
            .record(new Click("ann", "cart", 5), 5)
            .record(new Click("ann", "pay", 7), 7)
            .record(new Click("bob", "cart", 8), 8)
            .record(new Click(null, "cart", 9), 9)
            .watermark(10)
            .record(new Click("bob", "pay", 18), 18)
            .record(new Click("cat", "cart", 10), 10)
            .watermark(40)
            .end();
    flink
        .job(clicks, OwnPatternTest::cartsThatWerePaid)
        .parallelism(1)
        .backend("rocksdb")
        .run()
        .assertCommitted(
            List.of(
                "cart-then-pay of ann: cart at 1970-01-01T00:00:00Z, then pay at"
                    + " 1970-01-01T00:00:00.007Z in 7 ms. cart=cart, pay=the page was pay",
                "cart-then-pay of bob: cart at 1970-01-01T00:00:00.008Z; no pay before"
                    + " 1970-01-01T00:00:00.018Z. pay",
                "late 10",
                "no user 9"));
  }

  @Test
  void aFailureNeitherLosesNorRepeatsAMatch() {
    List<Click> clicks = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      clicks.add(new Click("user" + i % 7, i % 3 == 0 ? "cart" : "pay", i));
    }
    // docs: begin testing
    flink
        .job(
            JobSource.of(Click.class, clicks, Click::time).failAfterRecords(60),
            OwnPatternTest::cartsThatWerePaid)
        .parallelism(2)
        .assertExactlyOnce();
    // docs: end testing
  }

  @Test
  void theHandlerExplainsAndDrops() {
    var clicks =
        JobSource.<Click>script(TypeInformation.of(Click.class))
            .record(new Click("ann", "cart", 0), 0)
            .record(new Click("ann", "pay", 7), 7)
            .record(new Click("bob", "cart", 8), 8)
            .record(new Click("bob", "pay", 9), 9)
            .end();
    var own =
        builder()
            .pattern(cartThenPay())
            .handledBy(
                m ->
                    m.key().equals("bob")
                        ? null
                        : "paid after " + (m.endMillis() - m.startMillis()))
            .build();
    flink
        .job(clicks, in -> own.applyTo(in, "own").map(m -> m.explanation()).returns(Types.STRING))
        .run()
        .assertCommitted(List.of("paid after 7"));
  }

  @Test
  void noTypeFallsToKryo() {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    var clicks =
        env.fromData(List.of(new Click("ann", "cart", 0)), TypeInformation.of(Click.class));
    cartsThatWerePaid(clicks).print();
    JobTypeGuard.assertNoGenericTypes(env);
  }

  @Test
  void theContractTellsWhatThePatternSays() {
    PatternContract contract = builder().pattern(cartThenPay()).build().contract();
    assertThat(contract.engine()).isEqualTo(PatternContract.Engine.FLINK_CEP);
    assertThat(contract.within()).isEqualTo(Duration.ofMillis(10));
    assertThat(contract.skipStrategy()).containsIgnoringCase("skip");
  }

  @Test
  void aPatternThatWouldLeakIsRefused() {
    Pattern<Click, Click> endless =
        Pattern.<Click>begin("cart", AfterMatchSkipStrategy.skipPastLastEvent()).followedBy("pay");
    assertThatThrownBy(() -> builder().pattern(endless).build())
        .hasMessage(
            "OwnPattern: parameter 'pattern': the pattern that ends in 'pay' has no window, so a"
                + " match that begins and does not end stays in state for ever; call"
                + " within(Duration) on it");
  }

  @Test
  void aPatternWithoutASkipStrategyMustBeAskedFor() {
    Pattern<Click, Click> overlapping =
        Pattern.<Click>begin("cart").followedBy("pay").within(Duration.ofMillis(10));
    assertThatThrownBy(() -> builder().pattern(overlapping).build())
        .hasMessageContaining("has no skip strategy, so one event can be part of any number")
        .hasMessageEndingWith("or call emitOverlapping()");
    assertThat(builder().pattern(overlapping).emitOverlapping().build().warnings()).isEmpty();
  }

  @Test
  void whatIsMissingOrUnknownIsNamed() {
    assertThatThrownBy(() -> builder().build())
        .hasMessage(
            "OwnPattern: parameter 'pattern': was not set (it says what is looked for); call"
                + " pattern(...) before build()");
    assertThatThrownBy(
            () ->
                OwnPattern.on(Click.class)
                    .keyedBy(Click::user, String.class)
                    .pattern(cartThenPay())
                    .build())
        .hasMessage(
            "OwnPattern: parameter 'timedBy': was not set (it tells when an event was); call"
                + " timedBy(...) before build()");
    assertThatThrownBy(() -> builder().pattern(cartThenPay()).describe("pays", "x").build())
        .hasMessage(
            "OwnPattern: parameter 'describe': 'pays' is no stage of the pattern; name one of"
                + " [cart, pay]");
    assertThatThrownBy(() -> OwnPattern.on(Object.class))
        .hasMessageContaining("would be written by Kryo");
  }

  @Test
  void trapsAreNamed() {
    assertThat(warnings(start().oneOrMore().greedy().followedBy("b")))
        .singleElement()
        .asString()
        .startsWith("stage 'a' is greedy and 'b' may come later");
    assertThat(warnings(start().followedBy("b").optional()))
        .singleElement()
        .asString()
        .startsWith("stage 'b' is last and optional");
    assertThat(warnings(start().followedBy("b").oneOrMore()))
        .singleElement()
        .asString()
        .startsWith("stage 'b' is last and repeats");
    assertThat(warnings(start().followedByAny("b")))
        .singleElement()
        .asString()
        .startsWith("stage 'b' may skip events that fit");
    assertThat(warnings(start().oneOrMore().allowCombinations().next("b")))
        .singleElement()
        .asString()
        .startsWith("stage 'a' may skip events that fit");
    assertThat(warnings(start().next("b"))).isEmpty();
  }

  private static Pattern<Click, Click> start() {
    return Pattern.begin("a", AfterMatchSkipStrategy.skipPastLastEvent());
  }

  private static List<String> warnings(Pattern<Click, Click> pattern) {
    return builder().pattern(pattern.within(Duration.ofMillis(10))).build().warnings();
  }

  @Test
  void aRepeatedStageSaysHowFarItGot() {
    Stages stages =
        Stages.of(
            Pattern.<Click>begin("fail")
                .times(3)
                .notFollowedBy("help")
                .followedBy(Pattern.<Click>begin("retry").next("login"))
                .within(Duration.ofMillis(10)));
    assertThat(stages.missing(Map.of("fail", List.of(1, 2)))).isEqualTo("fail (2 of 3)");
    assertThat(stages.missing(Map.of("fail", List.of(1, 2, 3)))).isEqualTo("retry");
    assertThat(stages.missing(Map.of("fail", List.of(1, 2, 3), "retry", List.of(1))))
        .isEqualTo("login");
  }
}
