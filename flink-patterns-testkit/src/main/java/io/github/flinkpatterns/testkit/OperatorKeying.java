// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import io.github.flinkpatterns.testkit.harness.Blueprint;
import io.github.flinkpatterns.testkit.harness.Blueprint.Inputs;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;

/**
 * Asks for the key of an operator with one input.
 *
 * @param <IN> the type of the input
 * @param <OUT> the type of the main output
 */
public final class OperatorKeying<IN, OUT> {

  private final Blueprint plan;

  OperatorKeying(Blueprint plan) {
    this.plan = plan;
  }

  /** Sets the key, as {@code keyBy} of a job does. */
  public <K> Scenario<K, IN, Void, OUT> keyedBy(KeySelector<IN, K> key, Class<K> type) {
    return keyedBy(key, TypeInformation.of(type));
  }

  /** Sets the key with its type information, for a key type that a class does not tell. */
  public <K> Scenario<K, IN, Void, OUT> keyedBy(KeySelector<IN, K> key, TypeInformation<K> type) {
    return new Scenario<>(Script.of(plan.keyedBy(Inputs.KEYED, key, null, type)));
  }

  /** Leaves the input without a key: records go to the subtasks in turn. */
  public Scenario<Void, IN, Void, OUT> notKeyed() {
    return new Scenario<>(Script.of(plan));
  }
}
