// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import org.jspecify.annotations.Nullable;

/** A run that failed, with the step at which it showed; 0 before the first, -1 at the very end. */
final class CheckFailure extends AssertionError {

  private static final long serialVersionUID = 1L;

  static final int AT_END = -1;

  private final int step;

  CheckFailure(int step, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.step = step;
  }

  int step() {
    return step;
  }
}
