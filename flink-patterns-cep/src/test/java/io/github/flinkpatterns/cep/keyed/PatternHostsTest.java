// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.keyed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.cep.LogicPattern;
import io.github.flinkpatterns.cep.PatternChecks;
import io.github.flinkpatterns.cep.PatternChecks.Fed;
import io.github.flinkpatterns.cep.PatternMatch;
import io.github.flinkpatterns.testkit.Backend;
import io.github.flinkpatterns.testkit.Cell;
import io.github.flinkpatterns.testkit.ExecutionMatrix;
import io.github.flinkpatterns.testkit.Recovery;
import io.github.flinkpatterns.testkit.Scenario;
import io.github.flinkpatterns.testkit.StateCompatibility;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every pattern on both hosts and backends, through every recovery, and what it leaves behind. */
class PatternHostsTest {

  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  private static Scenario<String, Act, Void, PatternMatch<String, Act>> script(
      Patterns patterns, Scenario<String, Act, Void, PatternMatch<String, Act>> scenario) {
    Random random = new Random(7);
    var script = scenario.named(patterns.name());
    long now = 1_000;
    for (int i = 0; i < 28; i++) {
      now += random.nextInt(3);
      // Ten keys, more than the cache has room for; most events are of two of them.
      String key = "key" + (random.nextInt(3) == 0 ? random.nextInt(10) : random.nextInt(2));
      script = script.event(patterns.random(key, i, random), now - random.nextInt(6));
      if (i % 4 == 3) {
        script = script.watermark(now - 6);
      }
      if (i == 15) {
        script = script.savepoint();
      }
    }
    return script.endOfInput();
  }

  /** The hosts take turns at each restore. */
  @ParameterizedTest
  @EnumSource
  @Tag("every-flink")
  void bothHostsGiveTheSameOnEveryBackendThroughEveryRecovery(Patterns patterns) {
    LogicPattern<String, Act> pattern = patterns.pattern();
    var outcome =
        script(patterns, PatternChecks.function(pattern))
            .alternatingWith(PatternChecks.fastOperator(pattern))
            .verify(PatternChecks.MATRIX);
    assertThat(
            outcome.values().size()
                + outcome.values(pattern.timedOut()).size()
                + outcome.values(pattern.late()).size())
        .isPositive();
    script(patterns, PatternChecks.fast(pattern))
        .verify(
            ExecutionMatrix.of(
                Cell.PLAIN,
                new Cell(Backend.HASHMAP, Recovery.CRASH_AND_REPLAY, List.of(1, 3, 2))));
  }

  /** A new layout gets a new file: run once with -Dflinkpatterns.testkit.record=true. */
  @ParameterizedTest
  @EnumSource
  @Tag("every-flink")
  void stateOfTheFirstLayoutIsReadForEver(Patterns patterns) {
    String name = patterns.name().toLowerCase(Locale.ROOT).replace('_', '-');
    LogicPattern<String, Act> pattern = patterns.pattern();
    StateCompatibility.of(
            script(patterns, PatternChecks.function(pattern))
                .alternatingWith(PatternChecks.fastOperator(pattern)))
        .verify(GOLDEN.resolve("pattern-" + name + "-v1.snap"));
  }

  @ParameterizedTest
  @EnumSource
  void aThousandIdleKeysLeaveNoEntryAndNoTimerBehindTheWindow(Patterns patterns) {
    LogicPattern<String, Act> pattern = patterns.pattern();
    for (var host : List.of(PatternChecks.function(pattern), PatternChecks.fast(pattern))) {
      Random random = new Random(3);
      PatternChecks.assertNothingIsLeft(
          host,
          i -> new Fed<>(patterns.random("key" + i, i, random), 1_000L + i % 5),
          1_004,
          1_004 + pattern.contract().within().toMillis());
    }
  }
}
