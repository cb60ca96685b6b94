// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.host.Tally.Event;
import io.github.flinkpatterns.host.fast.FastHost;
import io.github.flinkpatterns.testkit.Backend;
import io.github.flinkpatterns.testkit.ExecutionMatrix;
import io.github.flinkpatterns.testkit.Outcome;
import io.github.flinkpatterns.testkit.Recovery;
import io.github.flinkpatterns.testkit.Scenario;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The two hosts give the same, and each can take over the state of the other. */
class HostsTest {

  private static final CacheSettings DEFAULT = CacheSettings.defaults();
  private static final ExecutionMatrix HEAP_AND_ROCKSDB =
      ExecutionMatrix.over(
          List.of(Backend.HASHMAP, Backend.ROCKSDB),
          List.of(Recovery.RESTORE_EVERY_STEP, Recovery.CRASH_AND_REPLAY),
          List.of(List.of(1, 3, 2)));

  /** Cache bounds that force each path: eviction at every event, early writes, neither. */
  static Stream<CacheSettings> caches() {
    return Stream.of(
        DEFAULT,
        DEFAULT.withMaxEntries(1),
        DEFAULT.withMaxEntries(3),
        DEFAULT.withMaxBytes(500),
        DEFAULT.withMaxDirty(1),
        DEFAULT.withMaxEntries(4).withMaxDirty(2));
  }

  @ParameterizedTest
  @MethodSource("caches")
  void bothHostsGiveTheSameRecordsAtTheSameTimes(CacheSettings cache) {
    for (int seed = 0; seed < 2; seed++) {
      Outcome<String> function =
          events(
                  Scenario.of(Hosts.function(new Tally.Plain())).keyedBy(Event::key, String.class),
                  seed)
              .verify();
      Outcome<String> fast =
          events(
                  Scenario.of(FastHost.operator(new Tally.Plain(), Event::key, cache))
                      .keyedBy(Event::key, String.class),
                  seed)
              .verify(ExecutionMatrix.standard());
      assertThat(lines(fast)).as("seed %d", seed).isEqualTo(lines(function));
      assertThat(fast.values(Tally.LATE)).isEqualTo(function.values(Tally.LATE));
      assertThat(function.values()).hasSizeGreaterThan(20);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1_000})
  void theHostsTakeTurnsAtEveryRestoreOnHeapAndRocksDb(int entries) {
    events(
            Scenario.of(Hosts.function(new Tally.Plain())).keyedBy(Event::key, String.class),
            100 + entries)
        .alternatingWith(
            FastHost.operator(new Tally.Plain(), Event::key, DEFAULT.withMaxEntries(entries)))
        .verify(HEAP_AND_ROCKSDB);
  }

  @Test
  void writingAheadOfTheBarrierChangesNothing() {
    for (int seed = 200; seed < 203; seed++) {
      Outcome<String> function =
          events(
                  Scenario.of(Hosts.function(new Tally.Plain())).keyedBy(Event::key, String.class),
                  seed)
              .verify();
      Outcome<String> fast =
          events(
                  Scenario.of(
                          FastHost.operator(new Tally.Plain(), Event::key, DEFAULT.withMaxDirty(8)))
                      .keyedBy(Event::key, String.class),
                  seed)
              .verify(HEAP_AND_ROCKSDB);
      assertThat(lines(fast)).as("seed %d", seed).isEqualTo(lines(function));
    }
  }

  @Test
  void whatALogicCallsUnchangedIsNotWritten() {
    var function = Scenario.of(Hosts.function(new Tally.Plain())).keyedBy(Event::key, String.class);
    var fast =
        Scenario.of(FastHost.operator(new Tally.Plain(), Event::key, DEFAULT.withMaxDirty(1)))
            .keyedBy(Event::key, String.class);
    for (var host : List.of(function, fast)) {
      int without = written(host, 0);
      assertThat(without).isPositive();
      assertThat(written(host, 7)).isEqualTo(without);
    }
  }

  /** Returns how many values were written to RocksDB, with {@code late} events that change none. */
  private static int written(Scenario<String, Event, Void, String> start, int late) {
    var scenario =
        start
            .event(new Event("a", 1), 100_000)
            .event(new Event("b", 1), 100_000)
            .event(new Event("a", 1), 101_000)
            .watermark(105_000);
    for (int i = 0; i < late; i++) {
      scenario = scenario.event(new Event(i % 2 == 0 ? "a" : "b", 1), 80_000);
    }
    Tally.SumSerializer.WRITTEN.set(0);
    scenario.verify(
        ExecutionMatrix.over(
            List.of(Backend.ROCKSDB), List.of(Recovery.NONE), List.of(List.of(1))));
    return Tally.SumSerializer.WRITTEN.get();
  }

  @Test
  void theFastHostWorksBehindTheChangelogBackend() {
    events(
            Scenario.of(FastHost.operator(new Tally.Plain(), Event::key, DEFAULT.withMaxEntries(3)))
                .keyedBy(Event::key, String.class),
            7)
        .verify(
            ExecutionMatrix.over(
                List.of(Backend.HASHMAP, Backend.HASHMAP_CHANGELOG, Backend.ROCKSDB_CHANGELOG),
                List.of(Recovery.CRASH_AND_REPLAY),
                List.of(List.of(1, 2))));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1_000})
  void keyedControlsReachBothHosts(int entries) {
    var fast =
        FastHost.operator(
            new Tally.Controlled(), Event::key, key -> key, DEFAULT.withMaxEntries(entries));
    var function =
        Scenario.of(Hosts.function(new Tally.Controlled()))
            .keyedBy(Event::key, key -> key, String.class);
    for (int seed = 0; seed < 3; seed++) {
      Outcome<String> together =
          controls(function, seed)
              .alternatingWith(fast)
              .verify(seed == 0 ? HEAP_AND_ROCKSDB : ExecutionMatrix.standard());
      assertThat(together.values()).anyMatch(line -> line.contains("forgotten with 2"));
      Outcome<String> alone =
          controls(Scenario.of(fast).keyedBy(Event::key, key -> key, String.class), seed)
              .verify(ExecutionMatrix.standard());
      assertThat(lines(alone)).isEqualTo(lines(together));
    }
  }

  @Test
  @Tag("every-flink")
  void broadcastControlsReachEveryInstanceAndAnswerOnce() {
    var fast = FastHost.operator(new Tally.Broadcast(), Event::key, DEFAULT.withMaxEntries(2));
    Scenario<String, Event, Long, String> function =
        Scenario.of(Hosts.function(new Tally.Broadcast()), Hosts.sharedState(new Tally.Broadcast()))
            .keyedBy(Event::key, String.class)
            .event(new Event("a", 1), 1_000)
            .event(new Event("b", 1), 1_000)
            .secondEvent(10L, 1_500)
            .event(new Event("a", 1), 2_000)
            .event(new Event("c", 1), 2_000)
            .secondEvent(100L, 2_500)
            .event(new Event("b", 1), 3_000)
            .watermark(30_000)
            .expect(
                "a opens",
                "b opens",
                "factor 1 -> 10",
                "c opens",
                "factor 10 -> 100",
                "a half 2",
                "b half 2",
                "c half 1",
                "a closes 2/11 at 12000",
                "b closes 2/101 at 13000",
                "c closes 1/10 at 12000")
            .mayKeep("shared");
    function.alternatingWith(fast).verify(HEAP_AND_ROCKSDB);
  }

  @Test
  void aKeyThatLivesAndDiesBetweenTwoBarriersNeverMeetsKeyedState() {
    Scenario.of(FastHost.operator(new Tally.Plain(), Event::key, DEFAULT))
        .keyedBy(Event::key, String.class)
        .event(new Event("a", 1), 1_000)
        .expectMetric("cacheMisses", 1)
        .event(new Event("a", 1), 2_000)
        .expectMetric("cacheHits", 1)
        .watermark(60_000)
        .expect("a opens", "a half 2", "a closes 2/2 at 12000")
        .expectMetric("cacheWrites", 0)
        .verify();
  }

  @Test
  @Tag("every-flink")
  void oneTimerPerKeyStandsWhileTheDueMomentMovesOn() {
    Scenario.of(Hosts.function(new Tally.Plain()))
        .keyedBy(Event::key, String.class)
        .event(new Event("a", 1), 10_000)
        .expectEventTimers("a", 14_000L)
        .event(new Event("a", 1), 9_000)
        .expectEventTimers("a", 13_000L)
        .event(new Event("a", 1), 12_000)
        .expectEventTimers("a", 13_000L)
        .watermark(13_000)
        .expectEventTimers("a", 22_000L)
        .event(new Event("a", 1), 15_000)
        .expectEventTimers("a", 22_000L)
        .watermark(22_000)
        .expectEventTimers("a", 25_000L)
        .watermark(25_000)
        .expectEventTimers("a")
        .expectProcessingTimers("a")
        .verify();
  }

  @Test
  @Tag("every-flink")
  void missingTimestampsReachTheLogicAsSuch() {
    for (var start :
        List.of(
            Scenario.of(Hosts.function(new Tally.Plain())).keyedBy(Event::key, String.class),
            Scenario.of(FastHost.operator(new Tally.Plain(), Event::key, DEFAULT))
                .keyedBy(Event::key, String.class))) {
      start
          .watermark(0)
          .eventWithoutTime(new Event("a", 5))
          .expectSide(Tally.LATE, "a 5")
          .expectMetric("late", 1)
          .verify();
    }
  }

  private static Scenario<String, Event, Void, String> events(
      Scenario<String, Event, Void, String> start, long seed) {
    Random random = new Random(seed);
    var scenario = start;
    long now = 0;
    for (int i = 0; i < 40; i++) {
      now += random.nextInt(1_500);
      String key = "k" + random.nextInt(6);
      long time = Math.max(0, now - random.nextInt(5_000) - (random.nextInt(10) == 0 ? 25_000 : 0));
      scenario = scenario.event(new Event(key, random.nextInt(100)), time);
      if (random.nextInt(4) == 0) {
        scenario = scenario.watermark(Math.max(0, now - 4_000));
      }
      if (random.nextInt(6) == 0) {
        scenario = scenario.processingTime(i * 400L);
      }
    }
    return scenario;
  }

  private static Scenario<String, Event, String, String> controls(
      Scenario<String, Event, String, String> start, long seed) {
    Random random = new Random(seed);
    var scenario =
        start.event(new Event("k0", 1), 0).event(new Event("k0", 1), 1).secondEvent("k0", 2);
    for (int i = 1; i < 20; i++) {
      long now = i * 900L;
      scenario =
          scenario.event(
              new Event("k" + random.nextInt(4), 1),
              now - random.nextInt(Math.min(i * 900, 3_000)));
      if (random.nextInt(4) == 0) {
        scenario = scenario.secondEvent("k" + random.nextInt(4), now);
      }
      if (random.nextInt(4) == 0) {
        scenario = scenario.watermark(Math.max(0, now - 3_000));
      }
    }
    return scenario;
  }

  /** Records with step and timestamp; within a step the order over keys is free. */
  private static List<String> lines(Outcome<String> outcome) {
    return outcome.emitted().stream()
        .map(e -> String.format("%04d %s @%s", e.step(), e.value(), e.timestamp()))
        .sorted()
        .toList();
  }
}
