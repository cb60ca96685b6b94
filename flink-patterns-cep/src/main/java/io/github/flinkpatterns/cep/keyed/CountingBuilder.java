// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.keyed;

import io.github.flinkpatterns.cep.PatternBuilder;
import io.github.flinkpatterns.cep.PatternInput;
import io.github.flinkpatterns.logic.Require;

/**
 * What every pattern that counts can be told.
 *
 * @param <K> the key
 * @param <IN> the event
 * @param <B> the builder of the pattern
 */
public abstract sealed class CountingBuilder<K, IN, B extends CountingBuilder<K, IN, B>>
    extends PatternBuilder<K, IN, B>
    permits BruteForce.Builder,
        CardTesting.Builder,
        CredentialStuffing.Builder,
        FailsThenSuccess.Builder,
        Flapping.Builder,
        Trend.Builder {

  private final int least;
  private int times;
  private int reportFrom;

  /**
   * Creates a builder.
   *
   * @param least the smallest number that makes sense
   */
  CountingBuilder(PatternInput<K, IN> input, int least) {
    super(input);
    this.least = least;
  }

  /**
   * Sets how many are counted.
   *
   * @throws IllegalArgumentException if too few to be a pattern, or more than 10,000
   */
  public B times(int count) {
    times = (int) Require.inRange(count, least, 10_000, input.operator(), "times");
    return self();
  }

  /**
   * Sets how many of the counted events make a near miss, when the window ends without a match: all
   * but one by default, or all where something else must follow them. Set 1 to hear of every one.
   *
   * @throws IllegalArgumentException if below 1; above {@code times} when it is built
   */
  public B reportNearMissesFrom(int count) {
    reportFrom = (int) Require.inRange(count, 1, 10_000, input.operator(), "reportNearMissesFrom");
    return self();
  }

  /** Returns the numbers; near misses are those that lack {@code lacking} by default. */
  final CountingLogic.Count count(int lacking) {
    required(times == 0 ? null : times, "times", "it says how many make a match");
    int from = reportFrom == 0 ? times - lacking : reportFrom;
    Require.inRange(from, 1, times, input.operator(), "reportNearMissesFrom");
    return new CountingLogic.Count(times, from);
  }
}
