// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.session;

import java.time.Duration;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.transformations.OneInputTransformation;
import org.apache.flink.streaming.api.windowing.assigners.EventTimeSessionWindows;
import org.apache.flink.streaming.api.windowing.assigners.WindowAssigner;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Flink's own session window operator with the aggregate of these tests: the reference. */
final class FlinkSessions {

  static final OutputTag<Visit> LATE = new OutputTag<>("late", TypeInformation.of(Visit.class));

  private FlinkSessions() {}

  /** One result of Flink, with the window it is of. */
  public record Result(String user, long start, long end, String result) {}

  static OneInputStreamOperator<Visit, Result> fixed(Duration gap, Duration lateness) {
    return operator(EventTimeSessionWindows.withGap(gap), lateness);
  }

  static OneInputStreamOperator<Visit, Result> dynamic(Duration lateness) {
    return operator(EventTimeSessionWindows.withDynamicGap(Visit::gapMillis), lateness);
  }

  @SuppressWarnings("unchecked")
  private static OneInputStreamOperator<Visit, Result> operator(
      WindowAssigner<? super Visit, TimeWindow> windows, Duration lateness) {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    DataStream<Result> results =
        env.fromData(Visit.of("any", 0))
            .keyBy(Visit::user, TypeInformation.of(String.class))
            .window(windows)
            .allowedLateness(lateness)
            .sideOutputLateData(LATE)
            .aggregate(
                new Visit.Tallying(),
                new WithWindow(),
                TypeInformation.of(Visit.Tally.class),
                TypeInformation.of(String.class),
                TypeInformation.of(Result.class));
    return ((OneInputTransformation<Visit, Result>) results.getTransformation()).getOperator();
  }

  private static final class WithWindow
      extends ProcessWindowFunction<String, Result, String, TimeWindow> {
    @Override
    public void process(
        String user, Context context, Iterable<String> results, Collector<Result> out) {
      for (String result : results) {
        out.collect(
            new Result(user, context.window().getStart(), context.window().getEnd(), result));
      }
    }
  }
}
