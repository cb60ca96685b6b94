// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.metrics;

import java.io.Serializable;
import org.apache.flink.api.common.functions.Function;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFunction;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.MetricGroup;

/**
 * A wrapped function with its metrics.
 *
 * @param <F> the function
 * @param <OUT> its result
 */
final class Step<F extends Function, OUT> implements Serializable {

  private static final long serialVersionUID = 1;

  final F function;
  final TypeInformation<OUT> type;
  private final String name;

  /** Of a step that was opened. */
  transient Meters meters;

  @SuppressWarnings("NullAway.Init")
  Step(String name, F function, TypeInformation<OUT> type) {
    this.name = name;
    this.function = function;
    this.type = type;
  }

  /** Opens the function, and returns the group of its metrics. */
  MetricGroup open(OpenContext context, RuntimeContext runtime) throws Exception {
    MetricGroup group = runtime.getMetricGroup().addGroup(name);
    meters = new Meters(group);
    if (function instanceof RichFunction rich) {
      rich.setRuntimeContext(runtime);
      rich.open(context);
    }
    return group;
  }

  void close() throws Exception {
    if (function instanceof RichFunction rich) {
      rich.close();
    }
  }
}
