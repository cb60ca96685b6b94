// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.keyed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.cep.LogicPattern;
import io.github.flinkpatterns.cep.MatchedEvent;
import io.github.flinkpatterns.cep.PatternMatch;
import io.github.flinkpatterns.cep.PatternTimeout;
import io.github.flinkpatterns.cep.keyed.BatchPatterns.At;
import io.github.flinkpatterns.cep.keyed.BatchPatterns.Found;
import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.Hosts;
import io.github.flinkpatterns.host.fast.FastHost;
import io.github.flinkpatterns.testkit.Outcome;
import io.github.flinkpatterns.testkit.Scenario;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every pattern on seeded streams with disorder, late events, redeliveries, ties and several keys,
 * against a batch program over the sorted events that were not late.
 */
class PatternsEqualBatchTest {

  private static final int SEEDS = 10;
  private static final int EVENTS = 90;

  @ParameterizedTest
  @EnumSource
  void matchesAndNearMissesAreThoseOfTheSortedEvents(Patterns patterns) {
    int matches = 0;
    int nearMisses = 0;
    int late = 0;
    int ties = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Run run = new Run(patterns, seed);
      Outcome<PatternMatch<String, Act>> outcome = run.outcome();
      for (Map.Entry<String, List<At>> key : run.inTime.entrySet()) {
        List<At> sorted = new ArrayList<>(key.getValue());
        sorted.sort(run.order());
        assertThat(run.found(outcome, key.getKey()))
            .as("%s, seed %d, %s: %s", patterns, seed, key.getKey(), sorted)
            .containsExactlyInAnyOrderElementsOf(patterns.batch(sorted));
        for (int i = 1; i < sorted.size(); i++) {
          ties += sorted.get(i).time() == sorted.get(i - 1).time() ? 1 : 0;
        }
      }
      assertThat(outcome.values(run.pattern.late())).isEqualTo(run.late);
      matches += outcome.values().size();
      nearMisses += outcome.values(run.pattern.timedOut()).size();
      late += run.late.size();
    }
    assertThat(matches).as("matches").isGreaterThan(SEEDS);
    assertThat(late).as("late").isGreaterThan(SEEDS);
    assertThat(ties).as("ties").isGreaterThan(SEEDS);
    boolean hasNearMisses =
        switch (patterns) {
          case MISSING_HEARTBEAT, SLA_TIMEOUT, STUCK_STATE, IMPOSSIBLE_TRAVEL -> false;
          default -> true;
        };
    assertThat(nearMisses > SEEDS).as("near misses: %d", nearMisses).isEqualTo(hasNearMisses);
  }

  /** A script made of one number. */
  private static final class Run {
    private final Patterns patterns;
    private final boolean tiesById;
    private final LogicPattern<String, Act> pattern;
    private final Random random;
    private final boolean fast;
    private final Map<String, List<At>> inTime = new TreeMap<>();
    private final List<Act> late = new ArrayList<>();

    Run(Patterns patterns, int seed) {
      this.patterns = patterns;
      this.random = new Random(seed * 31L + patterns.ordinal());
      this.tiesById = patterns.needsTies() || seed % 3 == 0;
      this.fast = seed % 2 == 0;
      this.pattern = patterns.pattern(tiesById);
    }

    Outcome<PatternMatch<String, Act>> outcome() {
      return script(
              fast
                  ? Scenario.of(
                          FastHost.operator(
                              pattern.logic(),
                              Act::key,
                              CacheSettings.defaults().withMaxEntries(2).withMaxDirty(2)))
                      .keyedBy(Act::key, String.class)
                  : Scenario.of(Hosts.function(pattern.logic())).keyedBy(Act::key, String.class))
          .verify();
    }

    private <OUT> Scenario<String, Act, Void, OUT> script(
        Scenario<String, Act, Void, OUT> scenario) {
      Scenario<String, Act, Void, OUT> script = scenario;
      int keys = 1 + random.nextInt(3);
      int disorder = random.nextInt(10);
      long now = 1_000;
      long watermark = 0;
      Act before = null;
      long beforeTime = 0;
      for (int i = 0; i < EVENTS; i++) {
        now += random.nextInt(4) + (random.nextInt(15) == 0 ? 12 : 0);
        long behind = random.nextInt(15) == 0 ? 6 + random.nextInt(12) : 0;
        long time = now - behind - (disorder == 0 ? 0 : random.nextInt(disorder));
        Act act = patterns.random("key" + random.nextInt(keys), i, random);
        if (before != null && random.nextInt(12) == 0) {
          act = before; // delivered once more
          time = beforeTime;
        }
        before = act;
        beforeTime = time;
        script = script.event(act, time);
        if (time <= watermark) {
          late.add(act);
        } else {
          inTime.computeIfAbsent(act.key(), key -> new ArrayList<>()).add(new At(act, time));
        }
        if (random.nextInt(4) == 0 && now - disorder > watermark) {
          watermark = now - disorder;
          script = script.watermark(watermark);
        }
      }
      return script.watermark(Long.MAX_VALUE);
    }

    Comparator<At> order() {
      Comparator<At> byTime = Comparator.comparingLong(At::time);
      Comparator<At> byId = Comparator.comparingInt(at -> at.act().id());
      return tiesById
          ? byTime.thenComparing(byId)
          : byTime.thenComparingDouble(at -> patterns.rank(at.act())).thenComparing(byId);
    }

    List<Found> found(Outcome<PatternMatch<String, Act>> outcome, String key) {
      List<Found> found = new ArrayList<>();
      for (PatternMatch<String, Act> match : outcome.values()) {
        assertThat(match.pattern()).isEqualTo(pattern.name());
        assertThat(match.explanation()).isNotBlank();
        if (match.key().equals(key)) {
          found.add(
              new Found(true, match.startMillis(), match.endMillis(), times(match.events())));
        }
      }
      for (PatternTimeout<String, Act> miss : outcome.values(pattern.timedOut())) {
        assertThat(miss.missing()).isNotBlank();
        assertThat(miss.explanation()).contains(miss.missing());
        if (miss.key().equals(key)) {
          found.add(
              new Found(false, miss.startMillis(), miss.deadlineMillis(), times(miss.events())));
        }
      }
      return found;
    }

    private static List<Long> times(List<MatchedEvent<Act>> events) {
      return events.stream().map(MatchedEvent::timestampMillis).toList();
    }
  }
}
