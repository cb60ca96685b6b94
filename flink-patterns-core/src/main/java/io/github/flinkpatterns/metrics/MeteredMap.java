// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.metrics;

import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;

/** A metered map. */
final class MeteredMap<IN, OUT> extends RichMapFunction<IN, OUT>
    implements CheckpointedFunction, CheckpointListener, ResultTypeQueryable<OUT> {

  private final String name;
  private final MapFunction<IN, OUT> inner;
  private final TypeInformation<OUT> type;
  private transient Meters meters;

  @SuppressWarnings("NullAway.Init")
  MeteredMap(String name, MapFunction<IN, OUT> inner, TypeInformation<OUT> type) {
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
  public OUT map(IN value) throws Exception {
    return meters.result(() -> inner.map(value));
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
