// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import java.util.ArrayList;
import java.util.List;

/** The plan for every moment: rules change at moments of event time. */
final class Plans {

  private final Plan[] plans;

  private Plans(List<Plan> plans) {
    this.plans = plans.toArray(new Plan[0]);
  }

  static Plans compile(RuleSet rules, Fields fields, long historyMillis) {
    List<Long> moments = new ArrayList<>(rules.moments());
    List<Plan> plans = new ArrayList<>();
    for (int i = moments.size() - 1; i >= 0; i--) {
      long from = moments.get(i);
      plans.add(0, Plan.compile(from, rules.inForceAt(from), plans, fields, historyMillis));
    }
    return new Plans(plans);
  }

  /** Returns the rules in force at {@code time}. */
  Plan at(long time) {
    int at = plans.length - 1;
    while (at > 0 && plans[at].fromMillis > time) {
      at--;
    }
    return plans[at];
  }
}
