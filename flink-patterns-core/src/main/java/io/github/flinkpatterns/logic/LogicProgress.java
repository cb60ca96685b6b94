// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.logic;

import java.util.function.Supplier;

/** The rule that keeps a host from calling one due moment for ever. */
public final class LogicProgress {

  private LogicProgress() {}

  /**
   * Returns {@code next}, the due moment after {@code due} was handled, if it lies later.
   *
   * @throws IllegalStateException if it does not, with the logic's name
   */
  public static long check(KeyedLogic<?, ?, ?, ?> logic, long due, long next) {
    return check(logic::name, due, next);
  }

  /** As {@link #check(KeyedLogic, long, long)}, for a logic without keys. */
  public static long check(LocalLogic<?, ?, ?, ?> logic, long due, long next) {
    return check(logic::name, due, next);
  }

  private static long check(Supplier<String> name, long due, long next) {
    if (next <= due) {
      throw new IllegalStateException(
          name.get()
              + ": the due moment "
              + due
              + " was handled, but the next one is "
              + next
              + "; a handled moment must move on, or the call would never end");
    }
    return next;
  }
}
