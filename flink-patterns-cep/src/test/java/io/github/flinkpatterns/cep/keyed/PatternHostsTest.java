// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.keyed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.cep.LogicPattern;
import io.github.flinkpatterns.cep.PatternMatch;
import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.fast.FastHost;
import io.github.flinkpatterns.testkit.Backend;
import io.github.flinkpatterns.testkit.Cell;
import io.github.flinkpatterns.testkit.ExecutionMatrix;
import io.github.flinkpatterns.testkit.OperatorDriver;
import io.github.flinkpatterns.testkit.Recovery;
import io.github.flinkpatterns.testkit.Scenario;
import io.github.flinkpatterns.testkit.StateCompatibility;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every pattern on both hosts and backends, through every recovery, and what it leaves behind. */
class PatternHostsTest {

  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  /** The hosts take turns at each restore. RocksDB is slow to start, so it crashes only. */
  private static final ExecutionMatrix MATRIX =
      ExecutionMatrix.of(
          Cell.PLAIN,
          new Cell(Backend.HASHMAP, Recovery.RESTORE_EVERY_STEP, List.of(1, 3, 2)),
          new Cell(Backend.HASHMAP, Recovery.CRASH_AND_REPLAY, List.of(1, 3, 2)),
          new Cell(Backend.ROCKSDB, Recovery.CRASH_AND_REPLAY, List.of(1, 2)));

  private static OneInputStreamOperator<Act, PatternMatch<String, Act>> fast(
      LogicPattern<String, Act> pattern) {
    return FastHost.operator(
        pattern.logic(), Act::key, CacheSettings.defaults().withMaxEntries(8).withMaxDirty(8));
  }

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

  @ParameterizedTest
  @EnumSource
  @Tag("every-flink")
  void bothHostsGiveTheSameOnEveryBackendThroughEveryRecovery(Patterns patterns) {
    LogicPattern<String, Act> pattern = patterns.pattern();
    var outcome =
        script(patterns, Scenario.of(pattern.toFunction()).keyedBy(Act::key, String.class))
            .alternatingWith(fast(pattern))
            .verify(MATRIX);
    assertThat(
            outcome.values().size()
                + outcome.values(pattern.timedOut()).size()
                + outcome.values(pattern.late()).size())
        .isPositive();
    script(patterns, Scenario.of(fast(pattern)).keyedBy(Act::key, String.class))
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
    var scenario = Scenario.of(patterns.pattern().toFunction()).keyedBy(Act::key, String.class);
    StateCompatibility.of(script(patterns, scenario).alternatingWith(fast(patterns.pattern())))
        .verify(GOLDEN.resolve("pattern-" + name + "-v1.snap"));
  }

  @ParameterizedTest
  @EnumSource
  void aThousandIdleKeysLeaveNoEntryAndNoTimerBehindTheWindow(Patterns patterns) {
    thousandIdleKeys(patterns, Backend.HASHMAP);
    thousandIdleKeys(patterns, Backend.ROCKSDB);
  }

  private static void thousandIdleKeys(Patterns patterns, Backend backend) {
    Random random = new Random(3);
    var scenario = Scenario.of(patterns.pattern().toFunction()).keyedBy(Act::key, String.class);
    try (var driver = OperatorDriver.of(scenario, backend, 1)) {
      for (int i = 0; i < 1_000; i++) {
        driver.event(patterns.random("key" + i, i, random), 1_000 + i % 5);
      }
      driver.watermark(1_010);
      List<String> kept = new ArrayList<>();
      List<String> left = new ArrayList<>();
      for (int i = 0; i < 1_000; i += 199) {
        if (driver.state("value", "key" + i) != null) {
          kept.add("key" + i);
          assertThat(driver.eventTimers("key" + i)).as("timers of %s", patterns).hasSize(1);
        }
      }
      if (patterns != Patterns.MISSING_HEARTBEAT) { // its window is over by now
        assertThat(kept).as("keys of %s within the window", patterns).isNotEmpty();
      }
      driver.watermark(1_004 + 25);
      for (int i = 0; i < 1_000; i += 199) {
        if (driver.state("value", "key" + i) != null || !driver.eventTimers("key" + i).isEmpty()) {
          left.add("key" + i);
        }
      }
      assertThat(left).as("keys of %s on %s behind the window", patterns, backend).isEmpty();
    }
  }
}
