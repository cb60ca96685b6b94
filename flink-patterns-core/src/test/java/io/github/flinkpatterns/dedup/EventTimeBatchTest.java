// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What waits for the watermark, against a batch that sorts first. */
class EventTimeBatchTest {

  private static final int WITHIN = 50;
  private static final int CAP = 120;
  private static final EventOrder<Sighting> BY_SIZE = EventOrder.by(event -> event.number() % 7);
  private static final EventOrder<Sighting> BY_NUMBER = EventOrder.by(Sighting::number);

  private static DeduplicatorBuilder.Within<Sighting, String> within() {
    return Deduplicator.on(Sighting.class)
        .keyedBy(Sighting::id, String.class)
        .within(Duration.ofMillis(WITHIN));
  }

  private static TestHost<String, Sighting> run(
      DeduplicatorBuilder<Sighting, String> builder, List<Sighting.Input> inputs) throws Exception {
    TestHost<String, Sighting> host = new TestHost<>(builder.emitDuplicates().build());
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

  private static List<Sighting.Input> events(long seed) {
    return Sighting.stream(seed, 120, 3, 12, 60, 0).stream()
        .filter(i -> i.event() != null)
        .toList();
  }

  /** The same events in another order, with watermarks that make none late. */
  private static List<Sighting.Input> shuffled(List<Sighting.Input> events, long seed) {
    List<Sighting.Input> other = new ArrayList<>(events);
    Random random = new Random(seed);
    for (int i = 0; i + 8 < other.size(); i += 4) {
      Collections.shuffle(other.subList(i, i + 8), random);
    }
    return Sighting.withPromptWatermarks(other);
  }

  private static Map<String, List<Sighting>> sortedById(List<Sighting.Input> inputs) {
    return inputs.stream()
        .map(Sighting.Input::event)
        .sorted(Comparator.comparing(Sighting::at).thenComparing(Sighting::number))
        .collect(Collectors.groupingBy(Sighting::id, TreeMap::new, Collectors.toList()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void theFirstByTimestampLeave(int copies) throws Exception {
    for (long seed = 0; seed < 200; seed++) {
      List<Sighting.Input> events = events(seed);
      List<Sighting> expected = new ArrayList<>();
      for (List<Sighting> sorted : sortedById(events).values()) {
        List<Sighting> kept = new ArrayList<>();
        for (Sighting event : sorted) {
          if (kept.stream().filter(k -> event.at() - k.at() < WITHIN).count() < copies) {
            kept.add(event);
          }
        }
        expected.addAll(kept);
      }
      TestHost<String, Sighting> host =
          run(
              within().keepFirst(copies).inEventTimeOrder().breakTiesBy(BY_NUMBER),
              shuffled(events, seed));
      assertThat(host.kept).as("seed %s", seed).containsExactlyInAnyOrderElementsOf(expected);
      assertThat(host.kept.size() + host.side(within().build().duplicates()).size())
          .isEqualTo(events.size());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Choice.class,
      names = {"LAST", "MIN", "MAX"})
  void theBestOfEachHorizonLeaves(Choice choice) throws Exception {
    Comparator<Sighting> bySize = choice == Choice.MIN ? BY_SIZE.reversed() : BY_SIZE;
    for (boolean refreshed : new boolean[] {false, true}) {
      for (long seed = 0; seed < 200; seed++) {
        List<Sighting.Input> events = events(seed);
        List<Sighting> expected = new ArrayList<>();
        for (List<Sighting> sorted : sortedById(events).values()) {
          for (int from = 0, to; from < sorted.size(); from = to) {
            long end = sorted.get(from).at() + WITHIN;
            for (to = from; to < sorted.size() && sorted.get(to).at() < end; to++) {
              if (refreshed) {
                end = Math.min(sorted.get(to).at() + WITHIN, sorted.get(from).at() + CAP);
              }
            }
            List<Sighting> horizon = sorted.subList(from, to);
            Sighting best = horizon.get(0);
            for (Sighting event : horizon) {
              if (choice == Choice.LAST || bySize.compare(event, best) > 0) {
                best = event;
              }
            }
            expected.add(best);
          }
        }
        DeduplicatorBuilder<Sighting, String> builder =
            refreshed ? within().refreshedBySightings(Duration.ofMillis(CAP)) : within();
        builder =
            switch (choice) {
              case LAST -> builder.keepLast();
              case MIN -> builder.keepMin(BY_SIZE);
              default -> builder.keepMax(BY_SIZE);
            };
        TestHost<String, Sighting> host =
            run(builder.inEventTimeOrder().breakTiesBy(BY_NUMBER), shuffled(events, seed));
        assertThat(host.kept)
            .as("seed %s, refreshed %s", seed, refreshed)
            .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(host.kept.size() + host.side(within().build().duplicates()).size())
            .isEqualTo(events.size());
      }
    }
  }

  @Test
  void withoutARuleTiesAreBrokenByTheBytesOfTheEventsSoArrivalNeverMatters() throws Exception {
    List<UnaryOperator<DeduplicatorBuilder<Sighting, String>>> keeps =
        List.of(
            b -> b,
            DeduplicatorBuilder::keepLast,
            b -> b.keepMin(BY_SIZE),
            b -> b.keepFirst(2),
            b -> b.keepMax(BY_SIZE));
    for (var keep : keeps) {
      for (long seed = 0; seed < 60; seed++) {
        List<Sighting.Input> events = events(seed);
        List<Sighting> once =
            run(keep.apply(within()).inEventTimeOrder(), shuffled(events, seed)).kept;
        List<Sighting> again =
            run(keep.apply(within()).inEventTimeOrder(), shuffled(events, seed + 1)).kept;
        assertThat(again).containsExactlyInAnyOrderElementsOf(once);
      }
    }
  }

  @Test
  void inOrderOfArrivalTheHorizonBeginsAtTheFirstToArrive() throws Exception {
    // 100 opens (50, 150); 60 and 140 belong to it; 150 opens the next.
    List<Sighting.Input> inputs = new ArrayList<>();
    int[] at = {100, 140, 60, 150};
    for (int i = 0; i < at.length; i++) {
      inputs.add(new Sighting.Input(new Sighting("a", at[i], i), 0));
    }
    assertThat(run(within().keepLast(), inputs).kept)
        .extracting(Sighting::at)
        .containsExactly(60L, 150L);
    assertThat(run(within().keepMin(EventOrder.by(Sighting::at)), inputs).kept)
        .extracting(Sighting::at)
        .containsExactly(60L, 150L);
    assertThat(run(within().keepMax(EventOrder.by(Sighting::at)), inputs).kept)
        .extracting(Sighting::at)
        .containsExactly(140L, 150L);
  }

  @Test
  void withLateEventsNothingIsLostAndFirstEventsStayApart() throws Exception {
    for (long seed = 0; seed < 200; seed++) {
      List<Sighting.Input> inputs = Sighting.stream(seed, 150, 3, 15, 120, 20);
      long events = inputs.stream().filter(i -> i.event() != null).count();
      TestHost<String, Sighting> first = run(within().inEventTimeOrder(), inputs);
      ArrivalBatchTest.assertApart(first.kept, WITHIN);
      for (TestHost<String, Sighting> host :
          List.of(
              first,
              run(within().keepLast(), inputs),
              run(within().keepLast().inEventTimeOrder(), inputs))) {
        assertThat(
                host.kept.size()
                    + host.side(within().build().duplicates()).size()
                    + host.side(within().build().late()).size())
            .isEqualTo((int) events);
        assertThat(host.counter("late")).isPositive();
      }
    }
  }
}
