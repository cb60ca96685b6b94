// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.fast.FastHost;
import io.github.flinkpatterns.testkit.Backend;
import io.github.flinkpatterns.testkit.Cell;
import io.github.flinkpatterns.testkit.ExecutionMatrix;
import io.github.flinkpatterns.testkit.Outcome;
import io.github.flinkpatterns.testkit.Recovery;
import io.github.flinkpatterns.testkit.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mode on both hosts and backends, through restores, crashes, rescaling and host changes. */
class DeduplicatorHostsTest {

  private static final CacheSettings TIGHT = new CacheSettings(2, 4_096, 1);

  private static DeduplicatorBuilder.Within<Sighting, String> within() {
    return Deduplicator.on(Sighting.class)
        .keyedBy(Sighting::id, String.class)
        .within(Duration.ofMillis(50));
  }

  record Mode(String name, Deduplicator<Sighting, ?> dedup) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Mode> modes() {
    return Stream.of(
        new Mode("keep first", within().emitDuplicates().payloadBy(Sighting::number).build()),
        new Mode("first two, late by 20", firstTwo()),
        new Mode(
            "refreshed",
            within().refreshedBySightings(Duration.ofMillis(90)).emitDuplicates().build()),
        new Mode(
            "first two by event time",
            within().keepFirst(2).inEventTimeOrder().emitDuplicates().build()),
        new Mode("last by arrival", within().keepLast().emitDuplicates().build()),
        new Mode(
            "smallest by event time",
            within()
                .keepMin(EventOrder.by(sighting -> sighting.number() % 5))
                .inEventTimeOrder()
                .breakTiesBy(EventOrder.by(Sighting::number))
                .emitDuplicates()
                .build()),
        new Mode("compact", within().compact(2).emitDuplicates().build()),
        new Mode("approximate", within().approximate(100, 0.001).emitDuplicates().build()));
  }

  private static Deduplicator<Sighting, String> firstTwo() {
    return within().keepFirst(2).emitDuplicates().allowedLateness(Duration.ofMillis(20)).build();
  }

  private static final ExecutionMatrix FAST =
      ExecutionMatrix.of(
          Cell.PLAIN,
          new Cell(Backend.HASHMAP, Recovery.RESTORE_EVERY_STEP, List.of(1)),
          new Cell(Backend.HASHMAP, Recovery.CRASH_AND_REPLAY, List.of(1, 3, 2)));

  // RocksDB costs a tenth of a second for each restore, so it takes the hardest cell only.
  private static final ExecutionMatrix TURNS =
      ExecutionMatrix.of(
          Cell.PLAIN,
          new Cell(Backend.HASHMAP, Recovery.CRASH_AND_REPLAY, List.of(1, 3, 2)),
          new Cell(Backend.ROCKSDB, Recovery.RESTORE_EVERY_STEP, List.of(1, 3, 2)));

  @ParameterizedTest(name = "{0}")
  @MethodSource("modes")
  void givesTheSameOnEveryBackendAndHostThroughRestoresCrashesAndRescaling(Mode mode) {
    check(mode.dedup());
  }

  private static <K> void check(Deduplicator<Sighting, K> dedup) {
    Outcome<Sighting> function =
        script(Scenario.of(dedup.toFunction()).keyedBy(dedup.keySelector(), dedup.keyType()), 1)
            .named("function")
            .verify(ExecutionMatrix.standard());
    Outcome<Sighting> fast =
        script(
                Scenario.of(FastHost.operator(dedup.logic(), dedup.keySelector(), TIGHT))
                    .keyedBy(dedup.keySelector(), dedup.keyType()),
                1)
            .named("fast")
            .verify(FAST);
    Outcome<Sighting> turns =
        script(Scenario.of(dedup.toFunction()).keyedBy(dedup.keySelector(), dedup.keyType()), 1)
            .alternatingWith(FastHost.operator(dedup.logic(), dedup.keySelector(), TIGHT))
            .named("taking turns")
            .verify(TURNS);
    assertThat(fast.values()).containsExactlyInAnyOrderElementsOf(function.values());
    assertThat(turns.values()).containsExactlyInAnyOrderElementsOf(function.values());
    assertThat(function.values()).isNotEmpty();
    assertThat(function.values(dedup.duplicates())).isNotEmpty();
    assertThat(function.values(dedup.late())).isNotEmpty();
    assertThat(fast.values(dedup.duplicates()))
        .containsExactlyInAnyOrderElementsOf(function.values(dedup.duplicates()));
  }

  private static <K> Scenario<K, Sighting, Void, Sighting> script(
      Scenario<K, Sighting, Void, Sighting> start, long seed) {
    Scenario<K, Sighting, Void, Sighting> scenario =
        start.eventWithoutTime(new Sighting("id0", 0, -1));
    for (Sighting.Input input : Sighting.stream(seed, 22, 3, 15, 70, 30)) {
      scenario =
          input.event() == null
              ? scenario.watermark(input.watermark())
              : scenario.event(input.event(), input.event().at());
    }
    return scenario;
  }
}
