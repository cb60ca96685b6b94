// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What one user did, as all operators can read it.
 *
 * @param id names it; a repeated delivery has the same
 */
public record Act(
    String id, String user, String item, String type, double amount, long timeMillis) {

  static final int ITEMS = 25;

  private static final String[] TYPES = {
    "view", "view", "view", "click", "purchase", "login_failed", "login_failed", "login"
  };

  /** Acts of a few users over some hours, up to a minute out of order, some of them twice. */
  static List<Act> some(int count, long seed) {
    Random random = new Random(seed);
    List<Act> acts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (i > 0 && random.nextInt(20) == 0) {
        acts.add(acts.get(Math.max(0, i - 1 - random.nextInt(30))));
        continue;
      }
      acts.add(
          new Act(
              "a" + i,
              "u" + (int) Math.abs(random.nextGaussian() * 20),
              "i" + random.nextInt(ITEMS),
              TYPES[random.nextInt(TYPES.length)],
              random.nextInt(20_000) / 100.0,
              1_000_000L + i * 10_000L + random.nextInt(60_000)));
    }
    return acts;
  }

  boolean is(String other) {
    return type.equals(other);
  }
}
