// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.metrics;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/** A metered keyed function of two inputs. */
final class MeteredCo<K, A, B, OUT> extends KeyedCoProcessFunction<K, A, B, OUT>
    implements Wrapper<OUT> {

  private static final long serialVersionUID = 1;

  private final Step<KeyedCoProcessFunction<K, A, B, OUT>, OUT> step;

  MeteredCo(String name, KeyedCoProcessFunction<K, A, B, OUT> function, TypeInformation<OUT> type) {
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
  public void processElement1(A value, Context context, Collector<OUT> out) throws Exception {
    step.meters.event(
        () -> step.function.processElement1(value, context, step.meters.counting(out)));
  }

  @Override
  public void processElement2(B value, Context context, Collector<OUT> out) throws Exception {
    step.meters.event(
        () -> step.function.processElement2(value, context, step.meters.counting(out)));
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<OUT> out) throws Exception {
    step.meters.timer(() -> step.function.onTimer(time, context, step.meters.counting(out)));
  }
}
