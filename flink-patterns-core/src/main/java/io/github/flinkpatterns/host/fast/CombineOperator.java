// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.host.fast;

import io.github.flinkpatterns.host.Combiner;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Combines messages where they arise, and sends what it holds before a checkpoint barrier, before a
 * watermark, at the end, and when it holds enough.
 *
 * <p>Since nothing is held when a barrier passes, there is no state to restore: a checkpoint finds
 * each message sent or not yet made.
 */
final class CombineOperator<T, A> extends AbstractStreamOperator<T>
    implements OneInputStreamOperator<T, T> {

  private final Combiner<T, A> combiner;
  private final int maxMessages;
  private transient Map<Object, A> held;
  private transient int messages;

  @SuppressWarnings("NullAway.Init")
  CombineOperator(Combiner<T, A> combiner, int maxMessages) {
    this.combiner = combiner;
    this.maxMessages = maxMessages;
  }

  @Override
  public void open() throws Exception {
    super.open();
    held = new LinkedHashMap<>();
  }

  @Override
  public void processElement(StreamRecord<T> element) {
    T message = element.getValue();
    Object key = combiner.keyOf(message);
    if (key == null) {
      output.collect(element);
      return;
    }
    A gathered = held.get(key);
    if (gathered == null) {
      held.put(key, combiner.start(message));
    } else {
      combiner.add(gathered, message);
    }
    if (++messages >= maxMessages) {
      flush();
    }
  }

  private void flush() {
    for (A gathered : held.values()) {
      output.collect(new StreamRecord<>(combiner.end(gathered)));
    }
    held.clear();
    messages = 0;
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    flush();
    super.processWatermark(mark);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    flush();
  }

  @Override
  public void finish() throws Exception {
    flush();
    super.finish();
  }
}
