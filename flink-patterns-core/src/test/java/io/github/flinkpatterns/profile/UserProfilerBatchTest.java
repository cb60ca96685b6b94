// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.fast.FastHost;
import io.github.flinkpatterns.testkit.Backend;
import io.github.flinkpatterns.testkit.Cell;
import io.github.flinkpatterns.testkit.Disorder;
import io.github.flinkpatterns.testkit.ExecutionMatrix;
import io.github.flinkpatterns.testkit.Outcome;
import io.github.flinkpatterns.testkit.Recovery;
import io.github.flinkpatterns.testkit.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Profiles against a batch computation, in any order, on every host, through restarts. */
class UserProfilerBatchTest {

  private static final EventWeights WEIGHTS = EventWeights.shopping();
  private static final long FORGET = 100;
  private static final BatchProfiles AVERAGES = new BatchProfiles(0.1, 0, WEIGHTS, FORGET);
  private static final BatchProfiles DECAYED = new BatchProfiles(0, 50, WEIGHTS, FORGET);
  private static final CacheSettings TIGHT = new CacheSettings(2, 4_096, 1);

  static UserProfiler<Action, String> averages() {
    return BatchProfiles.withFeatures(
            Action.forgottenAfter(FORGET).interestsByMovingAverage(0.1).top(100))
        .weightedBy(Action::type, WEIGHTS)
        .build();
  }

  static UserProfiler<Action, String> decayed() {
    return BatchProfiles.withFeatures(
            Action.forgottenAfter(FORGET).interestsWithHalfLife(Duration.ofMillis(50)).top(100))
        .weightedBy(Action::type, WEIGHTS)
        .build();
  }

  private static Scenario<String, Action, Void, Profile<String>> function(
      UserProfiler<Action, String> profiler) {
    return Scenario.of(profiler.toFunction()).keyedBy(Action::user, String.class);
  }

  /** Sends actions out of order by up to 20 ms, and watermarks that make none of them late. */
  private static Scenario<String, Action, Void, Profile<String>> disordered(
      Scenario<String, Action, Void, Profile<String>> scenario, List<Action> actions, long seed) {
    Random random = new Random(seed);
    List<long[]> arrivals = new ArrayList<>();
    for (int i = 0; i < actions.size(); i++) {
      arrivals.add(new long[] {actions.get(i).at() + random.nextInt(20), i});
    }
    arrivals.sort((a, b) -> Long.compare(a[0], b[0]));
    long watermark = Long.MIN_VALUE;
    for (long[] arrival : arrivals) {
      Action action = actions.get((int) arrival[1]);
      scenario = scenario.event(action, action.at());
      if (random.nextInt(4) == 0 && arrival[0] - 20 > watermark) {
        watermark = arrival[0] - 20;
        scenario = scenario.watermark(watermark);
      }
    }
    return scenario.watermark(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void profilesAreThoseOfABatchWhateverTheOrder(long seed) {
    List<Action> actions = Action.stream(seed, 150, 3, 8, 6);
    BatchProfiles.assertSame(
        disordered(function(averages()), actions, seed).verify().values(),
        AVERAGES.onEveryChange(actions));
    BatchProfiles.assertSame(
        disordered(function(decayed()), actions, seed).verify().values(),
        DECAYED.onEveryChange(actions));
  }

  @Test
  void everyRecordIsTheSameInEveryOrderOnEveryHostThroughRestartsAndRescaling() {
    List<Action> actions = Action.stream(42, 40, 4, 5, 6);
    for (UserProfiler<Action, String> profiler : List.of(averages(), decayed())) {
      Outcome<Profile<String>> alone =
          disordered(function(profiler), actions, 7)
              .named("function")
              .verify(
                  ExecutionMatrix.standard()
                      .with(Disorder.within(Duration.ofMillis(20)).orders(5)));
      Outcome<Profile<String>> turns =
          disordered(function(profiler), actions, 7)
              .alternatingWith(FastHost.operator(profiler.logic(), Action::user, TIGHT))
              .named("hosts taking turns")
              .verify(
                  ExecutionMatrix.of(
                      Cell.PLAIN,
                      new Cell(Backend.HASHMAP, Recovery.RESTORE_EVERY_STEP, List.of(1, 3, 2)),
                      new Cell(Backend.HASHMAP, Recovery.CRASH_AND_REPLAY, List.of(1, 3, 2)),
                      new Cell(Backend.ROCKSDB, Recovery.RESTORE_EVERY_STEP, List.of(1, 3, 2))));
      assertThat(alone.values()).hasSizeGreaterThan(20);
      assertThat(turns.values()).containsExactlyInAnyOrderElementsOf(alone.values());
    }
  }

  @Test
  void theFastHostGivesTheSameRecordsOnItsOwn() {
    List<Action> actions = Action.stream(43, 60, 4, 5, 6);
    for (UserProfiler<Action, String> profiler : List.of(averages(), decayed())) {
      List<Profile<String>> fast =
          disordered(
                  Scenario.of(FastHost.operator(profiler.logic(), Action::user, TIGHT))
                      .keyedBy(Action::user, String.class),
                  actions,
                  7)
              .verify(
                  ExecutionMatrix.of(
                      Cell.PLAIN,
                      new Cell(Backend.HASHMAP, Recovery.RESTORE_EVERY_STEP, List.of(1, 3, 2)),
                      new Cell(Backend.ROCKSDB, Recovery.CRASH_AND_REPLAY, List.of(1, 3, 2))))
              .values();
      assertThat(fast)
          .containsExactlyInAnyOrderElementsOf(
              disordered(function(profiler), actions, 7).verify().values());
    }
  }

  @Test
  void inArrivalOrderDecayedScoresAndCountsComeToTheSame() {
    List<Action> actions = Action.stream(5, 60, 2, 6, 3).stream().filter(a -> a.at() < 90).toList();
    UserProfiler<Action, String> atOnce =
        BatchProfiles.withFeatures(
                Action.forgottenAfter(FORGET).interestsWithHalfLife(Duration.ofMillis(50)).top(100))
            .weightedBy(Action::type, WEIGHTS)
            .inArrivalOrder()
            .build();
    var scenario = function(atOnce);
    List<Action> shuffled = new ArrayList<>(actions);
    java.util.Collections.shuffle(shuffled, new Random(1));
    for (Action action : shuffled) {
      scenario = scenario.event(action, action.at());
    }
    List<Profile<String>> profiles = scenario.watermark(Long.MAX_VALUE).verify().values();
    assertThat(profiles).hasSize(actions.size());
    for (String user : List.of("u0", "u1")) {
      List<Action> own =
          actions.stream()
              .filter(a -> a.user().equals(user))
              .sorted(java.util.Comparator.comparingLong(Action::at))
              .toList();
      Profile<String> last =
          profiles.stream().filter(p -> p.key().equals(user)).reduce((a, b) -> b).orElseThrow();
      BatchProfiles.assertSame(last, DECAYED.of(user, own, own.get(own.size() - 1).at()));
    }
  }
}
