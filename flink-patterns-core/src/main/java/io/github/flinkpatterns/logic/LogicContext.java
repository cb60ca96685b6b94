// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.logic;

import org.apache.flink.util.OutputTag;

/**
 * What a logic may ask of its host, and where it sends its results. Valid during the call only.
 *
 * @param <K> the key
 * @param <OUT> the main output
 */
public interface LogicContext<K, OUT> {

  /** Returns the key of the current call. */
  K key();

  /** Sends {@code value} to the main output, with the timestamp of the event or due moment. */
  void emit(OUT value);

  /** Sends {@code value} to a side output, with the timestamp of the event or due moment. */
  <X> void emit(OutputTag<X> output, X value);

  /**
   * Tells the host that the event of this call has not changed the value, so that it need not be
   * written again; without this word every call counts as a change. It speaks for the whole value:
   * a logic that calls another, and changes a part of its own, must not let the other's word
   * through.
   */
  default void unchanged() {}

  /** Returns the current watermark in epoch milliseconds; {@link Long#MIN_VALUE} before any. */
  long watermark();

  /** Returns the clock of the machine in epoch milliseconds. */
  long processingTime();

  /** Adds one to the counter {@code name}, which shows in the metric group of the operator. */
  void count(String name);

  /** Adds {@code increment} to the counter {@code name}. */
  default void count(String name, long increment) {
    for (long i = 0; i < increment; i++) {
      count(name);
    }
  }
}
