// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.host.fast;

import io.github.flinkpatterns.host.TimeOf;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Gives values the timestamps they tell, and holds watermarks back by the time that values may have
 * waited before it, so that none is late behind it. The last watermark is not held back.
 */
final class DelayOperator<T> extends AbstractStreamOperator<T>
    implements OneInputStreamOperator<T, T> {

  private final TimeOf<T> timeOf;
  private final long delayMillis;

  DelayOperator(TimeOf<T> timeOf, long delayMillis) {
    this.timeOf = timeOf;
    this.delayMillis = delayMillis;
  }

  @Override
  public void processElement(StreamRecord<T> element) {
    T value = element.getValue();
    output.collect(new StreamRecord<>(value, timeOf.millisOf(value)));
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (mark.getTimestamp() == Long.MAX_VALUE) {
      super.processWatermark(mark);
    } else if (mark.getTimestamp() >= Long.MIN_VALUE + delayMillis) {
      super.processWatermark(new Watermark(mark.getTimestamp() - delayMillis));
    }
  }
}
