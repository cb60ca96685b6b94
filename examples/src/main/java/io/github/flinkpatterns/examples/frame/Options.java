// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.frame;

import java.time.Duration;

/** Checks of the values of options. */
public final class Options {

  private Options() {}

  /**
   * Fails, naming the option, unless the condition holds.
   *
   * @throws BadOptionException if it does not hold
   */
  public static void require(boolean condition, String option, String problem) {
    if (!condition) {
      throw wrong(option, problem);
    }
  }

  /** Returns what to throw if an option is wrong. */
  public static BadOptionException wrong(String option, String problem) {
    return new BadOptionException(option + ": " + problem);
  }

  /**
   * Fails, naming the option, unless the duration is above zero.
   *
   * @throws BadOptionException if it is not
   */
  public static void requirePositive(Duration value, String option) {
    require(value.toMillis() > 0, option, "a duration above 0 is needed");
  }

  /** Says in one line which option is wrong. */
  public static final class BadOptionException extends RuntimeException {

    BadOptionException(String message) {
      super(message);
    }
  }
}
