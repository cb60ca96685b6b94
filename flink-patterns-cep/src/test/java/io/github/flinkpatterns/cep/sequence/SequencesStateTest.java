// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.cep.LogicPattern;
import io.github.flinkpatterns.cep.PatternMatch;
import io.github.flinkpatterns.cep.bridge.Timed;
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
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The state of every pattern: it survives a restore at every step, crashes, and rescaling from 1 to
 * 3 to 2, on heap and RocksDB; nothing is left of idle keys once the window is over.
 */
class SequencesStateTest {

  /** Behind this event of 36 the golden files take their snapshot. */
  private static final int MARK = 19;

  private static final ExecutionMatrix MATRIX =
      ExecutionMatrix.of(
          Cell.PLAIN,
          new Cell(Backend.HASHMAP, Recovery.RESTORE_EVERY_STEP, List.of(1, 3, 2)),
          new Cell(Backend.HASHMAP, Recovery.CRASH_AND_REPLAY, List.of(1, 3, 2)),
          new Cell(Backend.ROCKSDB, Recovery.CRASH_AND_REPLAY, List.of(1, 2)));

  @ParameterizedTest
  @EnumSource
  @Tag("every-flink")
  void stateSurvivesRestoresCrashesAndRescaling(Sequences sequence) {
    if (sequence.spec instanceof LogicPattern<String, Tick> pattern) {
      script(function(pattern), (tick, time) -> tick, sequence)
          .alternatingWith(
              FastHost.operator(
                  pattern.logic(),
                  Tick::key,
                  CacheSettings.defaults().withMaxEntries(2).withMaxDirty(2)))
          .named(sequence + " on hosts that take turns")
          .verify(MATRIX);
    } else {
      script(cep(sequence), (tick, time) -> new Timed<>(time, tick), sequence).verify(MATRIX);
    }
  }

  /** A new layout gets new files: .ci/flink-versions --record writes what is not there. */
  @ParameterizedTest
  @EnumSource
  @Tag("every-flink")
  void stateOfTheFirstLayoutIsReadForEver(Sequences sequence) {
    String name = sequence.name().toLowerCase(Locale.ROOT).replace('_', '-');
    Path file = Path.of("src/test/resources/golden/sequence-" + name + "-v1.snap");
    if (sequence.spec instanceof LogicPattern<String, Tick> pattern) {
      StateCompatibility.of(
              script(function(pattern), (tick, time) -> tick, sequence, MARK)
                  .alternatingWith(
                      FastHost.operator(pattern.logic(), Tick::key, CacheSettings.defaults())))
          .verify(file);
    } else {
      StateCompatibility.of(
              script(cep(sequence), (tick, time) -> new Timed<>(time, tick), sequence, MARK))
          .verify(file);
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsLeftOfAThousandIdleKeysWhenTheWindowIsOver(Sequences sequence) {
    for (Backend backend : List.of(Backend.HASHMAP, Backend.ROCKSDB)) {
      if (sequence.spec instanceof LogicPattern<String, Tick> pattern) {
        assertNothingIsLeft(function(pattern), (tick, time) -> tick, sequence, backend);
        assertNothingIsLeft(fast(pattern), (tick, time) -> tick, sequence, backend);
      } else {
        assertNothingIsLeft(
            cep(sequence), (tick, time) -> new Timed<>(time, tick), sequence, backend);
      }
    }
  }

  private static <E> void assertNothingIsLeft(
      Scenario<String, E, Void, ?> scenario,
      BiFunction<Tick, Long, E> element,
      Sequences sequence,
      Backend backend) {
    try (var driver = OperatorDriver.of(scenario, backend, 1)) {
      for (int i = 0; i < 1_000; i++) {
        long time = 1_000L + i % 10;
        driver.event(element.apply(sequence.beginning("key" + i, time), time), time);
      }
      driver.watermark(1_009);
      assertThat(driver.stateEntries()).as("the keys have begun").isGreaterThanOrEqualTo(1_000);
      driver.watermark(1_009 + Tick.WINDOW);
      assertThat(driver.stateEntries()).as("%s on %s", sequence, backend).isZero();
      assertThat(driver.timers()).as("timers of %s on %s", sequence, backend).isZero();
    }
  }

  private static Scenario<String, Tick, Void, PatternMatch<String, Tick>> function(
      LogicPattern<String, Tick> pattern) {
    return Scenario.of(pattern.toFunction()).keyedBy(Tick::key, String.class);
  }

  private static Scenario<String, Tick, Void, PatternMatch<String, Tick>> fast(
      LogicPattern<String, Tick> pattern) {
    return Scenario.of(
            FastHost.operator(
                pattern.logic(),
                Tick::key,
                CacheSettings.defaults().withMaxEntries(2).withMaxDirty(2)))
        .keyedBy(Tick::key, String.class);
  }

  private static Scenario<String, Timed<Tick>, Void, Object> cep(Sequences sequence) {
    return Scenario.of(Sequences.operator(sequence.spec))
        .keyedBy(timed -> timed.event().key(), String.class);
  }

  /** Events of three keys, one step out of order, with a watermark every few of them. */
  private static <E, OUT> Scenario<String, E, Void, OUT> script(
      Scenario<String, E, Void, OUT> scenario,
      BiFunction<Tick, Long, E> element,
      Sequences sequence) {
    return script(scenario, element, sequence, -1);
  }

  private static <E, OUT> Scenario<String, E, Void, OUT> script(
      Scenario<String, E, Void, OUT> scenario,
      BiFunction<Tick, Long, E> element,
      Sequences sequence,
      int savepointAfter) {
    List<Tick> ticks = sequence.random(3, 3, 12);
    Scenario<String, E, Void, OUT> script = scenario.named(sequence.toString());
    for (int i = 0; i < ticks.size(); i++) {
      Tick tick = ticks.get(i % 2 == 0 && i + 1 < ticks.size() ? i + 1 : i % 2 == 1 ? i - 1 : i);
      script = script.event(element.apply(tick, tick.time()), tick.time());
      script = i == savepointAfter ? script.savepoint() : script;
      if (i % 6 == 5) {
        script = script.watermark(ticks.get(i).time() - 5);
      }
    }
    return script.watermark(ticks.get(ticks.size() - 1).time() + Tick.WINDOW);
  }
}
