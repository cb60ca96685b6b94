// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a rule holds the value of its aggregate against its threshold. */
public enum Comparison {
  /** The value is above the threshold. */
  ABOVE(">"),
  /** The value is the threshold or above. */
  AT_LEAST(">="),
  /** The value is below the threshold. */
  BELOW("<"),
  /** The value is the threshold or below. */
  AT_MOST("<="),
  /** The value is the threshold. */
  EQUAL("=="),
  /**
   * The event's own number is more than threshold times the aggregate of the <em>earlier</em>
   * events in the window. Never fires where that aggregate is zero, negative or missing.
   */
  RATIO_ABOVE("ratio>");

  private final String text;

  Comparison(String text) {
    this.text = text;
  }

  /** Returns the sign in rule files. */
  public String text() {
    return text;
  }

  /** Tells whether a value that compares to the threshold as {@code sign} satisfies this. */
  boolean holds(int sign) {
    return switch (this) {
      case ABOVE, RATIO_ABOVE -> sign > 0;
      case AT_LEAST -> sign >= 0;
      case BELOW -> sign < 0;
      case AT_MOST -> sign <= 0;
      case EQUAL -> sign == 0;
    };
  }

  static Optional<Comparison> of(String text) {
    return Arrays.stream(values()).filter(c -> c.text.equals(text)).findFirst();
  }

  static String allowed() {
    return Arrays.stream(values()).map(Comparison::text).collect(Collectors.joining(", "));
  }
}
