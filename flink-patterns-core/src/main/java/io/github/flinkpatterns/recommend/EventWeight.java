// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import java.io.Serializable;

/**
 * Says how much an event tells of a user's interest, such as 1 for a click and 5 for a purchase.
 *
 * @param <E> the event
 */
@FunctionalInterface
public interface EventWeight<E> extends Serializable {

  /** Returns the weight of {@code event}; an event of weight 0 or less is not learned from. */
  double weightOf(E event);
}
