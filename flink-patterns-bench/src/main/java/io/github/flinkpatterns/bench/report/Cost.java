// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.report;

import java.util.ArrayList;
import java.util.List;

/**
 * What one way cost.
 *
 * @param name what tables and charts call it
 * @param baseline whether it has no results that are compared
 * @param micros microseconds for an event, one number for each measured round
 * @param barrierMillis milliseconds for a barrier, one number for each; none for whole jobs
 */
public record Cost(String name, boolean baseline, List<Double> micros, List<Double> barrierMillis) {

  /** Returns the spread of microseconds for an event. */
  public Spread spread() {
    return Spread.of(micros);
  }

  /** Returns the spread of the ratios of this cost to {@code other}, round by round. */
  public Spread ratioTo(Cost other) {
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < micros.size(); round++) {
      ratios.add(micros.get(round) / other.micros.get(round));
    }
    return Spread.of(ratios);
  }

  /** Returns the spread of milliseconds for a barrier. */
  public Spread barrier() {
    return Spread.of(barrierMillis);
  }
}
