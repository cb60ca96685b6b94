// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.window;

import static io.github.flinkpatterns.testkit.TestkitAssertions.assertThat;

import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.fast.FastHost;
import io.github.flinkpatterns.testkit.Backend;
import io.github.flinkpatterns.testkit.Cell;
import io.github.flinkpatterns.testkit.ExecutionMatrix;
import io.github.flinkpatterns.testkit.Growth;
import io.github.flinkpatterns.testkit.Recovery;
import io.github.flinkpatterns.testkit.Scenario;
import io.github.flinkpatterns.testkit.StateCompatibility;
import io.github.flinkpatterns.testkit.StateGrowth;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Both hosts, on heap and RocksDB, restored at every step, crashing, rescaled 1 to 3 to 2, and
 * changing host at every restore; nothing may be left at the end.
 */
@Tag("every-flink")
class WindowHostsTest {

  private static final Windows MINUTE = Windows.tumbling(Duration.ofMillis(60));
  private static final Windows FIVE_MINUTES = Windows.tumbling(Duration.ofMillis(300));
  private static final Windows SLIDING =
      Windows.sliding(Duration.ofMillis(60), Duration.ofMillis(30));

  private static final ExecutionMatrix MATRIX =
      ExecutionMatrix.of(
          Cell.PLAIN,
          new Cell(Backend.HASHMAP, Recovery.RESTORE_EVERY_STEP, List.of(1, 3, 2)),
          new Cell(Backend.HASHMAP, Recovery.CRASH_AND_REPLAY, List.of(1, 3, 2)),
          new Cell(Backend.ROCKSDB, Recovery.CRASH_AND_REPLAY, List.of(1)));

  private static final ExecutionMatrix BOTH =
      ExecutionMatrix.of(
          Cell.PLAIN,
          new Cell(Backend.HASHMAP, Recovery.RESTORE_EVERY_STEP, List.of(1, 3, 2)),
          new Cell(Backend.ROCKSDB, Recovery.RESTORE_EVERY_STEP, List.of(1, 3, 2)));

  private static WindowAggregator<Sale, String, Sale.Tally, String> windows() {
    return WindowAggregator.on(Sale.class)
        .keyedBy(Sale::item, String.class)
        .windows(MINUTE, FIVE_MINUTES, SLIDING)
        .aggregate(new Sale.Tallying())
        .allowedLateness(Duration.ofMillis(100))
        .build();
  }

  private static Scenario<String, Sale, Void, WindowResult<String, String>> function() {
    return Scenario.of(windows().toFunction()).keyedBy(Sale::item, String.class);
  }

  private static Scenario<String, Sale, Void, WindowResult<String, String>> script(
      Scenario<String, Sale, Void, WindowResult<String, String>> scenario) {
    Random random = new Random(9);
    var script = scenario;
    long now = 1_000;
    for (int i = 0; i < 45; i++) {
      now += random.nextInt(25);
      script = script.event(new Sale("item" + random.nextInt(4), i), now - random.nextInt(140));
      if (i % 4 == 3) {
        script = script.watermark(now - 50);
      }
    }
    return script.watermark(now + 1_000).endOfInput();
  }

  @Test
  void theFunctionHostGivesTheSameWhateverHappens() {
    script(function()).verify(MATRIX);
  }

  @Test
  void theFastHostGivesTheSameWhateverHappens() {
    script(
            Scenario.of(
                    FastHost.operator(
                        windows().logic(), Sale::item, CacheSettings.defaults().withMaxEntries(8)))
                .keyedBy(Sale::item, String.class))
        .verify(MATRIX);
  }

  @Test
  void theHostsTakeTurnsAtEveryRestore() {
    script(
            function()
                .alternatingWith(
                    FastHost.operator(windows().logic(), Sale::item, CacheSettings.defaults())))
        .verify(BOTH);
  }

  @Test
  void aThousandIdleKeysLeaveNothing() {
    var script = function();
    for (int i = 0; i < 1_000; i++) {
      script = script.event(new Sale("item" + i, i), 1_000 + i);
    }
    // The leak check of the kit looks for what is left.
    Assertions.assertThat(script.watermark(10_000).verify().values()).hasSizeGreaterThan(2_000);
  }

  @Test
  void theFirstLayoutIsRead() {
    StateCompatibility.of(
            function()
                .alternatingWith(
                    FastHost.operator(windows().logic(), Sale::item, CacheSettings.defaults()))
                .event(new Sale("before any watermark", 7), 10)
                .event(new Sale("corrected", 1), 1_000)
                .event(new Sale("corrected", 2), 1_040)
                .event(new Sale("corrected", 3), 1_190)
                .watermark(1_080)
                .event(new Sale("corrected", 4), 1_001)
                .event(new Sale("corrected", 5), 1_001)
                .event(new Sale("open", 6), 1_100)
                .savepoint()
                .event(new Sale("corrected", 8), 1_002)
                .event(new Sale("open", 9), 1_070)
                .watermark(1_500)
                .watermark(9_000))
        .verify(Path.of("src/test/resources/golden/windows-v1.snap"));
  }

  /** Adds up cents; the accumulator takes 8 bytes. */
  static final class Sum implements AggregateFunction<Sale, Long, Long> {
    @Override
    public Long createAccumulator() {
      return 0L;
    }

    @Override
    public Long add(Sale sale, Long cents) {
      return cents + sale.cents();
    }

    @Override
    public Long getResult(Long cents) {
      return cents;
    }

    @Override
    public Long merge(Long a, Long b) {
      return a + b;
    }
  }

  @Test
  void theStateIsBoundedByThePanesOfTheLongestWindow() {
    var windows =
        WindowAggregator.on(Sale.class)
            .keyedBy(Sale::item, String.class)
            .windows(MINUTE, FIVE_MINUTES, SLIDING)
            .aggregate(new Sum())
            .build();
    Growth growth =
        StateGrowth.of(Scenario.of(windows.toFunction()).keyedBy(Sale::item, String.class))
            .events(3_000, i -> new Sale("item", i), i -> 1_000_000 + i * 3L)
            .measure();
    // Ten panes of 30 ms are in the longest window: 16 + 10 * (1 + 8), and the slot and its timer.
    assertThat(growth).isBounded().hasAtMostBytesPerKey(16 + 11 * 9 + 2 + 8);
  }
}
