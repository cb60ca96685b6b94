// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.enrich;

import io.github.flinkpatterns.enrich.Unmatched.Reason;
import io.github.flinkpatterns.logic.LogicContext;
import java.io.IOException;

/**
 * Joins events that lie near each other; see {@link IntervalJoin}. Each event is judged when the
 * watermark reaches it, against what was judged before, so each pair is found once.
 */
final class IntervalLogic<L, R, K> extends JoinLogic<L, R, K> {

  private final long beforeMillis;
  private final long afterMillis;
  private final long allowedMillis;
  private final int maxEvents;

  IntervalLogic(
      Inputs<L, R, K> inputs,
      long beforeMillis,
      long afterMillis,
      long allowedMillis,
      int maxEvents) {
    super(inputs, IntervalJoin.NAME, "pairs");
    this.beforeMillis = beforeMillis;
    this.afterMillis = afterMillis;
    this.allowedMillis = allowedMillis;
    this.maxEvents = maxEvents;
  }

  @Override
  public void onEvent(
      L event, long time, JoinState<L, R> state, LogicContext<K, Joined<L, R>> context)
      throws IOException {
    inputs
        .left()
        .take(event, time, state.leftPending, state.left.size(), maxEvents, allowedMillis, context);
  }

  @Override
  public void onControl(
      R event, long time, JoinState<L, R> state, LogicContext<K, Joined<L, R>> context)
      throws IOException {
    inputs
        .right()
        .take(
            event, time, state.rightPending, state.right.size(), maxEvents, allowedMillis, context);
  }

  @Override
  public void onDue(long dueMillis, JoinState<L, R> state, LogicContext<K, Joined<L, R>> context) {
    while (Math.min(state.leftPending.firstTime(), state.rightPending.firstTime()) <= dueMillis) {
      if (state.leftPending.firstTime() <= state.rightPending.firstTime()) {
        Item<L> item = state.leftPending.removeFirst();
        joinLeft(item, state.right, context);
        state.left.add(item);
      } else {
        Item<R> item = state.rightPending.removeFirst();
        joinRight(item, state.left, context);
        state.right.add(item);
      }
    }
    expire(state.left, inputs.left(), afterMillis, dueMillis, context);
    expire(state.right, inputs.right(), beforeMillis, dueMillis, context);
  }

  private void joinLeft(Item<L> item, Items<R> rights, LogicContext<K, Joined<L, R>> context) {
    long last = plus(item.time, afterMillis);
    for (int i = rights.from(minus(item.time, beforeMillis)); i < rights.size(); i++) {
      if (rights.get(i).time > last) {
        return;
      }
      emit(item, rights.get(i), context);
    }
  }

  private void joinRight(Item<R> item, Items<L> lefts, LogicContext<K, Joined<L, R>> context) {
    long last = plus(item.time, beforeMillis);
    for (int i = lefts.from(minus(item.time, afterMillis)); i < lefts.size(); i++) {
      if (lefts.get(i).time > last) {
        return;
      }
      emit(lefts.get(i), item, context);
    }
  }

  private void emit(Item<L> left, Item<R> right, LogicContext<K, Joined<L, R>> context) {
    left.matched = true;
    right.matched = true;
    context.count("pairs");
    context.emit(
        new Joined<>(inputs.left().copy(left), inputs.right().copy(right), left.time, right.time));
  }

  private <T> void expire(
      Items<T> items,
      Side<T, K> side,
      long reachMillis,
      long dueMillis,
      LogicContext<K, ?> context) {
    while (!items.isEmpty() && end(items, reachMillis) <= dueMillis) {
      Item<T> item = items.removeFirst();
      if (!item.matched) {
        side.refuse(item.event, item.time, Reason.NO_PARTNER, context);
      }
    }
  }

  /** Returns when nothing can be joined with the first of them any more. */
  private long end(Items<?> items, long reachMillis) {
    return items.isEmpty()
        ? NEVER
        : Math.min(plus(plus(items.firstTime(), reachMillis), allowedMillis), NEVER - 1);
  }

  private static long minus(long time, long millis) {
    return time < Long.MIN_VALUE + millis ? Long.MIN_VALUE : time - millis;
  }

  @Override
  public long nextDue(JoinState<L, R> state) {
    return Math.min(
        Math.min(state.leftPending.firstTime(), state.rightPending.firstTime()),
        Math.min(end(state.left, afterMillis), end(state.right, beforeMillis)));
  }
}
