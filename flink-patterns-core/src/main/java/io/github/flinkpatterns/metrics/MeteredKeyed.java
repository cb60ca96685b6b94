// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.metrics;

import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** A metered keyed function; of a logic, with the size of its state. */
final class MeteredKeyed<K, IN, OUT> extends KeyedProcessFunction<K, IN, OUT>
    implements Wrapper<OUT> {

  private static final long serialVersionUID = 1;

  private final Step<KeyedProcessFunction<K, IN, OUT>, OUT> step;

  /** Shared with the logic that is wrapped; null if the state is not known. */
  private final @Nullable StateSize size;

  private transient @Nullable ListState<Tuple2<Long, Long>> kept;

  MeteredKeyed(
      String name,
      KeyedProcessFunction<K, IN, OUT> function,
      TypeInformation<OUT> type,
      @Nullable StateSize size) {
    step = new Step<>(name, function, type);
    this.size = size;
  }

  @Override
  public Step<?, OUT> step() {
    return step;
  }

  @Override
  public void open(OpenContext context) throws Exception {
    MetricGroup group = step.open(context, getRuntimeContext());
    if (size != null) {
      group.gauge("stateEntries", size::entries);
      group.gauge("stateBytes", size::bytes);
    }
  }

  @Override
  public void close() throws Exception {
    step.close();
  }

  @Override
  public void processElement(IN value, Context context, Collector<OUT> out) throws Exception {
    step.meters.event(
        () -> step.function.processElement(value, context, step.meters.counting(out)));
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<OUT> out) throws Exception {
    step.meters.timer(() -> step.function.onTimer(time, context, step.meters.counting(out)));
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    if (size != null) {
      kept =
          context
              .getOperatorStateStore()
              .getListState(
                  new ListStateDescriptor<>(
                      "metered-state-size", Types.TUPLE(Types.LONG, Types.LONG)));
      size.restore(kept.get());
    }
    Wrapper.super.initializeState(context);
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    if (size != null && kept != null) {
      kept.update(List.of(Tuple2.of(size.entries(), size.bytes())));
    }
    Wrapper.super.snapshotState(context);
  }
}
