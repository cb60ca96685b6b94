// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.run;

import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Stands behind the operator of a {@link PacedJob}, in its thread, and sees what passes when. */
final class Passed<T> extends AbstractStreamOperator<T> implements OneInputStreamOperator<T, T> {

  @Override
  public void processElement(StreamRecord<T> record) {
    output.collect(record);
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    Waits.current().passed(mark.getTimestamp());
    super.processWatermark(mark);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    // Called after that of the operator before.
    Waits.current().barrierPassed();
  }
}
