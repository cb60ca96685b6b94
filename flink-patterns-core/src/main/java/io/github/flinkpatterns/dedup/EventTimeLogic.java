// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import io.github.flinkpatterns.logic.LogicContext;
import io.github.flinkpatterns.state.EventTimeOrder;
import io.github.flinkpatterns.state.HeldEvent;

/** Keeps the first events of an id by timestamp; each leaves when the watermark reaches it. */
final class EventTimeLogic<K, E> extends WaitingLogic<K, E> {

  private final Judge<E> judge;

  EventTimeLogic(Judge<E> judge, EventTimeOrder<E> order) {
    super(judge.horizon(), order, judge.outputs());
    this.judge = judge;
  }

  // What is kept lies behind the watermark and is final: whom it covers is a duplicate.
  @Override
  boolean judgeNow(E event, long timestamp, Waiting<E> waiting, LogicContext<K, E> context) {
    return judge.suppress(event, timestamp, waiting.runs, context);
  }

  @Override
  void hold(HeldEvent<E> held, Waiting<E> waiting) {
    waiting.pending.add(held, order);
  }

  @Override
  void judge(HeldEvent<E> held, Waiting<E> waiting, LogicContext<K, E> context) {
    if (!judge.suppress(held.event(), held.timestampMillis(), waiting.runs, context)) {
      judge.keep(held.event(), held.timestampMillis(), waiting.runs, context);
    }
  }

  @Override
  void close(long watermark, Waiting<E> waiting, LogicContext<K, E> context) {
    waiting.runs.forget(watermark, horizon, 0);
  }
}
