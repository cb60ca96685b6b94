// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.profile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What users do in these tests. */
public record Action(
    String user, @Nullable String category, @Nullable String type, double amount, long at) {

  static final String[] TYPES = {"view", "click", "like", "purchase", "login"};

  static UserProfiler.NeedsInterests<Action, String> forgottenAfter(long millis) {
    return UserProfiler.on(Action.class)
        .keyedBy(Action::user, String.class)
        .categoryBy(Action::category)
        .forgetAfterInactivity(Duration.ofMillis(millis));
  }

  static Action of(String user, String category, String type, long at) {
    return new Action(user, category, type, 1, at);
  }

  /** Returns actions by time: few users and moments, so that ties and pauses happen. */
  static List<Action> stream(long seed, int count, int users, int categories, int step) {
    Random random = new Random(seed);
    List<Action> actions = new ArrayList<>();
    long now = 0;
    for (int i = 0; i < count; i++) {
      now += random.nextInt(40) == 0 ? step * 40L : random.nextInt(step);
      String type = TYPES[random.nextInt(TYPES.length)];
      // Squared: low categories come often, as with people.
      double share = random.nextDouble();
      String category =
          type.equals("login") ? null : "c" + (int) (share * share * share * categories);
      actions.add(
          new Action("u" + random.nextInt(users), category, type, 1 + random.nextInt(9), now));
    }
    return actions;
  }
}
