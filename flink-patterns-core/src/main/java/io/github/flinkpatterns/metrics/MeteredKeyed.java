// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.metrics;

import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** A metered keyed function; of a logic, with the size of its state. */
final class MeteredKeyed<K, IN, OUT> extends KeyedProcessFunction<K, IN, OUT>
    implements CheckpointedFunction, CheckpointListener, ResultTypeQueryable<OUT> {

  private final String name;
  private final KeyedProcessFunction<K, IN, OUT> inner;
  private final TypeInformation<OUT> type;

  /** Shared with the logic that is wrapped; null if the state is not known. */
  private final @Nullable StateSize size;

  private transient @Nullable ListState<Tuple2<Long, Long>> kept;
  private transient Meters meters;

  @SuppressWarnings("NullAway.Init")
  MeteredKeyed(
      String name,
      KeyedProcessFunction<K, IN, OUT> inner,
      TypeInformation<OUT> type,
      @Nullable StateSize size) {
    this.name = name;
    this.inner = inner;
    this.type = type;
    this.size = size;
  }

  @Override
  public void open(OpenContext context) throws Exception {
    MetricGroup group = getRuntimeContext().getMetricGroup().addGroup(name);
    meters = new Meters(group);
    if (size != null) {
      group.gauge("stateEntries", size::entries);
      group.gauge("stateBytes", size::bytes);
    }
    Inner.open(inner, context, getRuntimeContext());
  }

  @Override
  public void processElement(IN value, Context context, Collector<OUT> out) throws Exception {
    meters.event(() -> inner.processElement(value, context, meters.counting(out)));
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<OUT> out) throws Exception {
    meters.timer(() -> inner.onTimer(time, context, meters.counting(out)));
  }

  @Override
  public void close() throws Exception {
    Inner.close(inner);
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
    Inner.initialize(inner, context);
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    if (size != null && kept != null) {
      kept.update(List.of(Tuple2.of(size.entries(), size.bytes())));
    }
    Inner.snapshot(inner, context);
  }

  @Override
  public void notifyCheckpointComplete(long checkpoint) throws Exception {
    Inner.completed(inner, checkpoint);
  }

  @Override
  public void notifyCheckpointAborted(long checkpoint) throws Exception {
    Inner.aborted(inner, checkpoint);
  }

  @Override
  public TypeInformation<OUT> getProducedType() {
    return type;
  }
}
