// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.logic;

/**
 * A logic with a second, keyed input: commands for one key, such as "forget this user".
 *
 * <p>The host connects two streams that are keyed alike. What {@link KeyedLogic} says of events
 * holds for controls too: due moments and emptiness are looked at after each.
 *
 * @param <K> the key
 * @param <IN> the event
 * @param <C> the control
 * @param <S> the value kept for a key
 * @param <OUT> the main output
 */
public interface ControlledLogic<K, IN, C, S, OUT> extends KeyedLogic<K, IN, S, OUT> {

  /**
   * Takes one control of the current key.
   *
   * @param timestampMillis the control's timestamp, {@link #NO_TIMESTAMP} if it has none
   */
  void onControl(C control, long timestampMillis, S state, LogicContext<K, OUT> context)
      throws Exception;
}
