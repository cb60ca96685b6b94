// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.fast.FastHost;
import io.github.flinkpatterns.session.BatchSessions.At;
import io.github.flinkpatterns.session.BatchSessions.Rules;
import io.github.flinkpatterns.testkit.Emitted;
import io.github.flinkpatterns.testkit.Outcome;
import io.github.flinkpatterns.testkit.Scenario;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Caps and cuts on seeded, disordered arrival, against a batch program over the sorted events that
 * were not late.
 */
class OrderedSessionsEqualBatchTest {

  private static final int SEEDS = 450;
  private static final int EVENTS = 60;

  @Test
  void everyRecordIsThatOfTheSortedEventsWhateverTheOrderOfArrival() {
    Map<Session.CloseReason, Integer> reasons = new EnumMap<>(Session.CloseReason.class);
    int late = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Run run = new Run(seed);
      var ours = run.ours();
      var host =
          seed % 2 == 0
              ? Scenario.of(ours.toFunction()).keyedBy(Visit::user, String.class)
              : Scenario.of(
                      FastHost.operator(
                          ours.logic(), Visit::user, CacheSettings.defaults().withMaxEntries(1)))
                  .keyedBy(Visit::user, String.class);
      Outcome<Session<String, String>> outcome = run.script(host).verify();

      assertThat(outcome.values(ours.late())).as("late of %s", run).isEqualTo(run.late);
      for (Map.Entry<String, List<At>> user : run.inTime.entrySet()) {
        List<BatchSessions.Certain> expected =
            BatchSessions.of(user.getKey(), user.getValue(), run.rules);
        assertThat(
                outcome.emitted().stream()
                    .filter(e -> e.value().key().equals(user.getKey()))
                    .map(e -> run.certain(e))
                    .toList())
            .as("%s of %s", user.getKey(), run)
            .isEqualTo(expected);
        expected.forEach(c -> reasons.merge(c.record().closeReason(), 1, Integer::sum));
      }
      checkIds(outcome.values());
      late += run.late.size();
    }
    assertThat(reasons.keySet())
        .contains(
            Session.CloseReason.NOT_CLOSED,
            Session.CloseReason.INACTIVITY,
            Session.CloseReason.MAX_DURATION,
            Session.CloseReason.MAX_EVENTS,
            Session.CloseReason.END_EVENT,
            Session.CloseReason.ATTRIBUTE_CHANGE,
            Session.CloseReason.MIDNIGHT);
    assertThat(reasons.values()).allMatch(n -> n > 100, "each reason often enough: " + reasons);
    assertThat(late).isGreaterThan(500);
  }

  /** One session, one id; its revisions count from 1. */
  private static void checkIds(List<Session<String, String>> records) {
    Revisions.check(records);
    Set<Long> closed = new HashSet<>();
    for (Session<String, String> record : records) {
      assertThat(closed)
          .as("%s comes after its session was closed", record)
          .doesNotContain(record.id());
      if (record.type() == Session.Type.CLOSED) {
        closed.add(record.id());
      }
    }
  }

  private static Session<String, String> withoutId(Session<String, String> s) {
    return new Session<>(
        s.key(),
        0,
        s.startMillis(),
        s.lastEventMillis(),
        s.endMillis(),
        s.events(),
        s.result(),
        s.type(),
        s.closeReason(),
        s.revision(),
        s.replacedIds());
  }

  /** Rules and a script made of one number. */
  private static final class Run {
    private final int seed;
    private final long unit;
    private final long lateness;
    private final Rules rules;
    private final Random random;
    private final Map<String, List<At>> inTime = new TreeMap<>();
    private final List<Visit> late = new ArrayList<>();

    Run(int seed) {
      this.seed = seed;
      this.random = new Random(seed * 31L);
      this.unit = random.nextBoolean() ? 1 : Duration.ofMinutes(30).toMillis();
      this.lateness = new long[] {0, 0, 2, 7}[random.nextInt(4)] * unit;
      boolean[] on = new boolean[6];
      for (int i = 0; i < 6; i++) {
        on[i] = random.nextInt(4) == 0;
      }
      // One run in seven has a gap alone, in the order of timestamps.
      int one = random.nextInt(7);
      if (one < 6) {
        on[one] = true;
      }
      int updates = random.nextInt(4);
      boolean midnight = on[5] && unit > 1;
      this.rules =
          new Rules(
              new long[] {1, 3, 6}[random.nextInt(3)] * unit,
              random.nextInt(3) == 0,
              on[0] || (on[5] && !midnight) ? (2 + random.nextInt(10)) * unit : 0,
              on[1] ? 1 + random.nextInt(6) : 0,
              on[2],
              on[3],
              on[4],
              midnight ? ZoneId.of("Europe/Berlin") : null,
              random.nextBoolean(),
              random.nextInt(3) == 0,
              updates == 0 ? 2 : 0,
              updates == 1 ? 3 * unit : 0);
    }

    SessionAggregator<Visit, String, Visit.Tally, String> ours() {
      var keyed = SessionAggregator.on(Visit.class).keyedBy(Visit::user, String.class);
      var builder =
          (rules.ownGap()
                  ? keyed.closeAfterInactivity(Visit::gapMillis)
                  : keyed.closeAfterInactivity(Duration.ofMillis(rules.gap())))
              .aggregate(new Visit.Tallying(), Visit.Tally.class, String.class)
              .allowedLateness(Duration.ofMillis(lateness));
      builder.inTimestampOrder();
      if (rules.maxDuration() > 0) {
        builder.maxDuration(Duration.ofMillis(rules.maxDuration()));
      }
      if (rules.maxEvents() > 0) {
        builder.maxEvents(rules.maxEvents());
      }
      if (rules.endBefore()) {
        builder.endBefore(Rules::begins);
      }
      if (rules.endAfter()) {
        builder.endAfter(Visit::ends);
      }
      if (rules.campaign()) {
        builder.cutOnChangeOf(Visit::campaignOrNull);
      }
      if (rules.zone() != null) {
        builder.cutAtMidnight(rules.zone());
      }
      if (rules.numbered()) {
        builder.orderTiesBy(Visit::sequence);
      }
      if (rules.opened()) {
        builder.emitOpened();
      }
      if (rules.updateEvents() > 0) {
        builder.emitUpdatesEvery(rules.updateEvents());
      }
      if (rules.updateMillis() > 0) {
        builder.emitUpdatesEvery(Duration.ofMillis(rules.updateMillis()));
      }
      return builder.build();
    }

    /** A record leaves at the very moment at which it is certain, plus the allowed lateness. */
    BatchSessions.Certain certain(Emitted<Session<String, String>> e) {
      return new BatchSessions.Certain(withoutId(e.value()), e.timestamp() - lateness);
    }

    <OUT> Scenario<String, Visit, Void, OUT> script(Scenario<String, Visit, Void, OUT> scenario) {
      Scenario<String, Visit, Void, OUT> script = scenario;
      int users = 1 + random.nextInt(2);
      int disorder = random.nextInt(12);
      // The evening before the clocks of Berlin go forward.
      long now = Instant.parse("2026-03-28T20:00:00Z").toEpochMilli();
      long watermark = Long.MIN_VALUE / 2;
      for (int i = 0; i < EVENTS; i++) {
        now += random.nextInt(3) * unit;
        now += random.nextInt(12) == 0 ? 8 * unit : 0;
        long back = random.nextInt(12) == 0 ? disorder + random.nextInt(12) : 0;
        long at = now - (back + (disorder == 0 ? 0 : random.nextInt(disorder))) * unit;
        Visit visit =
            new Visit(
                "user" + random.nextInt(users),
                i,
                (1 + random.nextInt(6)) * unit,
                random.nextInt(6) == 0,
                new String[] {"", "", "a", "b"}[random.nextInt(4)],
                random.nextInt(1_000_000));
        script = script.event(visit, at);
        if (at <= watermark - lateness) {
          late.add(visit);
        } else {
          inTime.computeIfAbsent(visit.user(), user -> new ArrayList<>()).add(new At(visit, at));
        }
        if (random.nextInt(3) == 0) {
          long next = now - disorder * unit;
          if (next > watermark) {
            watermark = next;
            script = script.watermark(watermark);
          }
        }
      }
      return script.watermark(Long.MAX_VALUE);
    }

    @Override
    public String toString() {
      return "seed " + seed + ", lateness " + lateness + ", " + rules;
    }
  }
}
