// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.fast.FastHost;
import io.github.flinkpatterns.testkit.Emitted;
import io.github.flinkpatterns.testkit.Outcome;
import io.github.flinkpatterns.testkit.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Runs the same seeded, disordered script through one of Flink's window operators for each kind of
 * windows and once through ours, and compares every record and every late event, step by step.
 */
class WindowsEqualFlinkTest {

  private static final int SEEDS = 150;

  /** What both must give at one step: the step, then the record as text. */
  private record Line(int step, String text) {}

  @Test
  void everyRecordAndEveryLateEventIsThatOfFlinksWindows() {
    long records = 0;
    long corrections = 0;
    long firstOnlyAfterTheEnd = 0;
    long late = 0;
    long lateForSomeOnly = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Script script = new Script(seed);
      var ours = script.ours();
      Outcome<WindowResult<String, String>> outcome =
          script
              .play(
                  seed % 2 == 0
                      ? Scenario.of(ours.toFunction()).keyedBy(Sale::item, String.class)
                      : Scenario.of(
                              FastHost.operator(
                                  ours.logic(),
                                  Sale::item,
                                  CacheSettings.defaults().withMaxEntries(1 + seed % 4)))
                          .keyedBy(Sale::item, String.class))
              .verify();
      Set<Integer> lates = new LinkedHashSet<>();
      for (Windows windows : script.windows) {
        Outcome<FlinkWindows.Result> flink =
            script
                .play(
                    Scenario.of(FlinkWindows.operator(windows, script.lateness))
                        .keyedBy(Sale::item, String.class))
                .verify();
        assertThat(ours(outcome, windows))
            .as("records of " + windows + " of " + script)
            .isEqualTo(flink(flink));
        assertThat(outcome.emitted(ours.late(windows)))
            .as("late events of " + windows + " of " + script)
            .isEqualTo(flink.emitted(FlinkWindows.LATE));
        lates.add(outcome.emitted(ours.late(windows)).size());
        late += outcome.emitted(ours.late(windows)).size();
      }
      lateForSomeOnly += lates.size() > 1 ? 1 : 0;
      records += outcome.values().size();
      corrections += outcome.values().stream().filter(r -> r.revision() > 1).count();
      firstOnlyAfterTheEnd += script.firstAfterTheEnd(outcome);
      checkRevisions(outcome.values());
    }
    // The scripts are worth something only if they reach the rare paths.
    assertThat(records).isGreaterThan(5_000);
    assertThat(corrections).isGreaterThan(500);
    assertThat(firstOnlyAfterTheEnd).isGreaterThan(40);
    assertThat(late).isGreaterThan(400);
    assertThat(lateForSomeOnly).isGreaterThan(20);
  }

  private static void checkRevisions(List<WindowResult<String, String>> results) {
    Map<List<Object>, Integer> revisions = new HashMap<>();
    for (WindowResult<String, String> result : results) {
      int before =
          revisions.merge(
              List.of(result.key(), result.windows(), result.endMillis()), 1, Integer::sum);
      assertThat(result.revision()).isEqualTo(before);
    }
  }

  private static List<Line> ours(Outcome<WindowResult<String, String>> outcome, Windows windows) {
    List<Line> lines = new ArrayList<>();
    for (Emitted<WindowResult<String, String>> e : outcome.emitted()) {
      WindowResult<String, String> r = e.value();
      if (r.windows().equals(windows)) {
        lines.add(
            new Line(
                e.step(),
                new FlinkWindows.Result(r.key(), r.startMillis(), r.endMillis(), r.result())
                    .toString()));
      }
    }
    return sorted(lines);
  }

  private static List<Line> flink(Outcome<FlinkWindows.Result> outcome) {
    return sorted(
        outcome.emitted().stream().map(e -> new Line(e.step(), e.value().toString())).toList());
  }

  private static List<Line> sorted(List<Line> lines) {
    return lines.stream()
        .sorted(Comparator.comparing(Line::step).thenComparing(Line::text))
        .toList();
  }

  /** A script made of one number. */
  private static final class Script {
    private final int seed;
    private final Duration lateness;
    private final long disorder;
    private final List<Windows> windows = new ArrayList<>();
    private final Set<Integer> eventSteps = new LinkedHashSet<>();
    private final Random random;

    Script(int seed) {
      this.seed = seed;
      random = new Random(seed);
      lateness = Duration.ofMillis(new long[] {0, 0, 1, 7, 20, 500}[random.nextInt(6)]);
      disorder = 1L + random.nextInt(60);
      Set<Windows> kinds = new LinkedHashSet<>();
      int count = 1 + random.nextInt(3);
      while (kinds.size() < count) {
        long size = new long[] {1, 6, 10, 12, 30, 60}[random.nextInt(6)];
        long slide = random.nextInt(3) == 0 ? size : 1 + random.nextLong(size);
        long offset = random.nextInt(3) == 0 ? random.nextLong(slide) : 0;
        kinds.add(new Windows(size, slide, offset));
      }
      windows.addAll(kinds);
    }

    WindowAggregator<Sale, String, Sale.Tally, String> ours() {
      return WindowAggregator.on(Sale.class)
          .keyedBy(Sale::item, String.class)
          .windows(windows.toArray(Windows[]::new))
          .aggregate(new Sale.Tallying())
          .allowedLateness(lateness)
          .build();
    }

    <OUT> Scenario<String, Sale, Void, OUT> play(Scenario<String, Sale, Void, OUT> scenario) {
      random.setSeed(seed + 77L);
      int items = 1 + random.nextInt(3);
      // Negative times too: the epoch is no border.
      long now = random.nextInt(4) == 0 ? -200 : 1_000;
      long watermark = Long.MIN_VALUE;
      int step = 0;
      Scenario<String, Sale, Void, OUT> script = scenario;
      for (int i = 0; i < 50; i++) {
        now += random.nextInt(3) == 0 ? random.nextInt(25) : 0;
        long behind =
            random.nextInt(6) == 0
                ? random.nextLong(60 + lateness.toMillis())
                : random.nextLong(disorder + 1);
        script = script.event(new Sale("item" + random.nextInt(items), i), now - behind);
        step++;
        eventSteps.add(step);
        if (random.nextInt(3) == 0) {
          long next = now - (random.nextBoolean() ? disorder : random.nextLong(20));
          if (next > watermark) {
            watermark = next;
            script = script.watermark(watermark);
            step++;
          }
        }
      }
      return script.watermark(now + 700).watermark(Long.MAX_VALUE);
    }

    long firstAfterTheEnd(Outcome<WindowResult<String, String>> outcome) {
      return outcome.emitted().stream()
          .filter(e -> e.value().revision() == 1 && eventSteps.contains(e.step()))
          .count();
    }

    @Override
    public String toString() {
      return "seed " + seed + ", lateness " + lateness + ", " + Arrays.toString(windows.toArray());
    }
  }
}
