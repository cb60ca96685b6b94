// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.state;

/**
 * What keyed state holds for one key: the value, and the moments for which Flink timers stand.
 *
 * <p>Keeping the moments beside the value lets a host leave a timer where it is while the due
 * moment moves on, and still know which timer is there: one registration per session in place of
 * one per event, and never more than one timer per key and time domain.
 *
 * @param armedMillis the event-time timer that is registered, {@link #NONE} if none is
 * @param armedProcessingMillis the processing-time timer that is registered, {@link #NONE} if none
 * @param value the value of the key
 * @param <S> the value
 */
public record KeyedSlot<S>(long armedMillis, long armedProcessingMillis, S value) {

  /** No timer is registered. */
  public static final long NONE = Long.MAX_VALUE;
}
