// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.profile;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one item: its category, or the events that wait for it.
 *
 * @param <E> the event
 */
final class ItemCategory<E> {

  /** An event that waits, as a copy of our own. */
  record Waiter<E>(E event, long timestamp) {}

  /** Null: not known. */
  @Nullable String category;

  /** Of the reference that told the category. */
  long toldAt = Long.MIN_VALUE;

  /** The latest moment of the item; {@link Long#MIN_VALUE} before any. */
  long lastSeen = Long.MIN_VALUE;

  /** By timestamp; of equal ones the one that came first. */
  final List<Waiter<E>> waiting = new ArrayList<>(0);

  void await(E event, long timestamp) {
    int place = waiting.size();
    while (place > 0 && waiting.get(place - 1).timestamp() > timestamp) {
      place--;
    }
    waiting.add(place, new Waiter<>(event, timestamp));
  }

  void forget() {
    category = null;
    toldAt = Long.MIN_VALUE;
    lastSeen = Long.MIN_VALUE;
  }

  /** Tells everything that is written, for tests that compare state. */
  @Override
  public String toString() {
    return category + " told at " + toldAt + ", seen " + lastSeen + ", waiting " + waiting;
  }
}
