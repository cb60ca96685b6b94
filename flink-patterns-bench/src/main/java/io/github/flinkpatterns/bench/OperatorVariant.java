// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench;

import java.nio.file.Path;
import java.util.function.ToLongFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.event.WatermarkEvent;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.StateBackendLoader;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.LatencyMarker;
import org.apache.flink.streaming.runtime.streamrecord.RecordAttributes;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;

/**
 * An operator in Flink's own harness on a real state backend.
 *
 * <p>The harness would set the key for every record; the runtime does so only for an operator that
 * says it has a key context. This class does as the runtime does.
 */
final class OperatorVariant<K, IN, OUT> implements Variant<IN> {

  private final String name;
  private final KeyedOneInputStreamOperatorTestHarness<K, IN, OUT> harness;
  private final OneInputStreamOperator<IN, OUT> operator;
  private final boolean keyContext;
  private final ToLongFunction<OUT> hash;
  private long digest;
  private long outputs;

  OperatorVariant(
      String name,
      OneInputStreamOperator<IN, OUT> operator,
      KeySelector<IN, K> keySelector,
      TypeInformation<K> keyType,
      String backend,
      Path folder,
      ToLongFunction<OUT> hash)
      throws Exception {
    this.name = name;
    this.operator = operator;
    this.hash = hash;
    harness =
        new KeyedOneInputStreamOperatorTestHarness<>(operator, keySelector, keyType, 128, 1, 0);
    Configuration configuration = new Configuration();
    configuration.setString("state.backend.type", backend);
    configuration.setString(
        "state.backend.rocksdb.localdir",
        folder.resolve(Integer.toHexString(hashCode())).toString());
    // The harness has no managed memory to speak of; take what RocksDB takes by itself.
    configuration.setString("state.backend.rocksdb.memory.managed", "false");
    StateBackend loaded =
        StateBackendLoader.loadStateBackendFromConfig(
            configuration, OperatorVariant.class.getClassLoader(), null);
    harness.setStateBackend(loaded);
    // The harness would queue every record; that costs more than some operators do.
    harness.setOutputCreator(serializer -> new Digest());
    harness.setup(new SameObject<>());
    harness.open();
    keyContext =
        operator instanceof org.apache.flink.streaming.api.operators.KeyContextHandler h
            && h.hasKeyContext1();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void event(StreamRecord<IN> record) throws Exception {
    if (keyContext) {
      operator.setKeyContextElement1(record);
    }
    operator.processElement(record);
  }

  @Override
  public void watermark(long millis) throws Exception {
    operator.processWatermark(new Watermark(millis));
  }

  @Override
  public void barrier(long checkpointId) throws Exception {
    operator.prepareSnapshotPreBarrier(checkpointId);
  }

  private static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  @Override
  public long digest() {
    return digest;
  }

  @Override
  public boolean compared() {
    return outputs > 0;
  }

  @Override
  public long outputs() {
    return outputs;
  }

  @Override
  public void close() throws Exception {
    harness.close();
  }

  /** Adds up what comes out, and lets it go. */
  private final class Digest implements Output<StreamRecord<OUT>> {
    @Override
    public void collect(StreamRecord<OUT> record) {
      digest += mix(hash.applyAsLong(record.getValue()));
      outputs++;
    }

    @Override
    public <X> void collect(OutputTag<X> tag, StreamRecord<X> record) {}

    @Override
    public void emitWatermark(Watermark mark) {}

    @Override
    public void emitWatermarkStatus(WatermarkStatus status) {}

    @Override
    public void emitLatencyMarker(LatencyMarker marker) {}

    @Override
    public void emitRecordAttributes(RecordAttributes attributes) {}

    @Override
    public void emitWatermark(WatermarkEvent event) {}

    @Override
    public void close() {}
  }
}
