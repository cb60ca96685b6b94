// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.session;

import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.logic.LogicContext;
import java.util.List;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.OutputTag;

/** What both modes have in common: side outputs, counters and the watch over idle sources. */
abstract class SessionLogic<T, K, A, R, S extends SessionState>
    implements KeyedLogic<K, T, S, Session<K, R>> {

  static final String OPENED = "opened";
  static final String UPDATED = "updated";
  static final String CLOSED = "closed";
  static final String CORRECTED = "corrected";
  static final String MERGED = "merged";
  static final String LATE = "late";
  static final String WITHOUT_TIMESTAMP = "withoutTimestamp";
  static final String CLOSED_IDLE = "closedIdle";

  final SessionTypes<T, K, A, R> types;
  final SessionSettings<T> settings;
  final AggregateFunction<T, A, R> aggregate;
  private final OutputTag<T> late;
  private final OutputTag<T> withoutTimestamp;

  SessionLogic(
      SessionTypes<T, K, A, R> types,
      SessionSettings<T> settings,
      AggregateFunction<T, A, R> aggregate) {
    this.types = types;
    this.settings = settings;
    this.aggregate = aggregate;
    this.late = types.late();
    this.withoutTimestamp = types.withoutTimestamp();
  }

  /** Takes an event that has a timestamp; false if it came too late. */
  abstract boolean onTimedEvent(
      T event, long timestamp, S state, LogicContext<K, Session<K, R>> context) throws Exception;

  /** Emits every session that is open, and stops the watch. */
  abstract void closeIdle(S state, LogicContext<K, Session<K, R>> context) throws Exception;

  @Override
  public final void onEvent(
      T event, long timestampMillis, S state, LogicContext<K, Session<K, R>> context)
      throws Exception {
    if (timestampMillis == NO_TIMESTAMP) {
      context.count(WITHOUT_TIMESTAMP);
      context.emit(withoutTimestamp, event);
    } else if (!onTimedEvent(event, timestampMillis, state, context)) {
      context.count(LATE);
      context.emit(late, event);
    } else if (settings.idleMillis > 0) {
      state.watch(context.processingTime(), context.watermark());
    }
  }

  @Override
  public final void onProcessingTimeDue(
      long dueMillis, S state, LogicContext<K, Session<K, R>> context) throws Exception {
    if (context.watermark() == state.seenWatermark) {
      state.watched = false;
      closeIdle(state, context);
    } else {
      // The source lives; or the job was just restored, and the source had no chance to speak.
      state.watch(Math.max(dueMillis, context.processingTime()), context.watermark());
    }
  }

  @Override
  public final long nextProcessingTimeDue(S state) {
    return state.watched && settings.idleMillis > 0
        ? SessionSettings.plus(state.idleSince, settings.idleMillis)
        : NEVER;
  }

  @Override
  public final String name() {
    return SessionAggregator.NAME;
  }

  @Override
  public final TypeInformation<Session<K, R>> outputType() {
    return Session.type(types.key(), types.result());
  }

  @Override
  public final List<String> counters() {
    return List.of(
        OPENED, UPDATED, CLOSED, CORRECTED, MERGED, LATE, WITHOUT_TIMESTAMP, CLOSED_IDLE);
  }
}
