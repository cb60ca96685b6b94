// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.session;

import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.fast.FastHost;
import io.github.flinkpatterns.testkit.Backend;
import io.github.flinkpatterns.testkit.Cell;
import io.github.flinkpatterns.testkit.ExecutionMatrix;
import io.github.flinkpatterns.testkit.Recovery;
import io.github.flinkpatterns.testkit.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every mode on both hosts, on heap and RocksDB, restored at every step, crashing, rescaled 1 to 3
 * to 2, and changing host at every restore; nothing may be left at the end.
 */
class SessionHostsTest {

  private static final ExecutionMatrix HEAP =
      ExecutionMatrix.of(
          Cell.PLAIN,
          new Cell(Backend.HASHMAP, Recovery.RESTORE_EVERY_STEP, List.of(1, 3, 2)),
          new Cell(Backend.HASHMAP, Recovery.CRASH_AND_REPLAY, List.of(1, 3, 2)),
          new Cell(Backend.ROCKSDB, Recovery.CRASH_AND_REPLAY, List.of(1)));

  /** RocksDB is slow to start, so it is restored at every step only where the hosts take turns. */
  private static final ExecutionMatrix BOTH =
      ExecutionMatrix.of(
          Cell.PLAIN,
          new Cell(Backend.HASHMAP, Recovery.RESTORE_EVERY_STEP, List.of(1, 3, 2)),
          new Cell(Backend.ROCKSDB, Recovery.RESTORE_EVERY_STEP, List.of(1, 3, 2)));

  enum Mode {
    PLAIN,
    PLAIN_WITH_UPDATES_AND_IDLE_CLOSE,
    ORDERED,
    ORDERED_WITH_UPDATES_AND_IDLE_CLOSE
  }

  @ParameterizedTest
  @EnumSource
  void bothHostsGiveTheSameEverywhere(Mode mode) {
    script(Scenario.of(aggregator(mode).toFunction()).keyedBy(Visit::user, String.class))
        .named(mode + " on the function host")
        .verify(HEAP);
    script(Scenario.of(fast(mode, 2)).keyedBy(Visit::user, String.class))
        .named(mode + " on the fast host")
        .verify(HEAP);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("every-flink")
  void theHostsTakeTurns(Mode mode) {
    script(Scenario.of(aggregator(mode).toFunction()).keyedBy(Visit::user, String.class))
        .alternatingWith(fast(mode, 100))
        .named(mode + " on hosts that take turns")
        .verify(BOTH);
  }

  private static OneInputStreamOperator<Visit, Session<String, String>> fast(
      Mode mode, int entries) {
    return FastHost.operator(
        aggregator(mode).logic(),
        Visit::user,
        CacheSettings.defaults().withMaxEntries(entries).withMaxDirty(entries));
  }

  private static SessionAggregator<Visit, String, Visit.Tally, String> aggregator(Mode mode) {
    var builder =
        SessionAggregator.on(Visit.class)
            .keyedBy(Visit::user, String.class)
            .closeAfterInactivity(Duration.ofMillis(10))
            .aggregate(new Visit.Tallying(), Visit.Tally.class, String.class)
            .allowedLateness(Duration.ofMillis(5));
    if (mode == Mode.PLAIN_WITH_UPDATES_AND_IDLE_CLOSE
        || mode == Mode.ORDERED_WITH_UPDATES_AND_IDLE_CLOSE) {
      builder.emitOpened().emitUpdatesEvery(2).closeWhenSourceIdle(Duration.ofSeconds(30));
    }
    if (mode == Mode.ORDERED || mode == Mode.ORDERED_WITH_UPDATES_AND_IDLE_CLOSE) {
      builder
          .maxDuration(Duration.ofMillis(40))
          .maxEvents(7)
          .endAfter(Visit::ends)
          .cutOnChangeOf(Visit::campaignOrNull)
          .orderTiesBy(Visit::sequence);
    }
    return builder.build();
  }

  private static Scenario<String, Visit, Void, Session<String, String>> script(
      Scenario<String, Visit, Void, Session<String, String>> scenario) {
    Random random = new Random(5);
    var script = scenario;
    long now = 1_000;
    long clock = 0;
    for (int i = 0; i < 45; i++) {
      now += random.nextInt(6) + (random.nextInt(10) == 0 ? 15 : 0);
      script =
          script.event(
              new Visit(
                  "user" + random.nextInt(4),
                  i,
                  0,
                  random.nextInt(9) == 0,
                  new String[] {"", "", "a", "b"}[random.nextInt(4)],
                  i),
              now - random.nextInt(14));
      if (i % 4 == 3) {
        script = script.watermark(now - 12);
      }
      if (i % 15 == 14) {
        clock += 40_000;
        script = script.processingTime(clock);
      }
    }
    // One event is alone when the clock runs out; then it goes on where it was.
    return script
        .event(Visit.of("idle", 100), now + 50)
        .processingTime(clock + 30_000)
        .event(Visit.of("idle", 101), now + 55)
        .event(Visit.of("idle", 102), now + 49)
        .watermark(now + 300)
        .endOfInput();
  }
}
