// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.bridge;

import io.github.flinkpatterns.cep.PatternInput;
import java.util.Map;
import org.apache.flink.cep.EventComparator;
import org.apache.flink.cep.pattern.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * All that is needed to run a pattern on flink-cep.
 *
 * @param conditions for a stage what it asks for, in words; the name of the stage where it lacks
 * @param handler what sees matches and near misses before they leave
 */
record CepPlan<K, IN, E>(
    String name,
    PatternInput<K, IN> input,
    Elements<IN, E> elements,
    Pattern<E, ?> pattern,
    Stages stages,
    Map<String, String> conditions,
    @Nullable EventComparator<IN> ties,
    PatternHandler<K, IN> handler) {}
