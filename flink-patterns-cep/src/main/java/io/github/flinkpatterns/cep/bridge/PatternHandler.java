// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.bridge;

import io.github.flinkpatterns.cep.PatternMatch;
import io.github.flinkpatterns.cep.PatternTimeout;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Looks at each match and near miss before it leaves: gives it its sentence, or holds it back.
 *
 * @param <K> the key
 * @param <IN> the event
 */
@FunctionalInterface
public interface PatternHandler<K, IN> extends Serializable {

  /**
   * Returns the explanation that {@code match} leaves with, or null to drop it; what is dropped is
   * counted as {@code discarded}. The match already has an explanation that names its steps.
   */
  @Nullable String onMatch(PatternMatch<K, IN> match) throws Exception;

  /** As {@link #onMatch}, for a near miss; by default it keeps the explanation it has. */
  default @Nullable String onTimeout(PatternTimeout<K, IN> timeout) throws Exception {
    return timeout.explanation();
  }
}
