// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.frame;

import io.github.flinkpatterns.examples.input.LineSource;
import io.github.flinkpatterns.examples.input.Timestamped;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Puts the events aside that lie further behind than allowed. It runs in the source's chain, so
 * that it sees each with exactly the watermark that was before it; behind a shuffle the two race.
 */
public final class LateEvents<T extends Timestamped> extends ProcessFunction<T, T> {

  private final OutputTag<T> late;

  private LateEvents(OutputTag<T> late) {
    this.late = late;
  }

  /** Writes late events to the stream {@code late}, as they are, and returns the others. */
  public static <T extends Timestamped> DataStream<T> write(
      DataStream<T> events, TypeInformation<T> type, Outputs outputs) {
    OutputTag<T> late = new OutputTag<>("late", type);
    SingleOutputStreamOperator<T> inTime =
        events
            .process(new LateEvents<>(late), type)
            .setParallelism(1)
            .name("late-check")
            .uid("late-check");
    outputs.write(inTime.getSideOutput(late), "late");
    return inTime;
  }

  @Override
  public void processElement(T event, Context context, Collector<T> out) {
    if (LineSource.isLate(event.timestampMillis(), context.timerService().currentWatermark())) {
      context.output(late, event);
    } else {
      out.collect(event);
    }
  }
}
