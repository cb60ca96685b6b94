// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.bridge;

import io.github.flinkpatterns.cep.PatternSetup;
import java.util.Map;
import org.apache.flink.cep.pattern.Pattern;

/**
 * All that is needed to run a pattern on flink-cep.
 *
 * @param conditions for a stage what it asks for, in words; the name of the stage where it lacks
 * @param handler what sees matches and near misses before they leave
 */
record CepPlan<K, IN, E>(
    PatternSetup<K, IN> setup,
    Elements<IN, E> elements,
    Pattern<E, ?> pattern,
    Stages stages,
    Map<String, String> conditions,
    PatternHandler<K, IN> handler) {}
