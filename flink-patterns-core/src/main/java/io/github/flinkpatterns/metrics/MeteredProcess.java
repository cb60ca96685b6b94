// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.metrics;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** A metered process function. */
final class MeteredProcess<IN, OUT> extends ProcessFunction<IN, OUT> implements Wrapper<OUT> {

  private static final long serialVersionUID = 1;

  private final Step<ProcessFunction<IN, OUT>, OUT> step;

  MeteredProcess(String name, ProcessFunction<IN, OUT> function, TypeInformation<OUT> type) {
    step = new Step<>(name, function, type);
  }

  @Override
  public Step<?, OUT> step() {
    return step;
  }

  @Override
  public void open(OpenContext context) throws Exception {
    var unused = step.open(context, getRuntimeContext());
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
}
