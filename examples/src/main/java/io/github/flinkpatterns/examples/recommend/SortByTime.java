// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.recommend;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Holds all interactions until the input ends, then gives them in the order of time. Published sets
 * are sorted by user or not at all, and only the order of time tells what was known when; a stream
 * that arrives about in order needs nothing of this.
 */
final class SortByTime extends KeyedProcessFunction<Integer, Interaction, Interaction> {

  private transient ListState<Interaction> held;

  @SuppressWarnings("NullAway.Init")
  private SortByTime() {}

  /** Sorts a bounded stream; ties stay in the order of the input. */
  static DataStream<Interaction> of(DataStream<Interaction> interactions) {
    return interactions
        .keyBy(interaction -> 0, Types.INT)
        .process(new SortByTime(), Interaction.TYPE)
        .setParallelism(1)
        .name("sort-by-time")
        .uid("sort-by-time")
        .assignTimestampsAndWatermarks(
            WatermarkStrategy.<Interaction>forMonotonousTimestamps()
                .withTimestampAssigner((interaction, before) -> interaction.timestampMillis()))
        .setParallelism(1)
        .name("times")
        .uid("times");
  }

  @Override
  public void open(OpenContext openContext) {
    held = getRuntimeContext().getListState(new ListStateDescriptor<>("held", Interaction.TYPE));
  }

  @Override
  public void processElement(Interaction interaction, Context context, Collector<Interaction> out)
      throws Exception {
    held.add(interaction);
    context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<Interaction> out)
      throws Exception {
    List<Interaction> sorted = new ArrayList<>();
    held.get().forEach(sorted::add);
    held.clear();
    sorted.sort(Comparator.comparingLong(Interaction::timestampMillis));
    sorted.forEach(out::collect);
  }
}
