// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.kafka;

import io.github.flinkpatterns.examples.input.Line;
import io.github.flinkpatterns.examples.input.LineSource;
import io.github.flinkpatterns.examples.input.Timestamped;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Counts the lines and keeps the watermark across a restart, as a reader of files does. Kafka's
 * source forgets it: until each partition has an event again, the late ones would pass for others.
 */
final class Intake<T extends Timestamped> extends AbstractStreamOperator<Line<T>>
    implements OneInputStreamOperator<Line<T>, Line<T>> {

  private static final ListStateDescriptor<long[]> STATE =
      new ListStateDescriptor<>("intake", PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO);

  private transient ListState<long[]> state;
  private transient boolean started;
  private transient volatile long accepted;
  private transient volatile long rejected;
  private transient volatile long watermark;

  @SuppressWarnings("NullAway.Init")
  Intake() {}

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    state = context.getOperatorStateStore().getListState(STATE);
    watermark = Long.MIN_VALUE;
    for (long[] kept : state.get()) {
      accepted = kept[0];
      rejected = kept[1];
      watermark = kept[2];
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    getMetricGroup().gauge(LineSource.ACCEPTED, () -> accepted);
    getMetricGroup().gauge(LineSource.REJECTED, () -> rejected);
    getMetricGroup().gauge(LineSource.WATERMARK, () -> watermark);
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes, others only look
  public void processElement(StreamRecord<Line<T>> line) {
    if (!started) {
      started = true;
      if (watermark != Long.MIN_VALUE) {
        output.emitWatermark(new Watermark(watermark));
      }
    }
    if (line.getValue().event() == null) {
      rejected++;
    } else {
      accepted++;
    }
    output.collect(line);
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (mark.getTimestamp() > watermark) {
      if (mark.getTimestamp() != Long.MAX_VALUE) { // at the end, where it says nothing
        watermark = mark.getTimestamp();
      }
      super.processWatermark(mark);
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    state.update(List.of(new long[] {accepted, rejected, watermark}));
  }
}
