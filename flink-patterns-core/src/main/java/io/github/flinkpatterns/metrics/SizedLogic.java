// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.metrics;

import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.logic.LogicContext;
import io.github.flinkpatterns.logic.SerializerFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataOutputViewStreamWrapper;

/** A logic that weighs its value before and after each call; it keeps the same state. */
final class SizedLogic<K, IN, S, OUT> implements KeyedLogic<K, IN, S, OUT> {

  private final KeyedLogic<K, IN, S, OUT> inner;
  private final StateSize size;

  // The host asks for the serializer before the first event.
  private transient TypeSerializer<S> serializer;

  @SuppressWarnings("NullAway.Init")
  SizedLogic(KeyedLogic<K, IN, S, OUT> inner, StateSize size) {
    this.inner = inner;
    this.size = size;
  }

  private void weighed(S state, Meters.Call call) throws Exception {
    boolean wasEmpty = inner.isEmpty(state);
    long before = wasEmpty ? 0 : bytes(state);
    call.run();
    boolean isEmpty = inner.isEmpty(state);
    long after = isEmpty ? 0 : bytes(state);
    size.add((isEmpty ? 0 : 1) - (wasEmpty ? 0 : 1), after - before);
  }

  private long bytes(S state) throws IOException {
    Counting counting = new Counting();
    serializer.serialize(state, new DataOutputViewStreamWrapper(counting));
    return counting.bytes;
  }

  private static final class Counting extends OutputStream {
    private long bytes;

    @Override
    public void write(int b) {
      bytes++;
    }

    @Override
    public void write(byte[] b, int from, int length) {
      bytes += length;
    }
  }

  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public S create() {
    return inner.create();
  }

  @Override
  public void onEvent(IN event, long time, S state, LogicContext<K, OUT> context) throws Exception {
    weighed(state, () -> inner.onEvent(event, time, state, context));
  }

  @Override
  public void onDue(long due, S state, LogicContext<K, OUT> context) throws Exception {
    weighed(state, () -> inner.onDue(due, state, context));
  }

  @Override
  public void onProcessingTimeDue(long due, S state, LogicContext<K, OUT> context)
      throws Exception {
    weighed(state, () -> inner.onProcessingTimeDue(due, state, context));
  }

  @Override
  public long nextDue(S state) {
    return inner.nextDue(state);
  }

  @Override
  public long nextProcessingTimeDue(S state) {
    return inner.nextProcessingTimeDue(state);
  }

  @Override
  public boolean isEmpty(S state) {
    return inner.isEmpty(state);
  }

  @Override
  public int sizeInBytes(S state) {
    return inner.sizeInBytes(state);
  }

  @Override
  public TypeSerializer<S> stateSerializer(SerializerFactory serializers) {
    serializer = inner.stateSerializer(serializers);
    return inner.stateSerializer(serializers);
  }

  @Override
  public S adopt(S stored) {
    return inner.adopt(stored);
  }

  @Override
  public TypeInformation<OUT> outputType() {
    return inner.outputType();
  }

  @Override
  public List<String> counters() {
    return inner.counters();
  }
}
