// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.fast.FastHost;
import io.github.flinkpatterns.testkit.Emitted;
import io.github.flinkpatterns.testkit.Outcome;
import io.github.flinkpatterns.testkit.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.junit.jupiter.api.Test;

/**
 * Runs the same seeded, disordered script through Flink's session window operator and through ours,
 * and compares every record and every late event, step by step.
 */
class SessionsEqualFlinkTest {

  private static final int SEEDS = 1_000;

  /** What both must give at one step: the step, then the record as text. */
  private record Line(int step, String text) {}

  @Test
  void everyRecordAndEveryLateEventIsThatOfFlinksSessionWindows() {
    long records = 0;
    long corrections = 0;
    long early = 0;
    long merges = 0;
    long late = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Script script = new Script(seed);
      Outcome<FlinkSessions.Result> flink =
          script.play(Scenario.of(script.flink()).keyedBy(Visit::user, String.class)).verify();
      var ours = script.ours();
      Outcome<Session<String, String>> outcome =
          script
              .play(
                  seed % 2 == 0
                      ? Scenario.of(ours.toFunction()).keyedBy(Visit::user, String.class)
                      : Scenario.of(
                              FastHost.operator(
                                  ours.logic(),
                                  Visit::user,
                                  CacheSettings.defaults().withMaxEntries(1 + seed % 4)))
                          .keyedBy(Visit::user, String.class))
              .verify();

      assertThat(ours(outcome)).as("records of " + script).isEqualTo(flink(flink));
      assertThat(outcome.emitted(ours.late()))
          .as("late events of " + script)
          .isEqualTo(flink.emitted(FlinkSessions.LATE));
      records += outcome.values().size();
      corrections +=
          outcome.values().stream().filter(s -> s.type() == Session.Type.CORRECTED).count();
      early +=
          outcome.values().stream()
              .filter(s -> s.closeReason() == Session.CloseReason.NOT_CLOSED)
              .count();
      merges += outcome.values().stream().filter(s -> !s.replacedIds().isEmpty()).count();
      late += outcome.emitted(ours.late()).size();
      if (!script.dynamic) {
        Revisions.check(outcome.values());
      }
    }
    // The scripts are worth something only if they reach the rare paths.
    assertThat(records).isGreaterThan(10_000);
    assertThat(corrections).isGreaterThan(2_000);
    assertThat(early).isGreaterThan(1_000);
    assertThat(merges).isGreaterThan(100);
    assertThat(late).isGreaterThan(2_000);
  }

  /**
   * Flink 2.3.0 starts a session anew when the own window of an event, with a gap function, is all
   * of a session that was merged before: here [3, 10). Ours keeps the two events.
   */
  @Test
  void keepsWhatFlinkLosesWhenTheOwnWindowOfAnEventIsTheWholeSession() {
    SessionAggregator<Visit, String, Visit.Tally, String> ours =
        SessionAggregator.on(Visit.class)
            .keyedBy(Visit::user, String.class)
            .closeAfterInactivity(Visit::gapMillis)
            .aggregate(new Visit.Tallying(), Visit.Tally.class, String.class)
            .build();
    Outcome<Session<String, String>> outcome =
        wholeSession(Scenario.of(ours.toFunction()).keyedBy(Visit::user, String.class)).verify();
    Outcome<FlinkSessions.Result> flink =
        wholeSession(
                Scenario.of(FlinkSessions.dynamic(Duration.ZERO))
                    .keyedBy(Visit::user, String.class))
            .withoutLeakCheck()
            .verify();

    assertThat(outcome.values()).extracting(Session::events).containsExactly(3L);
    assertThat(flink.values()).hasSize(1);
    assertThat(flink.values().get(0).result()).startsWith("1/");
  }

  private static <OUT> Scenario<String, Visit, Void, OUT> wholeSession(
      Scenario<String, Visit, Void, OUT> scenario) {
    return scenario
        .event(new Visit("ann", 1, 5, false, "", 1), 5)
        .event(new Visit("ann", 2, 2, false, "", 2), 3)
        .event(new Visit("ann", 3, 7, false, "", 3), 3)
        .watermark(100);
  }

  private static List<Line> ours(Outcome<Session<String, String>> outcome) {
    List<Line> lines = new ArrayList<>();
    for (Emitted<Session<String, String>> e : outcome.emitted()) {
      Session<String, String> s = e.value();
      if (s.closeReason() == Session.CloseReason.NOT_CLOSED) {
        continue;
      }
      lines.add(
          new Line(
              e.step(),
              new FlinkSessions.Result(s.key(), s.startMillis(), s.endMillis(), s.result())
                  .toString()));
    }
    return sorted(lines);
  }

  private static List<Line> flink(Outcome<FlinkSessions.Result> outcome) {
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
    private final boolean dynamic;
    private final long gap;
    private final long lateness;
    private final Random random;

    Script(int seed) {
      this.seed = seed;
      this.random = new Random(seed);
      this.gap = new long[] {1, 2, 5, 10, 1_000}[random.nextInt(5)];
      this.lateness = new long[] {0, 0, 1, 3, 20, 5_000}[random.nextInt(6)];
      this.dynamic = random.nextInt(3) == 0;
    }

    OneInputStreamOperator<Visit, FlinkSessions.Result> flink() {
      Duration late = Duration.ofMillis(lateness);
      return dynamic
          ? FlinkSessions.dynamic(late)
          : FlinkSessions.fixed(Duration.ofMillis(gap), late);
    }

    SessionAggregator<Visit, String, Visit.Tally, String> ours() {
      var keyed = SessionAggregator.on(Visit.class).keyedBy(Visit::user, String.class);
      var gapped =
          dynamic
              ? keyed.closeAfterInactivity(Visit::gapMillis)
              : keyed.closeAfterInactivity(Duration.ofMillis(gap));
      var builder =
          gapped
              .aggregate(new Visit.Tallying(), Visit.Tally.class, String.class)
              .allowedLateness(Duration.ofMillis(lateness));
      // Early results come on top and change nothing else.
      return switch (seed % 5) {
        case 0 -> builder.emitOpened().emitUpdatesEvery(3).build();
        case 1 -> builder.emitUpdatesEvery(Duration.ofMillis(gap)).build();
        default -> builder.build();
      };
    }

    <OUT> Scenario<String, Visit, Void, OUT> play(Scenario<String, Visit, Void, OUT> scenario) {
      random.setSeed(seed + 77L);
      int users = 1 + random.nextInt(3);
      long disorder = random.nextInt((int) Math.min(500, 6 * gap)) + 1L;
      long now = 1_000;
      long watermark = Long.MIN_VALUE;
      Set<Long> ends = new HashSet<>();
      Scenario<String, Visit, Void, OUT> script = scenario;
      for (int i = 0; i < 60; i++) {
        // Steps of zero, one and exactly the gap make ties and windows that touch.
        long step = new long[] {0, 1, gap - 1, gap, gap + 1, 3 * gap}[random.nextInt(6)];
        now += random.nextInt(3) == 0 ? step : 0;
        long behind =
            random.nextInt(8) == 0
                ? random.nextInt(4) * gap + lateness
                : random.nextLong(disorder + 1);
        long ownGap = new long[] {1, gap, 2 * gap, 1 + random.nextInt(9)}[random.nextInt(4)];
        long at = now - behind;
        // No two ends are equal, for the reason that the test below tells.
        while (dynamic && !ends.add(at + ownGap)) {
          ownGap++;
        }
        script =
            script.event(new Visit("user" + random.nextInt(users), i, ownGap, false, "", i), at);
        if (random.nextInt(3) == 0) {
          long next = now - (random.nextBoolean() ? disorder : random.nextLong(2 * gap));
          if (next > watermark) {
            watermark = next;
            script = script.watermark(watermark);
          }
        }
      }
      return script.watermark(now + 4 * gap + lateness + 20).watermark(Long.MAX_VALUE);
    }

    @Override
    public String toString() {
      return "seed "
          + seed
          + (dynamic ? ", dynamic gap" : ", gap " + gap)
          + ", lateness "
          + lateness;
    }
  }
}
