// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep;

import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.cep.EventComparator;
import org.jspecify.annotations.Nullable;

/**
 * What every pattern is made with, checked by its builder.
 *
 * @param input what it reads
 * @param name the name that matches carry
 * @param ties orders equal timestamps; null for the serialized bytes
 * @param windowMillis how long a match may last, from 1
 * @param <K> the key
 * @param <IN> the event
 * @hidden shared by the rooms of this module; may change with every release
 */
@SuppressWarnings("InvalidBlockTag") // the doclet has the tag since Java 9
public record PatternSetup<K, IN>(
    PatternInput<K, IN> input, String name, @Nullable EventComparator<IN> ties, long windowMillis)
    implements Serializable {

  /** Returns how long a match may last. */
  public Duration window() {
    return Duration.ofMillis(windowMillis);
  }
}
