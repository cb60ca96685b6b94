// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.host.fast;

import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.logic.KeyedLogic;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** The fast host of a logic without controls. */
final class OneInputOperator<K, IN, S, OUT> extends CachedOperator<K, IN, S, OUT>
    implements OneInputStreamOperator<IN, OUT> {

  OneInputOperator(
      KeyedLogic<K, IN, S, OUT> logic, KeySelector<IN, K> keySelector, CacheSettings settings) {
    super(logic, keySelector, settings);
  }

  @Override
  public void processElement(StreamRecord<IN> element) throws Exception {
    processEvent(element);
  }
}
