// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.suite;

/** How large a suite runs. */
public enum Scale {
  /** Some seconds for all suites together: shows that they run and that results are equal. */
  SMOKE,
  /** That of {@code run quick}, ten minutes at most. */
  QUICK,
  /** That of {@code run full}, ninety minutes at most, and the default of a single suite. */
  FULL;

  <T> T pick(T smoke, T quick, T full) {
    return switch (this) {
      case SMOKE -> smoke;
      case QUICK -> quick;
      case FULL -> full;
    };
  }
}
