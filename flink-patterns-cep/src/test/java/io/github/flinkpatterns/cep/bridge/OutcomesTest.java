// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.bridge;

import io.github.flinkpatterns.cep.PatternInput;
import io.github.flinkpatterns.cep.PatternMatch;
import io.github.flinkpatterns.cep.PatternTimeout;
import io.github.flinkpatterns.cep.bridge.Outcomes.Result;
import io.github.flinkpatterns.cep.bridge.Outcomes.Result.Aside;
import io.github.flinkpatterns.cep.bridge.OwnPatternTest.Click;
import io.github.flinkpatterns.testkit.Scenario;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the last step of the bridge sends where, and counts. */
class OutcomesTest {

  /** Drops what begins at 0, and says of the rest that it has seen it. */
  private static final class Seen implements PatternHandler<String, Click> {

    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable String onMatch(PatternMatch<String, Click> match) {
      return match.startMillis() == 0 ? null : "seen";
    }

    @Override
    public @Nullable String onTimeout(PatternTimeout<String, Click> timeout) {
      return timeout.startMillis() == 0 ? null : "missed";
    }
  }

  private static PatternMatch<String, Click> match(long start, String sentence) {
    return new PatternMatch<>("own", "ann", start, start + 5, List.of(), 0, sentence);
  }

  private static PatternTimeout<String, Click> timeout(long start, String sentence) {
    return new PatternTimeout<>("own", "ann", start, start + 10, List.of(), 0, "pay", sentence);
  }

  @Test
  void eachOutcomeGoesToItsOutputAndIsCountedOnce() {
    Seen handler = new Seen();
    var own = OwnPatternTest.builder().pattern(OwnPatternTest.cartThenPay()).build();
    Click late = new Click("ann", "pay", 1);
    Click timeless = new Click("ann", "pay", 2);
    Click keyless = new Click("", "pay", 3);
    Scenario.of(new Outcomes<>(own, OwnPattern.NAME, handler))
        .event(Result.of(match(0, "x")), 5)
        .event(Result.of(match(1, "x")), 6)
        .event(Result.of(match(2, "x")), 7)
        .event(Result.of(timeout(0, "x")), 10)
        .event(Result.of(timeout(3, "x")), 13)
        .event(Result.of(Aside.LATE, late), 1)
        .event(Result.of(Aside.LATE, late), 1)
        .event(Result.of(Aside.WITHOUT_TIMESTAMP, timeless), 0)
        .event(Result.of(Aside.NULL_KEY, keyless), 3)
        .expect(match(1, "seen"), match(2, "seen"))
        .expectSide(own.timedOut(), timeout(3, "missed"))
        .expectSide(own.late(), late, late)
        .expectSide(own.withoutTimestamp(), timeless)
        .expectSide(own.nullKeys(), keyless)
        .expectMetric("OwnPattern.matches", 2)
        .expectMetric("OwnPattern.timeouts", 1)
        .expectMetric("OwnPattern.discarded", 2)
        .expectMetric("OwnPattern.late", 2)
        .expectMetric("OwnPattern.withoutTimestamp", 1)
        .expectMetric("OwnPattern.nullKeys", 1)
        .verify();
  }

  @Test
  void theFrontPutsAsideWhatFlinkCepWouldStopAt() {
    var input =
        new PatternInput<>(
            OwnPattern.NAME, TypeInformation.of(Click.class), Click::user, Types.STRING);
    var aside = new OutputTag<>("aside", Result.type(input));
    Click click = new Click("ann", "cart", 5);
    Click keyless = new Click(null, "cart", 6);
    Click timeless = new Click("ann", "cart", 7);
    Scenario.of(new Front<>(input.keySelector(), new PlainElements<Click>(Click::time), aside))
        .event(click, 5)
        .event(keyless, 6)
        .eventWithoutTime(timeless)
        .expect(click)
        .expectSide(
            aside, Result.of(Aside.NULL_KEY, keyless), Result.of(Aside.WITHOUT_TIMESTAMP, timeless))
        .verify();
  }
}
