// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.keyed;

import io.github.flinkpatterns.cep.MatchedEvent;
import io.github.flinkpatterns.cep.PatternOutputs;
import io.github.flinkpatterns.cep.PatternSetup;
import io.github.flinkpatterns.cep.Words;
import java.util.List;

/**
 * A pattern that keeps the newest events of a run, and loses the oldest as the window moves on.
 *
 * <p>When the first of the run leaves the window without a match, and the run has an event that no
 * report had before, it is a near miss. So each event starts at most one report, and a run that
 * moves along with the window is not reported again and again.
 */
abstract class CountingLogic<K, IN> extends RunLogic<K, IN> {

  /** How many events, and from how many on a run is reported as a near miss. */
  record Count(int times, int reportFrom) {}

  final int times;
  private final int reportFrom;

  CountingLogic(PatternSetup<K, IN> setup, Count count, Rank<IN> rank) {
    super(setup, rank);
    this.times = count.times();
    this.reportFrom = count.reportFrom();
  }

  /** Returns the events of the run with their part in it. */
  abstract List<MatchedEvent<IN>> parts(Run<IN> run, PatternOutputs<K, IN> out);

  /** Says what the run is, such as "3 failures". */
  abstract String words(int count);

  /** Says what a run of {@code count} events lacks. */
  abstract String missing(int count);

  @Override
  protected long deadline(Run<IN> run) {
    return windowEnd(run);
  }

  @Override
  protected void expire(long deadlineMillis, Run<IN> run, PatternOutputs<K, IN> out) {
    int count = run.events.size();
    if (count > run.mark && count >= reportFrom) {
      out.timeout(
          run.first().timestampMillis(),
          deadlineMillis,
          parts(run, out),
          0,
          missing(count),
          words(count)
              + " within "
              + Words.span(windowMillis())
              + " from "
              + Words.time(run.first().timestampMillis())
              + "; missing: "
              + missing(count));
      run.mark = count;
    }
    while (windowEnd(run) <= deadlineMillis) {
      run.drop(0);
    }
  }

  /** Sends the run as a match, and forgets it. */
  final void match(Run<IN> run, PatternOutputs<K, IN> out, String explanation) {
    long end = run.newest().timestampMillis();
    long start = run.first().timestampMillis();
    out.match(start, end, parts(run, out), explanation);
    run.reset();
  }

  static String counted(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  static String more(int count, String what) {
    return count + " more " + what + (count == 1 ? "" : "s");
  }

  /** Says how long the run took. */
  final String inTime(Run<IN> run) {
    return " in "
        + Words.span(run.newest().timestampMillis() - run.first().timestampMillis())
        + ", less than "
        + Words.span(windowMillis());
  }
}
