// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.host;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Sends events without a key to a side output: Flink would stop the job at them.
 *
 * <p>An event for which the key function throws has no key either.
 */
final class NullKeyFilter<IN, K> extends ProcessFunction<IN, IN>
    implements ResultTypeQueryable<IN> {

  private final String name;
  private final KeySelector<IN, K> keySelector;
  private final OutputTag<IN> nullKeys;
  private final TypeInformation<IN> type;
  private transient Counter counter;

  @SuppressWarnings("NullAway.Init")
  NullKeyFilter(
      String name,
      KeySelector<IN, K> keySelector,
      OutputTag<IN> nullKeys,
      TypeInformation<IN> type) {
    this.name = name;
    this.keySelector = keySelector;
    this.nullKeys = nullKeys;
    this.type = type;
  }

  @Override
  public void open(OpenContext openContext) {
    counter = getRuntimeContext().getMetricGroup().addGroup(name).counter("nullKeys");
  }

  @Override
  public void processElement(IN event, Context ctx, Collector<IN> out) {
    if (hasKey(event)) {
      out.collect(event);
    } else {
      counter.inc();
      ctx.output(nullKeys, event);
    }
  }

  @Override
  public TypeInformation<IN> getProducedType() {
    return type;
  }

  private boolean hasKey(IN event) {
    try {
      return keySelector.getKey(event) != null;
    } catch (Exception e) {
      return false;
    }
  }
}
