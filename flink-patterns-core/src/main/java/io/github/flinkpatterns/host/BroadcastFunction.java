// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.host;

import io.github.flinkpatterns.logic.BroadcastLogic;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/** Runs a logic with a broadcast control input as a plain function. */
final class BroadcastFunction<K, IN, C, G, S, OUT>
    extends KeyedBroadcastProcessFunction<K, IN, C, OUT> implements ResultTypeQueryable<OUT> {

  private final BroadcastLogic<K, IN, C, G, S, OUT> logic;
  private transient FunctionRunner<K, IN, S, OUT> runner;
  private transient MapStateDescriptor<Integer, G> descriptor;
  private transient boolean first;
  private transient boolean restored;

  @SuppressWarnings("NullAway.Init")
  BroadcastFunction(BroadcastLogic<K, IN, C, G, S, OUT> logic) {
    this.logic = logic;
  }

  @Override
  public void open(OpenContext openContext) {
    runner = new FunctionRunner<>(logic, getRuntimeContext());
    descriptor = StateNames.shared(logic);
    first = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0;
    restored = false;
  }

  @Override
  public void processElement(IN event, ReadOnlyContext ctx, Collector<OUT> out) throws Exception {
    restore(ctx.getBroadcastState(descriptor));
    S value = runner.begin(ctx.getCurrentKey(), ctx.timerService(), ctx::output, out);
    logic.onEvent(event, LogicFunction.timestamp(ctx.timestamp()), value, runner);
    runner.end();
  }

  @Override
  public void processBroadcastElement(C control, Context ctx, Collector<OUT> out) throws Exception {
    var state = ctx.getBroadcastState(descriptor);
    G shared = state.get(StateNames.SHARED_KEY);
    if (shared == null) {
      shared = logic.createShared();
    }
    logic.onBroadcast(
        control,
        LogicFunction.timestamp(ctx.timestamp()),
        shared,
        runner.unkeyed(
            ctx.currentWatermark(),
            ctx.currentProcessingTime(),
            first ? ctx::output : null,
            first ? out : null));
    state.put(StateNames.SHARED_KEY, shared);
    logic.useShared(shared);
    restored = true;
  }

  @Override
  public void onTimer(long time, OnTimerContext ctx, Collector<OUT> out) throws Exception {
    restore(ctx.getBroadcastState(descriptor));
    runner.begin(ctx.getCurrentKey(), ctx.timerService(), ctx::output, out);
    LogicFunction.fire(time, ctx.timeDomain(), runner);
  }

  // Broadcast state can be read in a call only, not when the function opens.
  private void restore(ReadOnlyBroadcastState<Integer, G> state) throws Exception {
    if (!restored) {
      G shared = state.get(StateNames.SHARED_KEY);
      logic.useShared(shared == null ? logic.createShared() : shared);
      restored = true;
    }
  }

  @Override
  public TypeInformation<OUT> getProducedType() {
    return logic.outputType();
  }
}
