// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.buffer;

import io.github.flinkpatterns.buffer.Batch.Reason;
import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.logic.LogicContext;
import io.github.flinkpatterns.logic.SerializerFactory;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Batches of one key. */
final class KeyedBatchLogic<K, E> implements KeyedLogic<K, E, Buffer<E>, Batch<E>> {

  private final BatchRules<E> rules;

  KeyedBatchLogic(BatchRules<E> rules) {
    this.rules = rules;
  }

  @Override
  public String name() {
    return KeyedBatcher.NAME;
  }

  @Override
  public Buffer<E> create() {
    return new Buffer<>(4);
  }

  @Override
  public void onEvent(
      E event, long timestampMillis, Buffer<E> buffer, LogicContext<K, Batch<E>> context)
      throws IOException {
    rules.take(event, timestampMillis, buffer, context);
  }

  @Override
  public void onDue(long dueMillis, Buffer<E> buffer, LogicContext<K, Batch<E>> context) {
    rules.emitAll(buffer, Reason.TIME, context);
  }

  @Override
  public void onProcessingTimeDue(
      long dueMillis, Buffer<E> buffer, LogicContext<K, Batch<E>> context) {
    rules.emitAll(buffer, Reason.TIME, context);
  }

  @Override
  public long nextDue(Buffer<E> buffer) {
    return rules.nextDue(buffer);
  }

  @Override
  public long nextProcessingTimeDue(Buffer<E> buffer) {
    return rules.nextProcessingTimeDue(buffer);
  }

  @Override
  public boolean isEmpty(Buffer<E> buffer) {
    return buffer.isEmpty();
  }

  @Override
  public int sizeInBytes(Buffer<E> buffer) {
    return buffer.sizeInBytes();
  }

  @Override
  public TypeSerializer<Buffer<E>> stateSerializer(SerializerFactory serializers) {
    return new BufferSerializer<>(rules.open(serializers));
  }

  @Override
  public TypeInformation<Batch<E>> outputType() {
    return Batch.type(rules.type);
  }

  @Override
  public List<String> counters() {
    return BatchRules.COUNTERS;
  }
}
