// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.window;

import java.time.Duration;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.transformations.OneInputTransformation;
import org.apache.flink.streaming.api.windowing.assigners.SlidingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.WindowAssigner;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Flink's own window operators with the aggregate of these tests: the reference. */
final class FlinkWindows {

  static final OutputTag<Sale> LATE = new OutputTag<>("late", TypeInformation.of(Sale.class));

  private FlinkWindows() {}

  /** One result of Flink, with the window it is of. */
  public record Result(String item, long start, long end, String result) {}

  @SuppressWarnings("unchecked")
  static OneInputStreamOperator<Sale, Result> operator(Windows windows, Duration lateness) {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    DataStream<Result> results =
        env.fromData(new Sale("any", 0))
            .keyBy(Sale::item, TypeInformation.of(String.class))
            .window(assigner(windows))
            .allowedLateness(lateness)
            .sideOutputLateData(LATE)
            .aggregate(
                new Sale.Tallying(),
                new WithWindow(),
                TypeInformation.of(Sale.Tally.class),
                TypeInformation.of(String.class),
                TypeInformation.of(Result.class));
    return ((OneInputTransformation<Sale, Result>) results.getTransformation()).getOperator();
  }

  private static WindowAssigner<Object, TimeWindow> assigner(Windows windows) {
    Duration size = Duration.ofMillis(windows.sizeMillis());
    Duration slide = Duration.ofMillis(windows.slideMillis());
    Duration offset = Duration.ofMillis(windows.offsetMillis());
    return size.equals(slide)
        ? TumblingEventTimeWindows.of(size, offset)
        : SlidingEventTimeWindows.of(size, slide, offset);
  }

  private static final class WithWindow
      extends ProcessWindowFunction<String, Result, String, TimeWindow> {
    @Override
    public void process(
        String item, Context context, Iterable<String> results, Collector<Result> out) {
      for (String result : results) {
        out.collect(
            new Result(item, context.window().getStart(), context.window().getEnd(), result));
      }
    }
  }
}
