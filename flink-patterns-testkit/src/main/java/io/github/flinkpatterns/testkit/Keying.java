// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import io.github.flinkpatterns.testkit.harness.Blueprint;
import io.github.flinkpatterns.testkit.harness.Blueprint.Inputs;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;

/**
 * Asks for the key of a keyed function.
 *
 * @param <K> the type of the key
 * @param <IN> the type of the input
 * @param <OUT> the type of the main output
 */
public final class Keying<K, IN, OUT> {

  private final Blueprint plan;

  Keying(Blueprint plan) {
    this.plan = plan;
  }

  /** Sets the key, as {@code keyBy} of a job does. */
  public Scenario<K, IN, Void, OUT> keyedBy(KeySelector<IN, K> key, Class<K> type) {
    return keyedBy(key, TypeInformation.of(type));
  }

  /** Sets the key with its type information, for a key type that a class does not tell. */
  public Scenario<K, IN, Void, OUT> keyedBy(KeySelector<IN, K> key, TypeInformation<K> type) {
    return new Scenario<>(Script.of(plan.keyedBy(Inputs.KEYED, key, null, type)));
  }
}
