// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.flinkpatterns.testkit.Scenario;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bound on categories, its stated error, and decay over long times. */
class TopCategoriesTest {

  private static final int KEPT = 12;

  /** One user, 300 categories, popular ones more often. */
  private static List<Action> zipf(long seed) {
    return Action.stream(seed, 1_500, 1, 300, 4);
  }

  private static Profile<String> last(
      UserProfilerBuilder<Action, String> builder, List<Action> in) {
    var scenario = Scenario.of(builder.build().toFunction()).keyedBy(Action::user, String.class);
    for (Action action : in) {
      scenario = scenario.event(action, action.at()).watermark(action.at() - 1);
    }
    List<Profile<String>> profiles = scenario.watermark(Long.MAX_VALUE).verify().values();
    return profiles.get(profiles.size() - 1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void decayedScoresAreWithinTheirErrorAndTheErrorIsAtMostTheTotalOverTheBound(long seed) {
    List<Action> actions = zipf(seed);
    long halfLife = 500;
    Profile<String> profile =
        last(
            Action.forgottenAfter(1L << 40)
                .interestsWithHalfLife(Duration.ofMillis(halfLife))
                .weightedBy(Action::type, EventWeights.shopping())
                .maxCategories(KEPT)
                .top(KEPT),
            actions);
    Map<String, Double> truth = new HashMap<>();
    for (Action action : actions) {
      if (action.category() != null) {
        double age = (double) (profile.asOfMillis() - action.at()) / halfLife;
        truth.merge(
            action.category(),
            EventWeights.shopping().of(action.type()) * Math.pow(0.5, age),
            Double::sum);
      }
    }
    double total = truth.values().stream().mapToDouble(v -> v).sum();
    double bound = total / KEPT;
    assertThat(profile.interests()).hasSize(KEPT);
    Map<String, Double> found = new HashMap<>();
    for (Interest interest : profile.interests()) {
      found.put(interest.category(), interest.score());
      double real = truth.get(interest.category());
      assertThat(interest.error()).isLessThanOrEqualTo(bound * (1 + 1e-9));
      assertThat(interest.score()).isGreaterThanOrEqualTo(real * (1 - 1e-9));
      assertThat(interest.score() - interest.error()).isLessThanOrEqualTo(real * (1 + 1e-9));
    }
    assertThat(found.values().stream().mapToDouble(v -> v).sum()).isCloseTo(total, within(1e-9));
    truth.forEach(
        (category, real) -> {
          if (real > bound) {
            assertThat(found).containsKey(category);
          }
        });
    assertThat(truth.values()).anyMatch(real -> real > bound);
    assertThat(profile.interests()).anyMatch(interest -> interest.error() > 0);
    assertThat(truth).hasSizeGreaterThan(10 * KEPT);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void movingAveragesAreWithinTheirError(long seed) {
    List<Action> actions = zipf(seed);
    Profile<String> profile =
        last(
            Action.forgottenAfter(1L << 40)
                .interestsByMovingAverage(0.1)
                .weightedBy(Action::type, EventWeights.shopping())
                .maxCategories(KEPT)
                .top(KEPT),
            actions);
    Map<String, Double> truth = new HashMap<>();
    actions.stream()
        .sorted(
            java.util.Comparator.comparingLong(Action::at)
                .thenComparing(a -> java.util.Objects.requireNonNullElse(a.category(), ""))
                .thenComparing(Action::type))
        .filter(a -> a.category() != null)
        .forEach(
            a ->
                truth.merge(
                    a.category(),
                    0.1 * EventWeights.shopping().of(a.type()),
                    (old, first) -> 0.9 * old + first));
    assertThat(profile.interests()).hasSize(KEPT);
    for (Interest interest : profile.interests()) {
      assertThat(Math.abs(truth.get(interest.category()) - interest.score()))
          .isLessThanOrEqualTo(interest.error() + 1e-9);
    }
    assertThat(profile.interests())
        .anyMatch(i -> Math.abs(truth.get(i.category()) - i.score()) > 1e-6);
  }

  @Test
  void decaySurvivesTwoThousandHalfLives() {
    long halfLife = 10;
    var profiler =
        Action.forgottenAfter(1L << 40)
            .interestsWithHalfLife(Duration.ofMillis(halfLife))
            .feature("count", Feature.decayedCount(Duration.ofMillis(halfLife)))
            .feature("mean", Feature.decayedMean(Action::amount, Duration.ofMillis(halfLife)))
            .build();
    var scenario = Scenario.of(profiler.toFunction()).keyedBy(Action::user, String.class);
    Random random = new Random(1);
    // 3,000 half-lives in steps of a few, and one leap of 2,000.
    long now = 0;
    double score = 0;
    for (int i = 0; i < 2_000; i++) {
      long step = i == 1_000 ? 2_000 * halfLife : random.nextInt(30);
      score = score * Math.pow(0.5, (double) step / halfLife) + 1;
      now += step;
      scenario = scenario.event(Action.of("ann", "shoes", "view", now), now).watermark(now - 1);
    }
    assertThat(now).isGreaterThan(4_500 * halfLife);
    List<Profile<String>> profiles = scenario.watermark(Long.MAX_VALUE).verify().values();
    assertThat(profiles)
        .allSatisfy(
            profile -> {
              assertThat(profile.interests().get(0).score()).isBetween(1.0, 2_000.0);
              assertThat(profile.features().get("count"))
                  .isCloseTo(profile.interests().get(0).score(), within(1e-9));
              assertThat(profile.features().get("mean")).isCloseTo(1, within(1e-9));
            });
    assertThat(profiles.get(profiles.size() - 1).interests().get(0).score())
        .isCloseTo(score, within(1e-9));
    assertThat(profiles).anySatisfy(p -> assertThat(p.interests().get(0).score()).isEqualTo(1.0));
  }

  @Test
  void aLateEventChangesNothingButItsOwnWeight() {
    var profiler =
        Action.forgottenAfter(1L << 40)
            .interestsWithHalfLife(Duration.ofMillis(10))
            .allowedLateness(Duration.ofSeconds(100))
            .build();
    List<Profile<String>> profiles =
        Scenario.of(profiler.toFunction())
            .keyedBy(Action::user, String.class)
            .event(Action.of("ann", "shoes", "view", 0), 0)
            .event(Action.of("ann", "hats", "view", 20_000), 20_000)
            .watermark(20_000)
            // 1 half-life old, then 1,500, across the landmark's move
            .event(Action.of("ann", "hats", "view", 19_990), 19_990)
            .event(Action.of("ann", "coats", "view", 5_000), 5_000)
            .watermark(Long.MAX_VALUE)
            .verify()
            .values();
    assertThat(profiles).hasSize(4);
    assertThat(profiles.get(2).interests().get(0)).isEqualTo(new Interest("hats", 1.5, 0, 2));
    assertThat(profiles.get(3).interests())
        .containsExactly(
            new Interest("hats", 1.5, 0, 2),
            new Interest("coats", 0, 0, 1),
            new Interest("shoes", 0, 0, 1));
    assertThat(profiles.get(3).asOfMillis()).isEqualTo(20_000);
  }
}
