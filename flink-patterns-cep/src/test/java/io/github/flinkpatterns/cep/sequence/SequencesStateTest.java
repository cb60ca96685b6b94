// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.sequence;

import io.github.flinkpatterns.cep.LogicPattern;
import io.github.flinkpatterns.cep.PatternChecks;
import io.github.flinkpatterns.cep.PatternChecks.Fed;
import io.github.flinkpatterns.testkit.Scenario;
import io.github.flinkpatterns.testkit.StateCompatibility;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The state of every pattern: it survives a restore at every step, crashes, and rescaling from 1 to
 * 3 to 2, on heap and RocksDB; a later version reads it; nothing is left of idle keys once the
 * window is over.
 */
class SequencesStateTest {

  /** Behind this event of 36 the golden files take their snapshot. */
  private static final int MARK = 19;

  @ParameterizedTest
  @EnumSource
  @Tag("every-flink")
  void stateSurvivesRestoresCrashesAndRescaling(Sequences sequence) {
    if (sequence.spec instanceof LogicPattern<String, Tick> pattern) {
      script(PatternChecks.function(pattern), Function.identity(), sequence)
          .alternatingWith(PatternChecks.fastOperator(pattern))
          .named(sequence + " on hosts that take turns")
          .verify(PatternChecks.MATRIX);
    } else {
      script(sequence.cep(), Tick::timed, sequence).verify(PatternChecks.MATRIX);
    }
  }

  /** A new layout gets new files: .ci/flink-versions --record writes what is not there. */
  @ParameterizedTest
  @EnumSource
  @Tag("every-flink")
  void stateOfTheFirstLayoutIsReadForEver(Sequences sequence) {
    String name = sequence.name().toLowerCase(Locale.ROOT).replace('_', '-');
    Scenario<String, ?, Void, ?> scenario =
        sequence.spec instanceof LogicPattern<String, Tick> pattern
            ? script(PatternChecks.function(pattern), Function.identity(), sequence)
                .alternatingWith(PatternChecks.fastOperator(pattern))
            : script(sequence.cep(), Tick::timed, sequence);
    StateCompatibility.of(scenario)
        .verify(Path.of("src/test/resources/golden/sequence-" + name + "-v1.snap"));
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsLeftOfAThousandIdleKeysWhenTheWindowIsOver(Sequences sequence) {
    if (sequence.spec instanceof LogicPattern<String, Tick> pattern) {
      assertNothingIsLeft(PatternChecks.function(pattern), Function.identity(), sequence);
      assertNothingIsLeft(PatternChecks.fast(pattern), Function.identity(), sequence);
    } else {
      assertNothingIsLeft(sequence.cep(), Tick::timed, sequence);
    }
  }

  private static <E> void assertNothingIsLeft(
      Scenario<String, E, Void, ?> scenario, Function<Tick, E> element, Sequences sequence) {
    PatternChecks.assertNothingIsLeft(
        scenario,
        i -> {
          Tick tick = sequence.beginning("key" + i, 1_000L + i % 10);
          return new Fed<>(element.apply(tick), tick.time());
        },
        1_009,
        1_009 + Tick.WINDOW);
  }

  /** Events of three keys, one step out of order, with a watermark every few of them. */
  private static <E, OUT> Scenario<String, E, Void, OUT> script(
      Scenario<String, E, Void, OUT> scenario, Function<Tick, E> element, Sequences sequence) {
    List<Tick> ticks = sequence.random(3, 3, 12);
    Scenario<String, E, Void, OUT> script = scenario.named(sequence.toString());
    for (int i = 0; i < ticks.size(); i++) {
      Tick tick = ticks.get(i % 2 == 0 && i + 1 < ticks.size() ? i + 1 : i % 2 == 1 ? i - 1 : i);
      script = script.event(element.apply(tick), tick.time());
      script = i == MARK ? script.savepoint() : script;
      if (i % 6 == 5) {
        script = script.watermark(ticks.get(i).time() - 5);
      }
    }
    return script.watermark(ticks.get(ticks.size() - 1).time() + Tick.WINDOW);
  }
}
