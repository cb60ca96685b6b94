// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.metrics;

import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** A metered map. */
final class MeteredMap<IN, OUT> extends RichMapFunction<IN, OUT> implements Wrapper<OUT> {

  private static final long serialVersionUID = 1;

  private final Step<MapFunction<IN, OUT>, OUT> step;

  MeteredMap(String name, MapFunction<IN, OUT> function, TypeInformation<OUT> type) {
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
  public OUT map(IN value) throws Exception {
    return step.meters.result(() -> step.function.map(value));
  }
}
