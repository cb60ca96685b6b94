// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.session;

import static io.github.flinkpatterns.session.OrderedSessions.NONE;
import static io.github.flinkpatterns.session.SessionSettings.plus;

import io.github.flinkpatterns.logic.LogicContext;
import io.github.flinkpatterns.logic.SerializerFactory;
import io.github.flinkpatterns.session.Session.CloseReason;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sessions with caps and cuts, exact under disorder: events wait until the watermark, less the
 * allowed lateness, has passed them, and are then taken in the order of their timestamps.
 *
 * <p>Below, <em>settled time</em> is the watermark less the allowed lateness. No event at or before
 * it can still come, so what is decided there stays.
 */
final class OrderedLogic<T, K, A, R> extends SessionLogic<T, K, A, R, OrderedSessions<A>> {

  OrderedLogic(
      SessionTypes<T, K, A, R> types,
      SessionSettings<T> settings,
      AggregateFunction<T, A, R> aggregate) {
    super(types, settings, aggregate);
  }

  @Override
  public OrderedSessions<A> create() {
    return new OrderedSessions<>();
  }

  @Override
  boolean onTimedEvent(
      T event, long timestamp, OrderedSessions<A> state, LogicContext<K, Session<K, R>> context)
      throws Exception {
    long settled = settledBy(context.watermark());
    if (timestamp <= settled || timestamp <= state.passed) {
      return false;
    }
    // Nothing is emitted here: what would be was due, and due moments are never behind.
    take(settled, state, context);
    int at =
        state.insert(
            timestamp,
            settings.gapEnd(event, timestamp),
            settings.numberOf(event),
            settings.marksOf(event),
            settings.attributeOf(event),
            aggregate.add(event, aggregate.createAccumulator()));
    if (state.due != SessionState.UNKNOWN) {
      state.due = Math.min(state.due, plus(mayAct(state, at), settings.latenessMillis));
    }
    return true;
  }

  @Override
  public void onDue(
      long dueMillis, OrderedSessions<A> state, LogicContext<K, Session<K, R>> context) {
    long settled = settledBy(dueMillis);
    take(settled, state, context);
    if (state.open && settled >= lastMoment(state)) {
      closeByTime(state, context);
    }
    if (settled >= state.passed) {
      state.passed = settled;
      state.remembers = false;
    }
    state.due = SessionState.UNKNOWN;
    if (!state.open && state.waiting == 0) {
      state.watched = false;
    }
  }

  @Override
  void closeIdle(OrderedSessions<A> state, LogicContext<K, Session<K, R>> context) {
    if (state.waiting > 0) {
      take(state.timestamps[state.waiting - 1], state, context);
    }
    if (state.open) {
      context.count(CLOSED_IDLE);
      close(state, CloseReason.IDLE_SOURCE, state.end, context);
    }
    state.remembers = state.passed > settledBy(context.watermark());
    state.due = SessionState.UNKNOWN;
  }

  /** Takes what waits at or before {@code settled}. */
  private void take(
      long settled, OrderedSessions<A> state, LogicContext<K, Session<K, R>> context) {
    int taken = 0;
    while (taken < state.waiting && state.timestamps[taken] <= settled) {
      take(taken, state, context);
      taken++;
    }
    if (taken > 0) {
      state.passed = Math.max(state.passed, state.timestamps[taken - 1]);
      state.removeFirst(taken);
      state.due = SessionState.UNKNOWN;
    }
  }

  private void take(int index, OrderedSessions<A> state, LogicContext<K, Session<K, R>> context) {
    long timestamp = state.timestamps[index];
    byte marks = state.marksAt(index);
    String attribute = state.attributeAt(index);
    if (state.open) {
      long cut = Math.max(timestamp, state.last + 1);
      if (timestamp > lastMoment(state)) {
        closeByTime(state, context);
      } else if ((marks & OrderedSessions.BEGINS) != 0) {
        close(state, CloseReason.END_EVENT, cut, context);
      } else if (differs(state.attribute, attribute)) {
        close(state, CloseReason.ATTRIBUTE_CHANGE, cut, context);
      }
    }
    boolean opens = !state.open;
    if (opens) {
      open(timestamp, state.accumulatorAt(index), state);
      context.count(OPENED);
    } else {
      state.accumulator =
          aggregate.merge(Objects.requireNonNull(state.accumulator), state.accumulatorAt(index));
    }
    state.last = timestamp;
    state.end = Math.max(state.end, state.gapEnds[index]);
    state.events++;
    state.attribute = attribute == null ? state.attribute : attribute;
    if (opens && settings.emitOpened) {
      context.emit(
          next(state, Session.Type.OPENED, CloseReason.NOT_CLOSED, state.end, context.key()));
    }
    if ((marks & OrderedSessions.ENDS) != 0) {
      close(state, CloseReason.END_EVENT, timestamp + 1, context);
    } else if (settings.maxEvents > 0 && state.events >= settings.maxEvents) {
      close(state, CloseReason.MAX_EVENTS, timestamp + 1, context);
    } else if (updateIsDue(state, timestamp)) {
      context.count(UPDATED);
      context.emit(
          next(state, Session.Type.UPDATED, CloseReason.NOT_CLOSED, state.end, context.key()));
    }
  }

  private void open(long timestamp, A accumulator, OrderedSessions<A> state) {
    state.open = true;
    state.ordinal = timestamp == state.start ? state.ordinal + 1 : 0;
    state.start = timestamp;
    state.end = NONE;
    state.hardEnd = settings.maxMillis > 0 ? plus(timestamp, settings.maxMillis) : NEVER;
    state.hardEndIsMidnight = false;
    long midnight = settings.nextMidnight(timestamp);
    if (midnight < state.hardEnd) {
      state.hardEnd = midnight;
      state.hardEndIsMidnight = true;
    }
    state.events = 0;
    state.revision = 0;
    state.mark = settings.updateMillis > 0 ? timestamp : 0;
    state.attribute = null;
    state.accumulator = accumulator;
  }

  /** Returns the last moment at which an event could belong to the open session. */
  private static long lastMoment(OrderedSessions<?> state) {
    return Math.min(state.end, state.hardEnd - 1);
  }

  private void closeByTime(OrderedSessions<A> state, LogicContext<K, Session<K, R>> context) {
    if (state.end < state.hardEnd) {
      close(state, CloseReason.INACTIVITY, state.end, context);
    } else {
      close(
          state,
          state.hardEndIsMidnight ? CloseReason.MIDNIGHT : CloseReason.MAX_DURATION,
          state.hardEnd,
          context);
    }
  }

  private void close(
      OrderedSessions<A> state,
      CloseReason reason,
      long end,
      LogicContext<K, Session<K, R>> context) {
    context.count(CLOSED);
    context.emit(next(state, Session.Type.CLOSED, reason, end, context.key()));
    state.open = false;
    state.accumulator = null;
    state.attribute = null;
  }

  private Session<K, R> next(
      OrderedSessions<A> state, Session.Type type, CloseReason reason, long end, K key) {
    state.revision++;
    return new Session<>(
        key,
        Session.idOf(key, state.start, state.ordinal),
        state.start,
        state.last,
        end,
        state.events,
        aggregate.getResult(Objects.requireNonNull(state.accumulator)),
        type,
        reason,
        state.revision,
        List.of());
  }

  private boolean updateIsDue(OrderedSessions<A> state, long timestamp) {
    if (settings.updateEvents > 0 && state.events - state.mark >= settings.updateEvents) {
      state.mark = state.events;
      return true;
    }
    if (settings.updateMillis > 0 && timestamp - state.mark >= settings.updateMillis) {
      state.mark = timestamp;
      return true;
    }
    return false;
  }

  /**
   * Returns a moment not after the first at which the event at {@code at}, just put there, makes
   * something happen. Too early is harmless: what waits is then taken a little sooner.
   */
  private long mayAct(OrderedSessions<A> state, int at) {
    if (!state.open || settings.emitsUpdates()) {
      return state.timestamps[0];
    }
    return Math.min(mayFill(state), settings.cutsByEvent() ? mayCut(state, at) : NEVER);
  }

  /** Returns when the open session has its last event, if nothing ends it before. */
  private long mayFill(OrderedSessions<A> state) {
    long missing = settings.maxEvents - state.events;
    return missing > 0 && missing <= state.waiting ? state.timestamps[(int) missing - 1] : NEVER;
  }

  private static long mayCut(OrderedSessions<?> state, int at) {
    if (state.marksAt(at) != 0) {
      return state.timestamps[at];
    }
    String attribute = state.attributeAt(at);
    if (attribute == null) {
      return NEVER;
    }
    String before = at > 0 ? state.attributeAt(at - 1) : state.attribute;
    if (!attribute.equals(before)) {
      return state.timestamps[at];
    }
    boolean last = at + 1 == state.waiting;
    return last || attribute.equals(state.attributeAt(at + 1)) ? NEVER : state.timestamps[at + 1];
  }

  private long findDue(OrderedSessions<A> state) {
    long due = state.open ? Math.min(lastMoment(state), mayFill(state)) : NEVER;
    if (state.waiting > 0 && (!state.open || settings.emitsUpdates())) {
      due = Math.min(due, state.timestamps[0]);
    }
    if (state.remembers) {
      due = Math.min(due, state.passed);
    }
    if (settings.cutsByEvent()) {
      long cut = NEVER;
      for (int i = 0; i < state.waiting && cut == NEVER; i++) {
        cut = mayCut(state, i);
      }
      due = Math.min(due, cut);
    }
    return due;
  }

  @Override
  public long nextDue(OrderedSessions<A> state) {
    if (state.due == SessionState.UNKNOWN) {
      long due = findDue(state);
      state.due = due == NEVER ? NEVER : plus(due, settings.latenessMillis);
    }
    return state.due;
  }

  private long settledBy(long watermark) {
    if (watermark >= SessionSettings.LAST_MOMENT) {
      return watermark;
    }
    long settled = watermark - settings.latenessMillis;
    return settled > watermark ? Long.MIN_VALUE : settled;
  }

  private static boolean differs(@Nullable String before, @Nullable String now) {
    return before != null && now != null && !before.equals(now);
  }

  @Override
  public boolean isEmpty(OrderedSessions<A> state) {
    return !state.open && state.waiting == 0 && !state.remembers;
  }

  @Override
  public int sizeInBytes(OrderedSessions<A> state) {
    return state.sizeInBytes(settings.accumulatorBytes);
  }

  @Override
  public TypeSerializer<OrderedSessions<A>> stateSerializer(SerializerFactory serializers) {
    return new OrderedSessionsSerializer<>(serializers.create(types.accumulator()));
  }
}
