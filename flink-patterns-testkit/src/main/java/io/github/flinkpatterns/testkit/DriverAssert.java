// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import java.util.List;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on a function that is driven by hand.
 *
 * @param <K> the type of the key
 */
public final class DriverAssert<K>
    extends AbstractAssert<DriverAssert<K>, OperatorDriver<K, ?, ?, ?>> {

  DriverAssert(OperatorDriver<K, ?, ?, ?> actual) {
    super(actual, DriverAssert.class);
  }

  /** Expects what a state holds for a key; null for nothing. */
  public DriverAssert<K> hasState(String name, K key, @Nullable Object value) {
    isNotNull();
    Assertions.assertThat(actual.state(name, key))
        .as("state '%s' of key %s", name, key)
        .isEqualTo(value);
    return this;
  }

  /** Expects exactly these pending event-time timers of a key, in epoch milliseconds. */
  public DriverAssert<K> hasEventTimers(K key, Long... timestampsMillis) {
    isNotNull();
    Assertions.assertThat(actual.eventTimers(key))
        .as("event-time timers of key %s", key)
        .containsExactlyInAnyOrderElementsOf(List.of(timestampsMillis));
    return this;
  }

  /** Expects exactly these pending processing-time timers of a key, in epoch milliseconds. */
  public DriverAssert<K> hasProcessingTimers(K key, Long... timestampsMillis) {
    isNotNull();
    Assertions.assertThat(actual.processingTimers(key))
        .as("processing-time timers of key %s", key)
        .containsExactlyInAnyOrderElementsOf(List.of(timestampsMillis));
    return this;
  }

  /** Expects the value of a counter or numeric gauge since the last start. */
  public DriverAssert<K> hasMetric(String name, long value) {
    isNotNull();
    Assertions.assertThat(actual.metrics()).containsEntry(name, value);
    return this;
  }
}
