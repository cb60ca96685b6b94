// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * The profiles of all users as a batch computes them: every score anew, from all events, by the
 * formula in the documentation. No state, no bound, no landmark.
 */
record BatchProfiles(double alpha, long halfLife, EventWeights weights, long forgetMillis) {

  static final long COUNT_HALF_LIFE = 70;

  /** Returns the profile after each moment at which a user has events. */
  List<Profile<String>> onEveryChange(List<Action> actions) {
    Map<String, List<Action>> users = new TreeMap<>();
    actions.stream()
        .sorted(
            Comparator.comparingLong(Action::at)
                .thenComparing(a -> Objects.requireNonNullElse(a.category(), ""))
                .thenComparing(Action::type))
        .forEach(a -> users.computeIfAbsent(a.user(), u -> new ArrayList<>()).add(a));
    List<Profile<String>> profiles = new ArrayList<>();
    users.forEach(
        (user, all) -> {
          int from = 0;
          for (int i = 0; i < all.size(); i++) {
            if (i > 0 && all.get(i).at() > all.get(i - 1).at() + forgetMillis) {
              from = i;
            }
            if (i == all.size() - 1 || all.get(i + 1).at() > all.get(i).at()) {
              profiles.add(of(user, all.subList(from, i + 1), all.get(i).at()));
            }
          }
        });
    return profiles;
  }

  /** Returns the profile that these events of one user, by time, make at a moment. */
  Profile<String> of(String user, List<Action> actions, long asOf) {
    Map<String, Double> scores = new HashMap<>();
    Map<String, Long> events = new HashMap<>();
    Map<String, Long> counts = new TreeMap<>();
    Set<String> distinct = new HashSet<>();
    double sum = 0;
    double purchases = 0;
    for (Action action : actions) {
      counts.merge(action.type(), 1L, Long::sum);
      sum += action.amount();
      if (action.type().equals("purchase")) {
        purchases += Math.pow(0.5, (double) (asOf - action.at()) / COUNT_HALF_LIFE);
      }
      if (action.category() == null) {
        continue;
      }
      distinct.add(action.category());
      double weight = weights.of(action.type());
      events.merge(action.category(), 1L, Long::sum);
      double before = scores.getOrDefault(action.category(), 0.0);
      scores.put(
          action.category(),
          halfLife == 0
              ? (1 - alpha) * before + alpha * weight
              : before + weight * Math.pow(0.5, (double) (asOf - action.at()) / halfLife));
    }
    Map<String, Double> features = new LinkedHashMap<>();
    features.put("purchases", purchases);
    features.put("amount", sum / actions.size());
    features.put("categories", (double) distinct.size());
    List<Interest> interests =
        scores.entrySet().stream()
            .map(e -> new Interest(e.getKey(), e.getValue(), 0, events.get(e.getKey())))
            .sorted(Comparator.comparing(Interest::category))
            .toList();
    long last = actions.get(actions.size() - 1).at();
    return new Profile<>(user, interests, counts, features, actions.size(), last, asOf);
  }

  /** The features that the batch computes too. */
  static UserProfilerBuilder<Action, String> withFeatures(
      UserProfilerBuilder<Action, String> builder) {
    return builder
        .feature(
            "purchases",
            Feature.<Action>decayedCount(java.time.Duration.ofMillis(COUNT_HALF_LIFE))
                .where(action -> "purchase".equals(action.type())))
        .feature("amount", Feature.mean(Action::amount))
        .feature("categories", Feature.distinct(Action::category, 64));
  }

  static void assertSame(List<Profile<String>> actual, List<Profile<String>> expected) {
    Comparator<Profile<String>> order =
        Comparator.comparing((Profile<String> p) -> p.key()).thenComparing(Profile::asOfMillis);
    List<Profile<String>> left = actual.stream().sorted(order).toList();
    List<Profile<String>> right = expected.stream().sorted(order).toList();
    assertThat(left).hasSameSizeAs(right);
    for (int i = 0; i < left.size(); i++) {
      assertSame(left.get(i), right.get(i));
    }
  }

  static void assertSame(Profile<String> actual, Profile<String> expected) {
    assertThat(actual.key()).isEqualTo(expected.key());
    assertThat(actual.asOfMillis()).isEqualTo(expected.asOfMillis());
    assertThat(actual.lastSeenMillis()).isEqualTo(expected.lastSeenMillis());
    assertThat(actual.events()).isEqualTo(expected.events());
    assertThat(actual.counts()).isEqualTo(expected.counts());
    List<Interest> byName =
        actual.interests().stream().sorted(Comparator.comparing(Interest::category)).toList();
    assertThat(byName)
        .extracting(Interest::category, Interest::events)
        .isEqualTo(
            expected.interests().stream()
                .map(i -> org.assertj.core.groups.Tuple.tuple(i.category(), i.events()))
                .toList());
    for (int i = 0; i < byName.size(); i++) {
      assertThat(byName.get(i).score()).isCloseTo(expected.interests().get(i).score(), close());
      assertThat(byName.get(i).error()).isZero();
    }
    for (int i = 1; i < actual.interests().size(); i++) {
      assertThat(actual.interests().get(i).score())
          .isLessThanOrEqualTo(actual.interests().get(i - 1).score());
    }
    assertThat(actual.features().keySet())
        .containsExactlyInAnyOrderElementsOf(expected.features().keySet());
    expected
        .features()
        .forEach(
            (name, value) -> assertThat(actual.features().get(name)).isCloseTo(value, close()));
  }

  private static org.assertj.core.data.Offset<Double> close() {
    return within(1e-9);
  }
}
