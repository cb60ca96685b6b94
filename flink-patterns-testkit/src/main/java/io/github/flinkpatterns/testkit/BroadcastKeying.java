// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import io.github.flinkpatterns.testkit.harness.Blueprint;
import io.github.flinkpatterns.testkit.harness.Blueprint.Inputs;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;

/**
 * Asks for the key of the first input of a function whose second input is broadcast.
 *
 * @param <K> the type of the key
 * @param <A> the type of the keyed input
 * @param <B> the type of the broadcast input
 * @param <OUT> the type of the main output
 */
public final class BroadcastKeying<K, A, B, OUT> {

  private final Blueprint plan;

  BroadcastKeying(Blueprint plan) {
    this.plan = plan;
  }

  /** Sets the key of the keyed input. */
  public Scenario<K, A, B, OUT> keyedBy(KeySelector<A, K> key, Class<K> type) {
    return keyedBy(key, TypeInformation.of(type));
  }

  /** Sets the key of the keyed input with the key's type information. */
  public Scenario<K, A, B, OUT> keyedBy(KeySelector<A, K> key, TypeInformation<K> type) {
    return new Scenario<>(Script.of(plan.keyedBy(Inputs.KEYED_BROADCAST, key, null, type)));
  }
}
