// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.keyed;

import io.github.flinkpatterns.cep.PatternOutputs;
import io.github.flinkpatterns.cep.PatternSetup;

/** A pattern that finds what did not come. */
abstract class AbsenceLogic<K, IN> extends RunLogic<K, IN> {

  private final boolean quietAtEnd;

  AbsenceLogic(PatternSetup<K, IN> setup, boolean quietAtEnd, Rank<IN> rank) {
    super(setup, rank);
    this.quietAtEnd = quietAtEnd;
  }

  /** Sends the match of the deadline, and says what is kept after it. */
  abstract void missed(long deadlineMillis, Run<IN> run, PatternOutputs<K, IN> out)
      throws Exception;

  @Override
  protected long deadline(Run<IN> run) {
    return windowEnd(run);
  }

  @Override
  protected final void expire(long deadlineMillis, Run<IN> run, PatternOutputs<K, IN> out)
      throws Exception {
    if (quietAtEnd && out.isAfterLastEvent()) {
      run.reset();
    } else {
      missed(deadlineMillis, run, out);
    }
  }
}
