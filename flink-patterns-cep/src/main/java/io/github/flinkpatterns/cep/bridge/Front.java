// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.bridge;

import io.github.flinkpatterns.cep.bridge.Outcomes.Result;
import io.github.flinkpatterns.cep.bridge.Outcomes.Result.Aside;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Makes elements of events, and sends aside those that flink-cep would stop at or lose: events
 * without a key, and without a timestamp.
 */
final class Front<K, IN, E> extends ProcessFunction<IN, E> {

  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // given as serializable
  private final KeySelector<IN, K> keySelector;

  @SuppressWarnings("serial")
  private final Elements<IN, E> elements;

  private final OutputTag<Result<K, IN>> aside;

  Front(KeySelector<IN, K> keySelector, Elements<IN, E> elements, OutputTag<Result<K, IN>> aside) {
    this.keySelector = keySelector;
    this.elements = elements;
    this.aside = aside;
  }

  @Override
  public void processElement(IN event, Context context, Collector<E> out) throws Exception {
    Long timestamp = context.timestamp();
    if (timestamp == null || timestamp == Long.MIN_VALUE) {
      context.output(aside, Result.of(Aside.WITHOUT_TIMESTAMP, event));
    } else if (hasKey(event)) {
      out.collect(elements.of(event, timestamp));
    } else {
      context.output(aside, Result.of(Aside.NULL_KEY, event));
    }
  }

  private boolean hasKey(IN event) {
    try {
      return keySelector.getKey(event) != null;
    } catch (Exception e) {
      return false;
    }
  }
}
