// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.erase;

import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.logic.LogicContext;
import org.apache.flink.util.OutputTag;

/** Makes a logic erasable that has no controls: its only ones are commands. */
final class CommandLogic<K, IN, S, OUT> extends EraseLogic<K, IN, EraseCommand<K>, S, OUT> {

  CommandLogic(
      KeyedLogic<K, IN, S, OUT> logic,
      long refuseMillis,
      OutputTag<EraseReceipt<K>> receipts,
      OutputTag<IN> refused) {
    super(logic, refuseMillis, receipts, refused);
  }

  @Override
  public void onControl(
      EraseCommand<K> command, long timestamp, Object state, LogicContext<K, OUT> context) {
    erase(command, state, context);
  }
}
