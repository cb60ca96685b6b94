// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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

/** State that was written with other options: two configurations take turns at every restore. */
class ProfileEvolutionTest {

  private static final Feature<Action> MEAN = Feature.mean(Action::amount);
  private static final Feature<Action> COUNT = Feature.decayedCount(Duration.ofMillis(10));
  private static final Feature<Action> DISTINCT = Feature.distinct(Action::category, 16);

  private static UserProfilerBuilder<Action, String> halfLife(long millis) {
    return Action.forgottenAfter(1_000).interestsWithHalfLife(Duration.ofMillis(millis));
  }

  static Stream<Backend> backends() {
    return Stream.of(Backend.HASHMAP, Backend.ROCKSDB);
  }

  private static Outcome<Profile<String>> turns(
      UserProfiler<Action, String> one, UserProfiler<Action, String> other, Backend backend) {
    var scenario =
        Scenario.of(one.toFunction())
            .keyedBy(Action::user, String.class)
            .alternatingWith(
                FastHost.operator(other.logic(), Action::user, CacheSettings.defaults()));
    for (int i = 1; i <= 6; i++) {
      long at = 10L * i;
      scenario = scenario.event(new Action("ann", "c" + i, "view", i, at), at);
    }
    return scenario
        .watermark(Long.MAX_VALUE)
        .verify(ExecutionMatrix.of(new Cell(backend, Recovery.RESTORE_EVERY_STEP, List.of(1, 2))));
  }

  @ParameterizedTest
  @MethodSource("backends")
  void featuresAreFoundByNameAndNewOnesBeginEmpty(Backend backend) {
    var one =
        halfLife(10)
            .feature("mean", MEAN)
            .feature("count", COUNT)
            .feature("gone", DISTINCT)
            .build();
    var other = halfLife(10).feature("count", COUNT).feature("mean", MEAN).build();
    List<Profile<String>> profiles = turns(one, other, backend).values();
    assertThat(profiles).hasSize(6);
    Profile<String> last = profiles.get(5);
    assertThat(last.features().get("mean")).isEqualTo(3.5);
    assertThat(last.features().get("count")).isCloseTo(2 - 1.0 / 32, within(1e-12));
    assertThat(last.interests()).hasSize(6);
  }

  @ParameterizedTest
  @MethodSource("backends")
  void anotherHalfLifeGoesOnFromTheLatestEvent(Backend backend) {
    // All events wait for the one watermark, so only a value with scores shows the change.
    var one = halfLife(10).inArrivalOrder().build();
    var other = halfLife(20).inArrivalOrder().build();
    List<Profile<String>> profiles = turns(one, other, backend).values();
    // The odd events meet the half-life 10, the even ones 20.
    Profile<String> third = profiles.get(2);
    double first = Math.pow(0.5, 0.5) * 0.5;
    assertThat(third.interests())
        .filteredOn(interest -> interest.category().equals("c1"))
        .allSatisfy(interest -> assertThat(interest.score()).isCloseTo(first, within(1e-12)));
  }
}
