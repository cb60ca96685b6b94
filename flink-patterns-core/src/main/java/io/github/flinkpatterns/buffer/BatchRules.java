// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.buffer;

import static io.github.flinkpatterns.logic.KeyedLogic.NEVER;
import static io.github.flinkpatterns.logic.KeyedLogic.NO_TIMESTAMP;

import io.github.flinkpatterns.buffer.Batch.Reason;
import io.github.flinkpatterns.logic.LogicContext;
import io.github.flinkpatterns.logic.SerializerFactory;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.util.OutputTag;

/** When a batch leaves, with and without keys. */
final class BatchRules<E> implements Serializable {

  static final List<String> COUNTERS = List.of("batches", "withoutTimestamp");

  final TypeInformation<E> type;
  final OutputTag<E> withoutTimestamp;
  private final long emitAfterMillis;
  private final boolean eventTime;
  private final int maxEvents;
  private final long maxBytes;
  private transient TypeSerializer<E> serializer;
  private transient DataOutputSerializer scratch;

  @SuppressWarnings("NullAway.Init")
  BatchRules(
      TypeInformation<E> type,
      long emitAfterMillis,
      boolean eventTime,
      int maxEvents,
      long maxBytes) {
    this.type = type;
    this.withoutTimestamp = new OutputTag<>("withoutTimestamp", type);
    this.emitAfterMillis = emitAfterMillis;
    this.eventTime = eventTime;
    this.maxEvents = maxEvents;
    this.maxBytes = maxBytes;
  }

  /** Returns the serializer of the events, and takes one for its own use. */
  TypeSerializer<E> open(SerializerFactory serializers) {
    TypeSerializer<E> events = serializers.create(type);
    serializer = events.duplicate();
    scratch = new DataOutputSerializer(256);
    return events;
  }

  void take(E event, long timestamp, Buffer<E> buffer, LogicContext<?, Batch<E>> context)
      throws IOException {
    if (eventTime && timestamp == NO_TIMESTAMP) {
      context.count("withoutTimestamp");
      context.emit(withoutTimestamp, event);
      return;
    }
    scratch.clear();
    serializer.serialize(event, scratch);
    buffer.add(
        new Held<>(
            serializer.copy(event),
            timestamp,
            eventTime ? 0 : context.processingTime(),
            scratch.length()));
    emitFull(buffer, context);
  }

  /** Sends what has reached a limit; after a restore there may be several batches of it. */
  private void emitFull(Buffer<E> buffer, LogicContext<?, Batch<E>> context) {
    while (!buffer.isEmpty()) {
      int fitting = buffer.fitting(maxEvents, maxBytes);
      if (fitting == maxEvents) {
        emit(buffer, fitting, Reason.COUNT, context);
      } else if (fitting < buffer.size() || buffer.bytes() >= maxBytes) {
        emit(buffer, fitting, Reason.BYTES, context);
      } else {
        return;
      }
    }
  }

  void emitAll(Buffer<E> buffer, Reason reason, LogicContext<?, Batch<E>> context) {
    emitFull(buffer, context);
    if (!buffer.isEmpty()) {
      emit(buffer, buffer.size(), reason, context);
    }
  }

  private void emit(Buffer<E> buffer, int count, Reason reason, LogicContext<?, Batch<E>> context) {
    context.count("batches");
    context.emit(buffer.take(count, reason));
  }

  long nextDue(Buffer<E> buffer) {
    return eventTime ? dueAfter(buffer.earliest()) : NEVER;
  }

  long nextProcessingTimeDue(Buffer<E> buffer) {
    return eventTime ? NEVER : dueAfter(buffer.firstArrival());
  }

  private long dueAfter(long moment) {
    // An event at the end of time still leaves, with the last watermark.
    return moment == NEVER
        ? NEVER
        : Math.min(moment, NEVER - 1 - emitAfterMillis) + emitAfterMillis;
  }
}
