// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.host.fast;

import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.logic.ControlledLogic;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** The fast host of a logic with a keyed control input. */
final class ControlledOperator<K, IN, C, S, OUT> extends CachedOperator<K, IN, S, OUT>
    implements TwoInputStreamOperator<IN, C, OUT> {

  private final ControlledLogic<K, IN, C, S, OUT> logic;
  private final KeySelector<C, K> controlKey;

  ControlledOperator(
      ControlledLogic<K, IN, C, S, OUT> logic,
      KeySelector<IN, K> keySelector,
      KeySelector<C, K> controlKey,
      CacheSettings settings) {
    super(logic, keySelector, settings);
    this.logic = logic;
    this.controlKey = controlKey;
  }

  @Override
  public void processElement1(StreamRecord<IN> element) throws Exception {
    processEvent(element);
  }

  @Override
  public void processElement2(StreamRecord<C> element) throws Exception {
    C control = element.getValue();
    long timestamp = timestamp(element);
    S value = engine.begin(controlKey.getKey(control), timestamp);
    logic.onControl(control, timestamp, value, engine);
    engine.end();
  }
}
