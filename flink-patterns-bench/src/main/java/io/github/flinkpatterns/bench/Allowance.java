// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench;

import io.github.flinkpatterns.bench.run.Progress;
import io.github.flinkpatterns.bench.suite.Suite;
import java.util.Locale;

/**
 * The time a run may take: {@code quick} ends within ten minutes and {@code full} within ninety, on
 * a slow machine with fewer rounds, or without what comes last.
 *
 * <p>Each suite must leave to those after it the time that they take at a guess; what one does not
 * need is left to them too. A suite that is late ends after the round in which it is. With a guess
 * of 48 minutes for {@code full}, the first suites may so take 37 minutes more than theirs.
 */
final class Allowance {

  /** For the round that runs when the time is over, and for what is done between suites. */
  private static final double RESERVE = .05;

  private final double minutes;
  private final double limitMinutes;
  private final Main.Options options;
  private final long start = System.nanoTime();

  private Allowance(Main.Options options, double limitMinutes) {
    this.options = options;
    this.limitMinutes = limitMinutes;
    this.minutes = options.suites().stream().mapToDouble(this::minutes).sum();
  }

  static Allowance of(Main.Options options) {
    return new Allowance(
        options,
        switch (options.name()) {
          case "quick" -> 10;
          case "full" -> 90;
          default -> Double.POSITIVE_INFINITY;
        });
  }

  private double minutes(Suite suite) {
    return suite.minutes(options.scale());
  }

  /** Returns how many minutes it takes on two idle cores, at a guess. */
  double minutes() {
    return minutes;
  }

  /** Returns after how many minutes {@code suite} must be done. */
  double endOf(Suite suite) {
    double after = 0;
    for (Suite each : options.suites()) {
      after = each == suite ? 0 : after + minutes(each);
    }
    return (1 - RESERVE) * limitMinutes - after;
  }

  /** Returns the progress of a suite, which knows when it must end. */
  Progress until(Suite suite, Progress told) {
    double nanos = endOf(suite) * 60e9;
    return new Progress() {
      @Override
      public void step(String title, int done, int all) {
        told.step(title, done, all);
      }

      @Override
      public boolean late() {
        return System.nanoTime() - start > nanos;
      }
    };
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "about %.0f minutes on two idle cores", Math.ceil(minutes))
        + (Double.isInfinite(limitMinutes)
            ? ""
            : String.format(Locale.ROOT, ", %.0f at most", limitMinutes));
  }
}
