// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.host;

import io.github.flinkpatterns.logic.ControlledLogic;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/** Runs a logic with a keyed control input as a plain function. */
final class ControlledFunction<K, IN, C, S, OUT> extends KeyedCoProcessFunction<K, IN, C, OUT>
    implements ResultTypeQueryable<OUT> {

  private final ControlledLogic<K, IN, C, S, OUT> logic;
  private transient FunctionRunner<K, IN, S, OUT> runner;

  @SuppressWarnings("NullAway.Init")
  ControlledFunction(ControlledLogic<K, IN, C, S, OUT> logic) {
    this.logic = logic;
  }

  @Override
  public void open(OpenContext openContext) {
    runner = new FunctionRunner<>(logic, getRuntimeContext());
  }

  @Override
  public void processElement1(IN event, Context ctx, Collector<OUT> out) throws Exception {
    S value = runner.begin(ctx.getCurrentKey(), ctx.timerService(), ctx::output, out);
    logic.onEvent(event, LogicFunction.timestamp(ctx.timestamp()), value, runner);
    runner.end();
  }

  @Override
  public void processElement2(C control, Context ctx, Collector<OUT> out) throws Exception {
    S value = runner.begin(ctx.getCurrentKey(), ctx.timerService(), ctx::output, out);
    logic.onControl(control, LogicFunction.timestamp(ctx.timestamp()), value, runner);
    runner.end();
  }

  @Override
  public void onTimer(long time, OnTimerContext ctx, Collector<OUT> out) throws Exception {
    runner.begin(ctx.getCurrentKey(), ctx.timerService(), ctx::output, out);
    LogicFunction.fire(time, ctx.timeDomain(), runner);
  }

  @Override
  public TypeInformation<OUT> getProducedType() {
    return logic.outputType();
  }
}
