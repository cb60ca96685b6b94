// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep;

import io.github.flinkpatterns.logic.Require;
import java.time.Duration;
import org.apache.flink.cep.EventComparator;
import org.jspecify.annotations.Nullable;

/**
 * What every pattern can be told: its window, its name, and the order of ties.
 *
 * @param <K> the key
 * @param <IN> the event
 * @param <B> the builder of the pattern
 */
public abstract class PatternBuilder<K, IN, B extends PatternBuilder<K, IN, B>> {

  /** For the rooms of this module: what the pattern reads. */
  protected final PatternInput<K, IN> input;

  private String name;
  private long withinMillis;
  private @Nullable EventComparator<IN> ties;

  /** For the rooms of this module: begins with what the pattern reads. */
  protected PatternBuilder(PatternInput<K, IN> input) {
    this.input = input;
    this.name = input.operator();
  }

  /** Returns this builder as what it is. */
  @SuppressWarnings("unchecked") // B is the class of this builder
  protected final B self() {
    return (B) this;
  }

  /**
   * Sets the window, which every pattern must have: see the pattern for what it spans.
   *
   * @throws IllegalArgumentException if shorter than 1 ms
   */
  public B within(Duration window) {
    withinMillis = Require.positiveMillis(window, input.operator(), "within");
    return self();
  }

  /**
   * Names the pattern in its matches; by default it bears the name of its class.
   *
   * @throws IllegalArgumentException if blank
   */
  public B named(String patternName) {
    if (Require.given(patternName, input.operator(), "named").isBlank()) {
      throw Require.wrong(
          input.operator(), "named", "''", "must not be blank", "pass a name for the matches");
    }
    name = patternName;
    return self();
  }

  /**
   * Orders events of equal timestamps; what it calls equal is ordered by the serialized bytes.
   *
   * @throws IllegalArgumentException if it is not serializable
   */
  public B breakTiesBy(EventComparator<IN> order) {
    ties = Require.serializable(order, input.operator(), "breakTiesBy");
    return self();
  }

  /**
   * Returns what every pattern is made with.
   *
   * @throws IllegalArgumentException if no window was set
   */
  protected final PatternSetup<K, IN> setup() {
    required(
        withinMillis == 0 ? null : withinMillis,
        "within",
        "a pattern without a window keeps its state for ever");
    return new PatternSetup<>(input, name, ties, withinMillis);
  }

  /** Returns {@code value} if it was set; {@code why} ends the sentence of the error. */
  protected final <V> V required(@Nullable V value, String parameter, String why) {
    return Require.set(value, input.operator(), parameter, why);
  }
}
