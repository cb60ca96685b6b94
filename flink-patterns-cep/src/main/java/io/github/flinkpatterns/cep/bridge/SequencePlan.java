// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.bridge;

import io.github.flinkpatterns.cep.PatternInput;
import java.util.Map;
import org.apache.flink.cep.EventComparator;
import org.apache.flink.cep.pattern.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a named sequence hands to the bridge.
 *
 * @param name the name that matches carry
 * @param input what it reads
 * @param pattern the pattern over timed events, with its window and skip strategy
 * @param conditions for each stage what it asks for, in words
 * @param ties orders equal timestamps; null for the serialized bytes
 * @param handler makes the sentences
 * @param <K> the key
 * @param <IN> the event
 */
public record SequencePlan<K, IN>(
    String name,
    PatternInput<K, IN> input,
    Pattern<Timed<IN>, ?> pattern,
    Map<String, String> conditions,
    @Nullable EventComparator<IN> ties,
    PatternHandler<K, IN> handler) {

  CepPlan<K, IN, ?> plan() {
    return new CepPlan<>(
        name,
        input,
        new TimedElements<>(),
        pattern,
        Stages.of(pattern),
        Map.copyOf(conditions),
        ties,
        handler);
  }
}
