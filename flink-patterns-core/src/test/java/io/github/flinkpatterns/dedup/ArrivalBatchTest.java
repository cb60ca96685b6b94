// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keep first, as events arrive, against a checker that forgets nothing. */
class ArrivalBatchTest {

  private static final int WITHIN = 50;

  private static DeduplicatorBuilder.Within<Sighting, String> fixed() {
    return Deduplicator.on(Sighting.class)
        .keyedBy(Sighting::id, String.class)
        .within(Duration.ofMillis(WITHIN));
  }

  private static TestHost<String, Sighting> run(
      Deduplicator<Sighting, String> dedup, List<Sighting.Input> inputs) throws Exception {
    TestHost<String, Sighting> host = new TestHost<>(dedup);
    for (Sighting.Input input : inputs) {
      if (input.event() == null) {
        host.watermark(input.watermark());
      } else {
        host.event(input.event(), input.event().at());
      }
    }
    host.watermark(Long.MAX_VALUE);
    assertThat(host.keysInState()).as("ids left in state").isZero();
    return host;
  }

  /** Keeps every kept event for ever, and compares each event with all of them. */
  private static List<Sighting> reference(
      List<Sighting.Input> inputs, int copies, long lateness, List<Sighting> late) {
    List<Sighting> kept = new ArrayList<>();
    long watermark = Long.MIN_VALUE;
    for (Sighting.Input input : inputs) {
      if (input.event() == null) {
        watermark = input.watermark();
        continue;
      }
      Sighting event = input.event();
      long near =
          kept.stream()
              .filter(k -> k.id().equals(event.id()) && Math.abs(k.at() - event.at()) < WITHIN)
              .count();
      boolean isLate = watermark != Long.MIN_VALUE && event.at() <= watermark - lateness;
      if (near < copies && !isLate) {
        kept.add(event);
      } else if (isLate) {
        late.add(event);
      }
    }
    return kept;
  }

  @ParameterizedTest(name = "first {0}, lateness {1}, disorder {2}, watermark delay {3}")
  @CsvSource({"1,0,0,0", "1,0,40,0", "1,0,120,60", "1,30,120,60", "3,0,60,20", "3,25,200,0"})
  void keepsWhatABatchWouldKeep(int copies, int lateness, int disorder, int delay)
      throws Exception {
    for (long seed = 0; seed < 300; seed++) {
      List<Sighting.Input> inputs = Sighting.stream(seed, 150, 3, 15, disorder, delay);
      TestHost<String, Sighting> host =
          run(
              fixed()
                  .keepFirst(copies)
                  .emitDuplicates()
                  .allowedLateness(Duration.ofMillis(lateness))
                  .build(),
              inputs);
      List<Sighting> late = new ArrayList<>();
      assertThat(host.kept)
          .as("seed %s", seed)
          .isEqualTo(reference(inputs, copies, lateness, late));
      // What is late is either known as a duplicate or in the late output: nothing is lost.
      assertThat(late).containsAll(host.side(fixed().build().late()));
      assertThat(
              host.kept.size()
                  + host.side(fixed().build().late()).size()
                  + host.side(fixed().build().duplicates()).size())
          .isEqualTo(inputs.stream().filter(i -> i.event() != null).count());
      assertThat(host.counter("duplicates"))
          .isEqualTo(host.side(fixed().build().duplicates()).size());
    }
  }

  @Test
  void theAnswerDoesNotDependOnTheDelayOfTheWatermark() throws Exception {
    for (long seed = 0; seed < 200; seed++) {
      List<Sighting.Input> none =
          Sighting.stream(seed, 200, 3, 15, 40, 41).stream()
              .filter(i -> i.event() != null)
              .toList();
      List<Sighting.Input> prompt = Sighting.withPromptWatermarks(none);
      TestHost<String, Sighting> a = run(fixed().emitDuplicates().build(), prompt);
      TestHost<String, Sighting> b = run(fixed().emitDuplicates().build(), none);
      assertThat(a.kept).isEqualTo(b.kept);
      assertThat(a.side(fixed().build().duplicates()))
          .isEqualTo(b.side(fixed().build().duplicates()));
    }
  }

  @Test
  void aRefreshedHorizonNeverLetsTwoEventsLeaveWithinItAndEndsAtTheCap() throws Exception {
    for (long seed = 0; seed < 300; seed++) {
      List<Sighting.Input> inputs = Sighting.stream(seed, 200, 2, 25, 60, 30);
      List<Sighting> kept =
          run(fixed().refreshedBySightings(Duration.ofMillis(140)).build(), inputs).kept;
      assertApart(kept, WITHIN);
      assertThat(kept.size()).isLessThanOrEqualTo(run(fixed().build(), inputs).kept.size());
    }
    // Sightings 20 apart for 10,000 ms: the cap lets one leave every 140 ms, as 139 < 140 <= 140.
    List<Sighting.Input> steady = new ArrayList<>();
    for (int at = 0; at < 10_000; at += 20) {
      steady.add(new Sighting.Input(new Sighting("a", at, at), 0));
      steady.add(new Sighting.Input(null, at));
    }
    assertThat(run(fixed().refreshedBySightings(Duration.ofMillis(140)).build(), steady).kept)
        .extracting(Sighting::at)
        .startsWith(0L, 140L, 280L)
        .hasSize(72);
  }

  @Test
  void oneLeavesInEachWindowOfTheCalendar() throws Exception {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    for (CalendarUnit unit : CalendarUnit.values()) {
      // Two years, so that clocks change; an event every seven hours and 13 minutes.
      List<Sighting.Input> inputs = new ArrayList<>();
      Map<String, Sighting> first = new HashMap<>();
      long start = Instant.parse("2024-01-01T00:00:00Z").toEpochMilli();
      for (int i = 0; i < 2_400; i++) {
        Sighting event = new Sighting("a", start + i * 433L * 60_000 / 7, i);
        inputs.add(new Sighting.Input(event, 0));
        inputs.add(new Sighting.Input(null, event.at()));
        first.putIfAbsent(window(unit, event.at(), berlin), event);
      }
      var dedup =
          Deduplicator.on(Sighting.class)
              .keyedBy(Sighting::id, String.class)
              .withinCalendar(unit, berlin)
              .build();
      assertThat(run(dedup, inputs).kept).containsExactlyInAnyOrderElementsOf(first.values());
    }
  }

  /** The window's name, by other means than the operator's arithmetic. */
  private static String window(CalendarUnit unit, long at, ZoneId zone) {
    var local = Instant.ofEpochMilli(at).atZone(zone);
    return switch (unit) {
      case HOUR ->
          local.truncatedTo(ChronoUnit.HOURS).withZoneSameInstant(ZoneOffset.UTC).toString();
      case DAY -> local.toLocalDate().toString();
      case WEEK ->
          local.get(java.time.temporal.IsoFields.WEEK_BASED_YEAR)
              + "W"
              + local.get(java.time.temporal.IsoFields.WEEK_OF_WEEK_BASED_YEAR);
      case MONTH -> local.getYear() + "-" + local.getMonthValue();
    };
  }

  static void assertApart(List<Sighting> kept, long within) {
    List<Sighting> sorted =
        kept.stream()
            .sorted(Comparator.comparing(Sighting::id).thenComparing(Sighting::at))
            .toList();
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i).id().equals(sorted.get(i - 1).id())) {
        assertThat(sorted.get(i).at() - sorted.get(i - 1).at()).isGreaterThanOrEqualTo(within);
      }
    }
  }

  @Test
  void anotherPayloadIsAConflictAndTheSameIsADuplicate() throws Exception {
    var dedup = fixed().emitDuplicates().payloadBy(event -> event.number() + 1L).build();
    TestHost<String, Sighting> host = new TestHost<>(dedup);
    host.event(new Sighting("a", 100, 7), 100);
    host.event(new Sighting("a", 110, 7), 110);
    host.event(new Sighting("a", 120, 8), 120);
    host.event(new Sighting("a", 130, 7), 130);
    assertThat(host.kept).containsExactly(new Sighting("a", 100, 7));
    assertThat(host.side(dedup.duplicates()))
        .containsExactly(
            new Duplicate<>(new Sighting("a", 110, 7), 110, 100, 1),
            new Duplicate<>(new Sighting("a", 130, 7), 130, 100, 3));
    assertThat(host.side(dedup.conflicts()))
        .containsExactly(new Duplicate<>(new Sighting("a", 120, 8), 120, 100, 2));
    assertThat(host.counter("conflicts")).isEqualTo(1);
    // A fingerprint of 0 is one like any other.
    host.event(new Sighting("b", 100, -1), 100);
    host.event(new Sighting("b", 101, 0), 101);
    assertThat(host.counter("conflicts")).isEqualTo(2);
  }

  @Test
  void timestampsAtTheEndsOfTimeAreJudgedToo() throws Exception {
    TestHost<String, Sighting> host = new TestHost<>(fixed().build());
    for (long at : new long[] {Long.MAX_VALUE, Long.MIN_VALUE + 1, Long.MAX_VALUE, 0}) {
      host.event(new Sighting("a", at, 0), at);
    }
    host.event(new Sighting("a", Long.MIN_VALUE + 2, 0), Long.MIN_VALUE + 2);
    assertThat(host.kept)
        .extracting(Sighting::at)
        .containsExactly(Long.MAX_VALUE, Long.MIN_VALUE + 1, 0L);
    host.watermark(Long.MAX_VALUE);
    assertThat(host.keysInState()).isZero();
  }

  @Test
  void anIdTakesNineBytesOfStateBesideItsKeyAndTimer() throws Exception {
    TestHost<String, Sighting> host = new TestHost<>(fixed().build());
    for (int i = 0; i < 1_000; i++) {
      long at = 1_780_000_000_000L + 1_000L * i;
      host.event(new Sighting("id" + i, at, i), at);
    }
    assertThat(host.bytesInState()).isEqualTo(9_000);
  }
}
