// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.logic;

/** The rule that keeps a host from calling one due moment for ever. */
public final class LogicProgress {

  private LogicProgress() {}

  /**
   * Returns {@code next}, the due moment after {@code due} was handled, if it lies later.
   *
   * @throws IllegalStateException if it does not, with the logic's name
   */
  public static long check(KeyedLogic<?, ?, ?, ?> logic, long due, long next) {
    if (next <= due) {
      throw new IllegalStateException(
          logic.name()
              + ": the due moment "
              + due
              + " was handled, but the next one is "
              + next
              + "; a handled moment must move on, or the call would never end");
    }
    return next;
  }
}
