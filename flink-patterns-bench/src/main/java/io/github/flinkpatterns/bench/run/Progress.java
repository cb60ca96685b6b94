// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.run;

/** Hears how far a run is, and knows when it must end. */
@FunctionalInterface
public interface Progress {

  /** Takes note that {@code done} of {@code all} steps of {@code title} are done. */
  void step(String title, int done, int all);

  /**
   * Tells whether the time is over; never by default. A run that hears so ends with the rounds that
   * it has.
   */
  default boolean late() {
    return false;
  }

  /**
   * Tells whether to stop after {@code rounds} measured ones.
   *
   * @throws LateException if the time is over and there is no round to report
   */
  default boolean stops(String title, int rounds) {
    if (!late()) {
      return false;
    }
    if (rounds < 1) {
      throw new LateException(title);
    }
    return true;
  }

  /** The time was over before there was anything to report. */
  final class LateException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    LateException(String title) {
      super(title + ": no time was left, so nothing is reported; run the suite by itself");
    }
  }
}
