// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.erase;

import io.github.flinkpatterns.logic.ControlledLogic;
import io.github.flinkpatterns.logic.LogicContext;
import org.apache.flink.types.Either;
import org.apache.flink.util.OutputTag;

/** Makes a logic erasable that has controls of its own: they share its second input. */
final class CommandOrControlLogic<K, IN, C, S, OUT>
    extends EraseLogic<K, IN, Either<C, EraseCommand<K>>, S, OUT> {

  private final ControlledLogic<K, IN, C, S, OUT> logic;

  CommandOrControlLogic(
      ControlledLogic<K, IN, C, S, OUT> logic,
      long refuseMillis,
      OutputTag<EraseReceipt<K>> receipts,
      OutputTag<IN> refused) {
    super(logic, refuseMillis, receipts, refused);
    this.logic = logic;
  }

  @Override
  public void onControl(
      Either<C, EraseCommand<K>> control,
      long timestamp,
      Object state,
      LogicContext<K, OUT> context)
      throws Exception {
    if (control.isRight()) {
      erase(control.right(), state, context);
    } else {
      Guarded<S> guarded = Guarded.of(state);
      logic.onControl(control.left(), timestamp, guarded.value, context);
    }
  }
}
