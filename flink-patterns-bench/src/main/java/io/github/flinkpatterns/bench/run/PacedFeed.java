// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.run;

import io.github.flinkpatterns.bench.stream.Workload;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Makes the events of a {@link PacedJob} and its watermarks from their numbers, each in time. */
final class PacedFeed<IN> extends AbstractStreamOperator<IN>
    implements OneInputStreamOperator<Long, IN> {

  private static final int EVENTS_PER_WATERMARK = 50;

  private final Workload<IN> workload;
  private final PacedJob.Terms terms;
  private long start;

  PacedFeed(Workload<IN> workload, PacedJob.Terms terms) {
    this.workload = workload;
    this.terms = terms;
  }

  @Override
  public void processElement(StreamRecord<Long> number) {
    long index = number.getValue();
    if (index == 0) {
      start = System.nanoTime();
      Waits.current().started(start);
    }
    long due = start + (long) (index * 1e9 / terms.perSecond());
    long now = System.nanoTime();
    while (now < due) {
      LockSupport.parkNanos(due - now);
      now = System.nanoTime();
    }
    // A minute more, since a job that has just begun is slow.
    if (now - start > 2e9 * terms.events() / terms.perSecond() + 60e9) {
      throw new IllegalStateException(
          "The job takes more than twice its time, at event " + index + " of " + terms.events());
    }
    output.collect(workload.event(index));
    long done = index + 1;
    if (done % EVENTS_PER_WATERMARK == 0) {
      long watermark = workload.watermark(index);
      Waits.current().sent(done, due, watermark);
      output.emitWatermark(new Watermark(watermark));
    }
  }
}
