// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

/** The one form in which a wrong rule is refused: rule, field, what is wrong, what is allowed. */
final class RuleErrors {

  static final String NAME = "VelocityDetector";

  private static final int MOST_SHOWN = 200;

  private RuleErrors() {}

  static IllegalArgumentException wrong(String rule, String field, String what) {
    return new IllegalArgumentException(
        NAME + ": rule '" + shown(rule) + "': " + shown(field) + ": " + what);
  }

  /** Cuts what a file says: a message must not be as long as the file. */
  static String shown(String text) {
    return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "...";
  }
}
