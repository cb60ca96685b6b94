// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.keyed;

import io.github.flinkpatterns.cep.PatternBuilder;
import io.github.flinkpatterns.cep.PatternInput;

/**
 * What every pattern of absence can be told.
 *
 * @param <K> the key
 * @param <IN> the event
 * @param <B> the builder of the pattern
 */
public abstract sealed class AbsenceBuilder<K, IN, B extends AbsenceBuilder<K, IN, B>>
    extends PatternBuilder<K, IN, B>
    permits MissingHeartbeat.Builder, SlaTimeout.Builder, StuckState.Builder {

  private boolean quiet;

  AbsenceBuilder(PatternInput<K, IN> input) {
    super(input);
  }

  /**
   * Keeps silent about deadlines that only the end of the input has let pass.
   *
   * <p>By default, as with Flink's windows, all time passes at the end of a bounded input, or when
   * a job is stopped with {@code --drain}: whatever is then still expected is reported as missing.
   */
  public B quietAtEndOfInput() {
    quiet = true;
    return self();
  }

  final boolean quiet() {
    return quiet;
  }
}
