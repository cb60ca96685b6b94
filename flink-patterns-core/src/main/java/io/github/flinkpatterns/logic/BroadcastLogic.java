// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.logic;

import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * A logic with a second, broadcast input: controls for every key, such as new rules.
 *
 * <p>Every parallel instance keeps the same shared value <i>G</i>, checkpointed as broadcast state,
 * and takes every control once and in the same order, if the control stream has parallelism 1. The
 * host hands the shared value to {@link #useShared} before the first event and after each control;
 * a logic keeps it in a transient field. Values of keys are not visited when a control comes: a
 * logic brings a key up to date at its next event or due moment (keep a version in both values).
 *
 * @param <K> the key
 * @param <IN> the event
 * @param <C> the control
 * @param <G> the shared value, mutable
 * @param <S> the value kept for a key
 * @param <OUT> the main output
 */
public interface BroadcastLogic<K, IN, C, G, S, OUT> extends KeyedLogic<K, IN, S, OUT> {

  /** Returns the shared value before any control. */
  G createShared();

  /** Returns the serializer of the shared value: versioned, hand-written, without Kryo. */
  TypeSerializer<G> sharedSerializer();

  /** Takes the shared value for the calls that follow; it must not be changed there. */
  void useShared(G shared);

  /**
   * Takes one control and changes the shared value.
   *
   * <p>Every parallel instance calls it with the same arguments. What is emitted here leaves once:
   * the first instance sends it, the others drop it. {@link LogicContext#key} throws.
   *
   * @param timestampMillis the control's timestamp, {@link #NO_TIMESTAMP} if it has none
   */
  void onBroadcast(C control, long timestampMillis, G shared, LogicContext<K, OUT> context)
      throws Exception;
}
