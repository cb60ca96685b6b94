// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.host;

import java.io.Serializable;

/**
 * Tells the event time of a value.
 *
 * @param <T> the value
 */
@FunctionalInterface
public interface TimeOf<T> extends Serializable {

  /** Returns the event time of {@code value} in epoch milliseconds. */
  long millisOf(T value);
}
