// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.run;

import java.util.function.ToLongFunction;
import org.apache.flink.runtime.event.WatermarkEvent;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.LatencyMarker;
import org.apache.flink.streaming.runtime.streamrecord.RecordAttributes;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;

/** Adds up what comes out, in any order, and lets it go. */
final class DigestOutput<OUT> implements Output<StreamRecord<OUT>> {

  private final ToLongFunction<OUT> hash;
  private long digest;
  private long outputs;

  DigestOutput(ToLongFunction<OUT> hash) {
    this.hash = hash;
  }

  long digest() {
    return digest;
  }

  long outputs() {
    return outputs;
  }

  /** Spreads a hash, so that a sum of them tells sets of records apart. */
  static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

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
