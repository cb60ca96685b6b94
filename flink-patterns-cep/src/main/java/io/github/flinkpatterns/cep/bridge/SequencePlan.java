// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.bridge;

import io.github.flinkpatterns.cep.PatternSetup;
import java.util.Map;
import org.apache.flink.cep.pattern.Pattern;

/**
 * What a named sequence hands to the bridge.
 *
 * @param setup its name, window, input, and order of ties
 * @param pattern the pattern over timed events, with its skip strategy; it gets the window
 * @param conditions for each stage what it asks for, in words
 * @param handler makes the sentences
 * @param <K> the key
 * @param <IN> the event
 * @hidden shared by the rooms of this module; may change with every release
 */
@SuppressWarnings("InvalidBlockTag") // the doclet has the tag since Java 9
public record SequencePlan<K, IN>(
    PatternSetup<K, IN> setup,
    Pattern<Timed<IN>, ?> pattern,
    Map<String, String> conditions,
    PatternHandler<K, IN> handler) {

  CepPlan<K, IN, ?> plan() {
    Pattern<Timed<IN>, ?> bounded = pattern.within(setup.window());
    return new CepPlan<>(
        setup, new TimedElements<>(), bounded, Stages.of(bounded), Map.copyOf(conditions), handler);
  }
}
