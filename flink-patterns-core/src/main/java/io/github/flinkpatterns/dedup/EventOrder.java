// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import java.io.Serializable;
import java.util.Comparator;
import org.apache.flink.api.java.functions.KeySelector;

/**
 * A comparator that can be shipped with the job.
 *
 * @param <E> the event
 */
@FunctionalInterface
public interface EventOrder<E> extends Comparator<E>, Serializable {

  /**
   * Returns the order of events by a part of them, such as {@code EventOrder.by(Order::amount)}.
   *
   * @param part must not give null
   */
  static <E, C extends Comparable<? super C>> EventOrder<E> by(KeySelector<E, C> part) {
    return (a, b) -> {
      try {
        return part.getKey(a).compareTo(part.getKey(b));
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException("EventOrder: the part of an event could not be read", e);
      }
    };
  }
}
