// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.keyed;

import io.github.flinkpatterns.cep.MatchedEvent;
import io.github.flinkpatterns.cep.PatternOutputs;
import io.github.flinkpatterns.cep.PatternSetup;
import io.github.flinkpatterns.cep.Words;
import io.github.flinkpatterns.state.HeldEvent;
import java.util.List;

/** A run of events, and then one of another kind. */
abstract class TriggerLogic<K, IN> extends CountingLogic<K, IN> {

  /** What the two kinds are called, and what they fulfil. */
  record Names(
      String run, String runs, String runCondition, String trigger, String triggerCondition)
      implements java.io.Serializable {}

  private final Names names;
  private final boolean triggerResets;

  /**
   * Creates a logic.
   *
   * @param triggerResets whether the other kind ends a run that is too short
   */
  TriggerLogic(
      PatternSetup<K, IN> setup, Count count, Rank<IN> rank, Names names, boolean triggerResets) {
    super(setup, count, rank);
    this.names = names;
    this.triggerResets = triggerResets;
  }

  /** Tells whether an event, which is of one of the two kinds, belongs to the run. */
  abstract boolean isRun(IN event) throws Exception;

  @Override
  protected void take(HeldEvent<IN> event, Run<IN> run, PatternOutputs<K, IN> out)
      throws Exception {
    boolean enough = run.events.size() == times;
    if (isRun(event.event())) {
      if (enough) {
        run.drop(0);
      }
      run.events.add(event);
    } else if (enough) {
      List<MatchedEvent<IN>> all = parts(run, out);
      all.add(out.matched(names.trigger(), names.triggerCondition(), event));
      long start = run.first().timestampMillis();
      long end = event.timestampMillis();
      out.match(
          start,
          end,
          all,
          words(times)
              + ", then "
              + names.triggerCondition()
              + ", in "
              + Words.span(end - start)
              + ", less than "
              + Words.span(windowMillis()));
      run.reset();
    } else if (triggerResets) {
      run.reset();
    }
  }

  @Override
  List<MatchedEvent<IN>> parts(Run<IN> run, PatternOutputs<K, IN> out) {
    return matched(names.run(), names.runCondition(), run.events, out);
  }

  @Override
  String words(int count) {
    return counted(count, names.runs());
  }

  @Override
  String missing(int count) {
    String more = count < times ? more(times - count, names.runs()) + ", then " : "";
    return more + names.triggerCondition();
  }
}
