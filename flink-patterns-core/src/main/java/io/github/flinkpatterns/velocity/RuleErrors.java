// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

/** The one form in which a wrong rule is refused: rule, field, what is wrong, what is allowed. */
final class RuleErrors {

  static final String NAME = "VelocityDetector";

  private RuleErrors() {}

  static IllegalArgumentException wrong(String rule, String field, String what) {
    return new IllegalArgumentException(NAME + ": rule '" + rule + "': " + field + ": " + what);
  }
}
