// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.run;

import io.github.flinkpatterns.bench.rival.Way;
import io.github.flinkpatterns.bench.stream.Workload;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** What every comparison stands on: nothing at all, and one state access. They emit nothing. */
public final class Baselines {

  /** The name of the operator that does nothing. */
  public static final String NOTHING = "nothing (keyed operator)";

  /** The name of the operator that reads and updates one value. */
  public static final String ONE_VALUE = "one ValueState read and update";

  /** The name of one get and one put of RocksDB, without Flink. */
  public static final String BARE = "bare RocksDB, one get and put";

  private Baselines() {}

  /** Returns both. */
  public static <IN> List<Way<IN, Long>> of(Workload<IN> workload) {
    return List.of(nothing(workload), oneValue(workload));
  }

  /** Returns a keyed operator that does nothing. */
  public static <IN> Way<IN, Long> nothing(Workload<IN> workload) {
    return Way.of(
        NOTHING,
        events ->
            events.keyBy(workload::key, Types.STRING).process(new NoOp<>()).returns(Types.LONG),
        value -> value);
  }

  /** Returns one read and one update of a value state for each event. */
  public static <IN> Way<IN, Long> oneValue(Workload<IN> workload) {
    return Way.of(
        ONE_VALUE,
        events ->
            events
                .keyBy(workload::key, Types.STRING)
                .process(new ReadAndUpdate<>())
                .returns(Types.LONG),
        value -> value);
  }

  private static final class NoOp<IN> extends KeyedProcessFunction<String, IN, Long> {
    @Override
    public void processElement(IN event, Context context, Collector<Long> out) {}
  }

  private static final class ReadAndUpdate<IN> extends KeyedProcessFunction<String, IN, Long> {
    private transient @Nullable ValueState<Long> state;

    @Override
    public void open(OpenContext context) {
      state = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.LONG));
    }

    @Override
    @SuppressWarnings("NullAway")
    public void processElement(IN event, Context context, Collector<Long> out) throws Exception {
      Long count = state.value();
      state.update(count == null ? 1 : count + 1);
    }
  }
}
