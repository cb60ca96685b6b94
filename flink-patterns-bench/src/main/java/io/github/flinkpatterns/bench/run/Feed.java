// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.run;

import io.github.flinkpatterns.bench.stream.Workload;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Makes the events of a whole job, and its watermarks, from their numbers. Asks for a checkpoint
 * after every so many events, so that a fast job has as many of them as a slow one.
 */
final class Feed<IN> extends AbstractStreamOperator<IN>
    implements OneInputStreamOperator<Long, IN> {

  /** What starts a checkpoint of the job that runs; jobs run one at a time, in this JVM. */
  static volatile Runnable checkpoint = () -> {};

  private final Workload<IN> workload;
  private final int eventsPerWatermark;
  private final int eventsPerBarrier;

  Feed(Workload<IN> workload, int eventsPerWatermark, int eventsPerBarrier) {
    this.workload = workload;
    this.eventsPerWatermark = eventsPerWatermark;
    this.eventsPerBarrier = eventsPerBarrier;
  }

  @Override
  public void processElement(StreamRecord<Long> number) {
    long index = number.getValue();
    output.collect(workload.event(index));
    long done = index + 1;
    if (done % eventsPerWatermark == 0) {
      output.emitWatermark(new Watermark(workload.watermark(index)));
    }
    if (done % eventsPerBarrier == 0) {
      checkpoint.run();
    }
  }
}
