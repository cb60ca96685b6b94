// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import io.github.flinkpatterns.testkit.harness.Blueprint;
import io.github.flinkpatterns.testkit.harness.Blueprint.Inputs;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;

/**
 * Asks for the keys of an operator with two inputs.
 *
 * @param <A> the type of the first input
 * @param <B> the type of the second input
 * @param <OUT> the type of the main output
 */
public final class TwoInputOperatorKeying<A, B, OUT> {

  private final Blueprint plan;

  TwoInputOperatorKeying(Blueprint plan) {
    this.plan = plan;
  }

  /** Keys both inputs. */
  public <K> Scenario<K, A, B, OUT> keyedBy(
      KeySelector<A, K> first, KeySelector<B, K> second, Class<K> type) {
    return keyedBy(first, second, TypeInformation.of(type));
  }

  /** Keys both inputs, with the key's type information. */
  public <K> Scenario<K, A, B, OUT> keyedBy(
      KeySelector<A, K> first, KeySelector<B, K> second, TypeInformation<K> type) {
    return new Scenario<>(Script.of(plan.keyedBy(Inputs.KEYED_KEYED, first, second, type)));
  }

  /** Keys the first input and sends the second to every subtask. */
  public <K> Scenario<K, A, B, OUT> keyedBy(KeySelector<A, K> first, Class<K> type) {
    return keyedBy(first, TypeInformation.of(type));
  }

  /** Keys the first input, with the key's type information, and broadcasts the second. */
  public <K> Scenario<K, A, B, OUT> keyedBy(KeySelector<A, K> first, TypeInformation<K> type) {
    return new Scenario<>(Script.of(plan.keyedBy(Inputs.KEYED_BROADCAST, first, null, type)));
  }
}
