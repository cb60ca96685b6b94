// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import io.github.flinkpatterns.testkit.harness.Blueprint;
import io.github.flinkpatterns.testkit.harness.Blueprint.Inputs;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;

/**
 * Asks for the keys of a function with two keyed inputs.
 *
 * @param <K> the type of the key
 * @param <A> the type of the first input
 * @param <B> the type of the second input
 * @param <OUT> the type of the main output
 */
public final class CoKeying<K, A, B, OUT> {

  private final Blueprint plan;

  CoKeying(Blueprint plan) {
    this.plan = plan;
  }

  /** Sets the key of each input. */
  public Scenario<K, A, B, OUT> keyedBy(
      KeySelector<A, K> first, KeySelector<B, K> second, Class<K> type) {
    return keyedBy(first, second, TypeInformation.of(type));
  }

  /** Sets the key of each input with the key's type information. */
  public Scenario<K, A, B, OUT> keyedBy(
      KeySelector<A, K> first, KeySelector<B, K> second, TypeInformation<K> type) {
    return new Scenario<>(Script.of(plan.keyedBy(Inputs.KEYED_KEYED, first, second, type)));
  }
}
