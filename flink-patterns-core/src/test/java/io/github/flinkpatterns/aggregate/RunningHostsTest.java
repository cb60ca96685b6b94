// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.fast.FastHost;
import io.github.flinkpatterns.testkit.Backend;
import io.github.flinkpatterns.testkit.Cell;
import io.github.flinkpatterns.testkit.Disorder;
import io.github.flinkpatterns.testkit.ExecutionMatrix;
import io.github.flinkpatterns.testkit.OperatorDriver;
import io.github.flinkpatterns.testkit.Outcome;
import io.github.flinkpatterns.testkit.Recovery;
import io.github.flinkpatterns.testkit.Scenario;
import io.github.flinkpatterns.testkit.StateCompatibility;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Running aggregates in both hosts, on every backend, through restores, crashes and rescaling. */
@Tag("every-flink")
class RunningHostsTest {

  private static final Cell[] HEAP = {
    new Cell(Backend.HASHMAP, Recovery.RESTORE_EVERY_STEP, List.of(1, 3, 2)),
    new Cell(Backend.HASHMAP, Recovery.CRASH_AND_REPLAY, List.of(1, 3, 2))
  };
  private static final ExecutionMatrix ON_HEAP = ExecutionMatrix.of(Cell.PLAIN, HEAP);
  private static final ExecutionMatrix ON_BOTH =
      ExecutionMatrix.of(
          Cell.PLAIN,
          HEAP[0],
          HEAP[1],
          new Cell(Backend.ROCKSDB, Recovery.CRASH_AND_REPLAY, List.of(1, 3, 2)));

  private static RunningAggregator<Sale, String, Sale> sums(int n, boolean anew) {
    var builder =
        RunningAggregator.on(Sale.class)
            .keyedBy(Sale::customer, String.class)
            .forgetAfterInactivity(Duration.ofMillis(100))
            .reduce(Sale::plus)
            .emitEvery(n);
    return anew ? builder.startAnewAfterEmit().build() : builder.build();
  }

  private static OneInputStreamOperator<Sale, Running<String, Sale>> fast(
      RunningAggregator<Sale, String, Sale> aggregator, int entries) {
    return FastHost.operator(
        aggregator.logic(),
        Sale::customer,
        CacheSettings.defaults().withMaxEntries(entries).withMaxDirty(entries));
  }

  private static Scenario<String, Sale, Void, Running<String, Sale>> script(
      Scenario<String, Sale, Void, Running<String, Sale>> scenario) {
    Random random = new Random(6);
    var script = scenario;
    for (int i = 0; i < 40; i++) {
      long time = 1_000 + 9L * i - random.nextInt(20) - (i % 20 == 19 ? 300 : 0);
      script = script.event(new Sale("c" + random.nextInt(5), random.nextInt(100), time), time);
      script = i % 4 == 3 ? script.watermark(1_000 + 9L * i - 20) : script;
      script = i == 25 ? script.savepoint() : script;
    }
    return script.eventWithoutTime(new Sale("c1", 1, 0)).endOfInput();
  }

  @Test
  void bothHostsGiveTheSameOnEveryBackendThroughEveryRecovery() {
    for (boolean anew : new boolean[] {false, true}) {
      RunningAggregator<Sale, String, Sale> sums = sums(2, anew);
      Outcome<Running<String, Sale>> outcome =
          script(Scenario.of(sums.toFunction()).keyedBy(Sale::customer, String.class))
              .alternatingWith(fast(sums, 8))
              .verify(anew ? ON_HEAP : ON_BOTH);
      assertThat(outcome.values()).hasSizeGreaterThan(10);
      assertThat(outcome.values(sums.late())).isNotEmpty();
      assertThat(outcome.values(sums.withoutTimestamp())).hasSize(1);
      assertThat(
              script(Scenario.of(fast(sums, 2)).keyedBy(Sale::customer, String.class))
                  .verify(ON_HEAP)
                  .values())
          .containsExactlyInAnyOrderElementsOf(outcome.values());
    }
  }

  @Test
  void theLastResultDoesNotDependOnTheOrderOfArrival() {
    Scenario<String, Sale, Void, Running<String, Sale>> scenario =
        Scenario.of(fast(sums(12, false), 2)).keyedBy(Sale::customer, String.class);
    for (int i = 0; i < 48; i++) {
      scenario =
          scenario
              .event(new Sale("c" + i % 4, (long) i * i, 1_000 + i), 1_000 + i)
              .watermark(979 + i);
    }
    Outcome<Running<String, Sale>> outcome =
        scenario
            .endOfInput()
            .verify(ExecutionMatrix.of(Cell.PLAIN).with(Disorder.within(Duration.ofMillis(20))));
    assertThat(outcome.values()).hasSize(4).allMatch(running -> running.events() == 12);
  }

  @Test
  void aThousandIdleKeysLeaveNoEntryAndNoTimer() {
    for (Backend backend : List.of(Backend.HASHMAP, Backend.ROCKSDB)) {
      Scenario<String, Sale, Void, Running<String, Sale>> scenario =
          Scenario.of(sums(1, false).toFunction()).keyedBy(Sale::customer, String.class);
      try (var driver = OperatorDriver.of(scenario, backend, 1)) {
        for (int i = 0; i < 1_000; i++) {
          driver.event(new Sale("c" + i, 1, 1_000 + i), 1_000 + i);
        }
        driver.watermark(2_097);
        assertThat(driver.state("value", "c999")).isNotNull();
        assertThat(driver.eventTimers("c999")).containsExactly(2_098L);
        driver.watermark(2_098);
        for (int i = 0; i < 1_000; i += 37) {
          assertThat(driver.state("value", "c" + i)).isNull();
          assertThat(driver.eventTimers("c" + i)).isEmpty();
        }
        assertThat(driver.state("value", "c999")).isNull();
      }
    }
  }

  @Test
  void stateOfTheFirstLayoutIsReadForEver() {
    StateCompatibility.of(
            script(Scenario.of(sums(3, false).toFunction()).keyedBy(Sale::customer, String.class))
                .alternatingWith(fast(sums(3, false), 100)))
        .verify(Path.of("src/test/resources/golden/running-aggregator-v1.snap"));
  }
}
