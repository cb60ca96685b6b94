// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.enrich;

import io.github.flinkpatterns.enrich.Unmatched.Reason;
import io.github.flinkpatterns.logic.LogicContext;
import java.io.IOException;

/**
 * Joins events with the reference as of their time; see {@link Enricher}.
 *
 * <p>Of the state, {@code leftPending} holds events that the watermark has not reached, {@code
 * left} those that found no reference and wait for a later one, and {@code right} all references,
 * one for each moment; {@code rightPending} stays empty.
 */
final class EnrichLogic<L, R, K> extends JoinLogic<L, R, K> {

  private final long validMillis;
  private final long waitMillis;
  private final long allowedMillis;
  private final int maxEvents;
  private final int maxReferences;

  EnrichLogic(
      Inputs<L, R, K> inputs,
      long validMillis,
      long waitMillis,
      long allowedMillis,
      int maxEvents,
      int maxReferences) {
    super(inputs, Enricher.NAME, "joined");
    this.validMillis = validMillis;
    this.waitMillis = waitMillis;
    this.allowedMillis = allowedMillis;
    this.maxEvents = maxEvents;
    this.maxReferences = maxReferences;
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
      R reference, long time, JoinState<L, R> state, LogicContext<K, Joined<L, R>> context)
      throws IOException {
    Side<R, K> side = inputs.right();
    if (time == NO_TIMESTAMP) {
      side.refuse(reference, time, Reason.NO_TIMESTAMP, context);
      return;
    }
    if (time <= context.watermark()) {
      side.refuse(reference, time, Reason.LATE, context);
    }
    int at = state.right.from(time);
    if (at < state.right.size() && state.right.get(at).time == time) {
      if (side.isGreater(reference, state.right.get(at).event)) {
        state.right.replace(at, side.keep(reference, time));
      }
    } else if (state.right.size() >= maxReferences) {
      side.refuse(reference, time, Reason.OVERFLOW, context);
    } else {
      state.right.add(side.keep(reference, time));
    }
  }

  @Override
  public void onDue(long dueMillis, JoinState<L, R> state, LogicContext<K, Joined<L, R>> context) {
    while (state.leftPending.firstTime() <= dueMillis) {
      Item<L> item = state.leftPending.removeFirst();
      int at = referenceAsOf(item.time, state.right);
      if (at >= 0) {
        emit(item, state.right.get(at), context);
      } else {
        state.left.add(item);
      }
    }
    while (!state.left.isEmpty() && decision(state) <= dueMillis) {
      Item<L> item = state.left.removeFirst();
      int at = reference(item.time, state.right);
      if (at >= 0) {
        emit(item, state.right.get(at), context);
      } else {
        inputs.left().refuse(item.event, item.time, Reason.NO_PARTNER, context);
      }
    }
    while (!state.right.isEmpty() && endOfFirst(state.right) <= dueMillis) {
      state.right.removeFirst();
    }
  }

  private void emit(Item<L> item, Item<R> reference, LogicContext<K, Joined<L, R>> context) {
    context.count("joined");
    context.emit(
        new Joined<>(item.event, inputs.right().copy(reference), item.time, reference.time));
  }

  /** Returns the index of the reference that holds at {@code time}, -1 if there is none. */
  private int referenceAsOf(long time, Items<R> references) {
    int at = time == Long.MAX_VALUE ? references.size() - 1 : references.from(time + 1) - 1;
    return at >= 0 && time - references.get(at).time < validMillis ? at : -1;
  }

  /** Returns the index of what an event of {@code time} is joined with, -1 if there is nothing. */
  private int reference(long time, Items<R> references) {
    int asOf = referenceAsOf(time, references);
    if (asOf >= 0) {
      return asOf;
    }
    int next = time == Long.MAX_VALUE ? references.size() : references.from(time + 1);
    return next < references.size() && references.get(next).time - time <= waitMillis ? next : -1;
  }

  /** Returns when the first event that waits is decided; later ones are not decided before it. */
  private long decision(JoinState<L, R> state) {
    if (state.left.isEmpty()) {
      return NEVER;
    }
    long time = state.left.get(0).time;
    int at = reference(time, state.right);
    long decision = at >= 0 ? Math.max(time, state.right.get(at).time) : plus(time, waitMillis);
    return Math.min(decision, NEVER - 1);
  }

  /** Returns when no event can be joined with the first reference any more. */
  private long endOfFirst(Items<R> references) {
    if (references.isEmpty()) {
      return NEVER;
    }
    long end = plus(references.get(0).time, validMillis);
    if (references.size() > 1) {
      end = Math.min(end, references.get(1).time);
    }
    return Math.min(plus(end - 1, allowedMillis), NEVER - 1);
  }

  @Override
  public long nextDue(JoinState<L, R> state) {
    return Math.min(
        state.leftPending.firstTime(), Math.min(decision(state), endOfFirst(state.right)));
  }
}
