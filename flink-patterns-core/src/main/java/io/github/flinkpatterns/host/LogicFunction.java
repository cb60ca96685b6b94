// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.host;

import static io.github.flinkpatterns.logic.KeyedLogic.NO_TIMESTAMP;

import io.github.flinkpatterns.logic.KeyedLogic;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Runs a logic as a plain function. */
final class LogicFunction<K, IN, S, OUT> extends KeyedProcessFunction<K, IN, OUT>
    implements ResultTypeQueryable<OUT> {

  private final KeyedLogic<K, IN, S, OUT> logic;
  private transient FunctionRunner<K, IN, S, OUT> runner;

  @SuppressWarnings("NullAway.Init")
  LogicFunction(KeyedLogic<K, IN, S, OUT> logic) {
    this.logic = logic;
  }

  @Override
  public void open(OpenContext openContext) {
    runner = new FunctionRunner<>(logic, getRuntimeContext());
  }

  @Override
  public void processElement(IN event, Context ctx, Collector<OUT> out) throws Exception {
    S value = runner.begin(ctx.getCurrentKey(), ctx.timerService(), ctx::output, out);
    logic.onEvent(event, timestamp(ctx.timestamp()), value, runner);
    runner.end();
  }

  @Override
  public void onTimer(long time, OnTimerContext ctx, Collector<OUT> out) throws Exception {
    runner.begin(ctx.getCurrentKey(), ctx.timerService(), ctx::output, out);
    fire(time, ctx.timeDomain(), runner);
  }

  @Override
  public TypeInformation<OUT> getProducedType() {
    return logic.outputType();
  }

  static void fire(long time, TimeDomain domain, FunctionRunner<?, ?, ?, ?> runner)
      throws Exception {
    if (domain == TimeDomain.EVENT_TIME) {
      runner.onEventTimer(time);
    } else {
      runner.onProcessingTimer(time);
    }
  }

  static long timestamp(@Nullable Long timestamp) {
    return timestamp == null ? NO_TIMESTAMP : timestamp;
  }
}
