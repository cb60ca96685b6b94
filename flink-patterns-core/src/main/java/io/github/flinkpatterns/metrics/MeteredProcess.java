// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.metrics;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** A metered process function. */
final class MeteredProcess<IN, OUT> extends ProcessFunction<IN, OUT>
    implements CheckpointedFunction, CheckpointListener, ResultTypeQueryable<OUT> {

  private final String name;
  private final ProcessFunction<IN, OUT> inner;
  private final TypeInformation<OUT> type;
  private transient Meters meters;

  @SuppressWarnings("NullAway.Init")
  MeteredProcess(String name, ProcessFunction<IN, OUT> inner, TypeInformation<OUT> type) {
    this.name = name;
    this.inner = inner;
    this.type = type;
  }

  @Override
  public void open(OpenContext context) throws Exception {
    meters = new Meters(getRuntimeContext().getMetricGroup().addGroup(name));
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
    Inner.initialize(inner, context);
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
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
