// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import io.github.flinkpatterns.logic.LogicContext;
import io.github.flinkpatterns.state.EventTimeOrder;
import io.github.flinkpatterns.state.HeldEvent;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the last, smallest or largest event of a horizon; it leaves when the horizon has ended.
 *
 * <p>In event time a horizon begins at the first event by timestamp, so it opens when the watermark
 * reaches that event; in order of arrival it begins at the first that arrives.
 */
final class BestLogic<K, E> extends WaitingLogic<K, E> {

  private final Choice choice;
  private final @Nullable EventOrder<E> size;
  private final boolean eventTime;
  private final Outputs<E> outputs;

  BestLogic(
      Horizon horizon,
      Choice choice,
      @Nullable EventOrder<E> size,
      boolean eventTime,
      EventTimeOrder<E> order,
      Outputs<E> outputs) {
    super(horizon, order, outputs);
    this.choice = choice;
    this.size = size;
    this.eventTime = eventTime;
    this.outputs = outputs;
  }

  @Override
  boolean judgeNow(E event, long timestamp, Waiting<E> waiting, LogicContext<K, E> context) {
    Run<E> run = covering(timestamp, waiting);
    if (run == null) {
      return false;
    }
    HeldEvent<E> challenger = new HeldEvent<>(event, timestamp, 0);
    if (wins(challenger, run)) {
      contest(order.hold(event, timestamp), true, run, context);
    } else {
      contest(challenger, false, run, context);
    }
    return true;
  }

  @Override
  void hold(HeldEvent<E> held, Waiting<E> waiting) {
    if (eventTime) {
      waiting.pending.add(held, order);
    } else {
      open(held, waiting);
    }
  }

  @Override
  void judge(HeldEvent<E> held, Waiting<E> waiting, LogicContext<K, E> context) {
    Run<E> run = covering(held.timestampMillis(), waiting);
    if (run == null) {
      open(held, waiting);
    } else {
      contest(held, wins(held, run), run, context);
    }
  }

  private void open(HeldEvent<E> held, Waiting<E> waiting) {
    Run<E> run = new Run<>(held.timestampMillis(), held.timestampMillis(), false, 0, 0);
    run.best = held;
    waiting.runs.add(run);
  }

  private void contest(HeldEvent<E> held, boolean wins, Run<E> run, LogicContext<K, E> context) {
    HeldEvent<E> loser = held;
    if (wins) {
      loser = run.best == null ? held : run.best;
      run.best = held;
    }
    run.suppressed++;
    if (horizon.refreshes()) {
      run.last = Math.max(run.last, held.timestampMillis());
    }
    outputs.duplicate(loser.event(), loser.timestampMillis(), run.kept, run.suppressed, context);
  }

  private @Nullable Run<E> covering(long timestamp, Waiting<E> waiting) {
    for (int i = 0; i < waiting.runs.list.size(); i++) {
      Run<E> run = waiting.runs.list.get(i);
      // In event time an event before the beginning came too late to begin the horizon.
      if (horizon.covers(run.kept, run.last, timestamp) && !(eventTime && timestamp < run.kept)) {
        return run;
      }
    }
    return null;
  }

  private boolean wins(HeldEvent<E> challenger, Run<E> run) {
    HeldEvent<E> best = run.best;
    if (best == null) {
      return true;
    }
    int bySize = size == null ? 0 : size.compare(challenger.event(), best.event());
    return switch (choice) {
      case LAST -> !eventTime || order.compare(challenger, best) > 0;
      case MIN -> bySize < 0 || (bySize == 0 && eventTime && order.compare(challenger, best) < 0);
      case MAX -> bySize > 0 || (bySize == 0 && eventTime && order.compare(challenger, best) < 0);
      case FIRST -> throw new IllegalStateException("The first needs no contest");
    };
  }

  @Override
  void close(long watermark, Waiting<E> waiting, LogicContext<K, E> context) {
    for (int i = 0; i < waiting.runs.list.size(); ) {
      Run<E> run = waiting.runs.list.get(i);
      if (Times.due(horizon.end(run.kept, run.last), 0) <= watermark) {
        waiting.runs.list.remove(i);
        if (run.best != null) {
          context.emit(run.best.event());
        }
      } else {
        i++;
      }
    }
  }
}
