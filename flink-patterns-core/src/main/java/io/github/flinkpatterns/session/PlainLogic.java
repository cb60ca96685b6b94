// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.session;

import static io.github.flinkpatterns.session.SessionSettings.plus;

import io.github.flinkpatterns.logic.LogicContext;
import io.github.flinkpatterns.logic.SerializerFactory;
import io.github.flinkpatterns.session.Session.CloseReason;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * Sessions that only a gap ends: the results of Flink's {@code EventTimeSessionWindows} with its
 * default trigger, one for one.
 *
 * <p>A session is emitted when the watermark reaches {@code end - 1}, and again for every later
 * event that changes it; it is forgotten when the watermark reaches {@code end - 1 + lateness}.
 */
final class PlainLogic<T, K, A, R> extends SessionLogic<T, K, A, R, PlainSessions<A>> {

  PlainLogic(
      SessionTypes<T, K, A, R> types,
      SessionSettings<T> settings,
      AggregateFunction<T, A, R> aggregate) {
    super(types, settings, aggregate);
  }

  @Override
  public PlainSessions<A> create() {
    return new PlainSessions<>(1);
  }

  @Override
  boolean onTimedEvent(
      T event, long timestamp, PlainSessions<A> state, LogicContext<K, Session<K, R>> context) {
    long end = settings.gapEnd(event, timestamp);
    int to = state.size();
    while (to > 0 && state.get(to - 1).start > end) {
      to--;
    }
    int from = to;
    while (from > 0 && state.get(from - 1).end >= timestamp) {
      from--;
    }
    boolean opens = from == to;
    PlainSession<A> session;
    if (opens) {
      if (plus(end - 1, settings.latenessMillis) <= context.watermark()) {
        return false;
      }
      session = new PlainSession<>(timestamp, end, aggregate.createAccumulator());
      session.mark = settings.updateMillis > 0 ? timestamp : 0;
      state.insert(from, session);
      context.count(OPENED);
    } else {
      if (to - from > 1) {
        state.merge(from, to, aggregate, settings.updateEvents > 0);
        context.count(MERGED);
      }
      session = state.get(from);
      session.cover(timestamp, end);
    }
    session.accumulator = aggregate.add(event, session.accumulator);
    session.events++;
    session.fired = false;
    state.due = SessionState.UNKNOWN;
    if (session.end - 1 <= context.watermark()) {
      close(session, CloseReason.INACTIVITY, context);
    } else if (opens && settings.emitOpened) {
      context.emit(next(session, Session.Type.OPENED, CloseReason.NOT_CLOSED, context.key()));
    } else if (updateIsDue(session, timestamp)) {
      context.count(UPDATED);
      context.emit(next(session, Session.Type.UPDATED, CloseReason.NOT_CLOSED, context.key()));
    }
    return true;
  }

  @Override
  public void onDue(
      long dueMillis, PlainSessions<A> state, LogicContext<K, Session<K, R>> context) {
    boolean open = false;
    for (int i = 0; i < state.size(); ) {
      PlainSession<A> session = state.get(i);
      if (dueOf(session) <= dueMillis && !session.fired) {
        close(session, CloseReason.INACTIVITY, context);
      }
      if (dueOf(session) <= dueMillis) {
        state.remove(i, i + 1);
      } else {
        open |= !session.fired;
        i++;
      }
    }
    state.due = SessionState.UNKNOWN;
    state.watched &= open;
  }

  @Override
  void closeIdle(PlainSessions<A> state, LogicContext<K, Session<K, R>> context) {
    for (int i = 0; i < state.size(); i++) {
      PlainSession<A> session = state.get(i);
      if (!session.fired) {
        context.count(CLOSED_IDLE);
        close(session, CloseReason.IDLE_SOURCE, context);
      }
    }
    state.due = SessionState.UNKNOWN;
  }

  @Override
  public long nextDue(PlainSessions<A> state) {
    long due = state.due;
    if (due == SessionState.UNKNOWN) {
      due = NEVER;
      for (int i = 0; i < state.size(); i++) {
        due = Math.min(due, dueOf(state.get(i)));
      }
      state.due = due;
    }
    return due;
  }

  private long dueOf(PlainSession<A> session) {
    long fires = session.end - 1;
    return session.fired ? plus(fires, settings.latenessMillis) : fires;
  }

  @Override
  public boolean isEmpty(PlainSessions<A> state) {
    return state.size() == 0;
  }

  @Override
  public int sizeInBytes(PlainSessions<A> state) {
    return state.sizeInBytes(settings.accumulatorBytes);
  }

  @Override
  public TypeSerializer<PlainSessions<A>> stateSerializer(SerializerFactory serializers) {
    return new PlainSessionsSerializer<>(serializers.create(types.accumulator()));
  }

  private void close(
      PlainSession<A> session, CloseReason reason, LogicContext<K, Session<K, R>> context) {
    Session.Type type = session.closed ? Session.Type.CORRECTED : Session.Type.CLOSED;
    context.count(session.closed ? CORRECTED : CLOSED);
    session.closed = true;
    session.fired = true;
    if (settings.updateEvents > 0) {
      session.mark = session.events;
    }
    context.emit(next(session, type, reason, context.key()));
  }

  private boolean updateIsDue(PlainSession<A> session, long timestamp) {
    if (settings.updateEvents > 0 && session.events - session.mark >= settings.updateEvents) {
      session.mark = session.events;
      return true;
    }
    if (settings.updateMillis > 0 && timestamp - session.mark >= settings.updateMillis) {
      session.mark = timestamp;
      return true;
    }
    return false;
  }

  private Session<K, R> next(
      PlainSession<A> session, Session.Type type, CloseReason reason, K key) {
    if (session.revision == 0) {
      session.id = Session.idOf(key, session.start, session.end);
    }
    session.revision++;
    List<Long> replaced =
        session.replaced == null ? List.of() : Arrays.stream(session.replaced).boxed().toList();
    return new Session<>(
        key,
        session.id,
        session.start,
        session.last,
        session.end,
        session.events,
        aggregate.getResult(session.accumulator),
        type,
        reason,
        session.revision,
        replaced);
  }
}
