// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.buffer;

import static io.github.flinkpatterns.logic.KeyedLogic.NEVER;

import io.github.flinkpatterns.buffer.Batch.Reason;
import io.github.flinkpatterns.logic.LocalLogic;
import io.github.flinkpatterns.logic.SerializerFactory;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Batches of one parallel instance; its parts are the single events. */
final class LocalBatchLogic<E> implements LocalLogic<E, Buffer<E>, Held<E>, Batch<E>> {

  private final BatchRules<E> rules;

  LocalBatchLogic(BatchRules<E> rules) {
    this.rules = rules;
  }

  @Override
  public String name() {
    return Batcher.NAME;
  }

  @Override
  public Buffer<E> create() {
    return new Buffer<>(16);
  }

  @Override
  public void onEvent(
      E event, long timestampMillis, Buffer<E> buffer, LocalContext<Batch<E>> context)
      throws IOException {
    rules.take(event, timestampMillis, buffer, context);
  }

  @Override
  public void onDue(long dueMillis, Buffer<E> buffer, LocalContext<Batch<E>> context) {
    rules.emitAll(buffer, Reason.TIME, context);
  }

  @Override
  public void onProcessingTimeDue(
      long dueMillis, Buffer<E> buffer, LocalContext<Batch<E>> context) {
    rules.emitAll(buffer, Reason.TIME, context);
  }

  @Override
  public void onIdle(Buffer<E> buffer, LocalContext<Batch<E>> context) {
    if (rules.nextDue(buffer) != NEVER) {
      rules.emitAll(buffer, Reason.IDLE, context);
    }
  }

  @Override
  public void onEnd(Buffer<E> buffer, LocalContext<Batch<E>> context) {
    rules.emitAll(buffer, Reason.END, context);
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
  public List<Held<E>> parts(Buffer<E> buffer) {
    return buffer.held;
  }

  @Override
  public void restore(Iterable<Held<E>> parts, Buffer<E> buffer, int instance, int instances) {
    parts.forEach(buffer::add);
  }

  @Override
  public boolean everyInstanceGetsAllParts() {
    return false;
  }

  @Override
  public TypeSerializer<Held<E>> partSerializer(SerializerFactory serializers) {
    return new HeldSerializer<>(rules.open(serializers));
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
