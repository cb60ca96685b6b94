// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.harness;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.RoundRobinOperatorStateRepartitioner;
import org.apache.flink.runtime.checkpoint.StateObjectCollection;
import org.apache.flink.runtime.state.OperatorStateHandle;

/** Restores as many subtasks as there were: union state goes to all, everything else stays. */
final class OperatorStates {

  private OperatorStates() {}

  static OperatorSubtaskState share(List<OperatorSubtaskState> states, int index) {
    OperatorSubtaskState own = states.get(index);
    List<List<OperatorStateHandle>> managed = new ArrayList<>();
    for (OperatorSubtaskState state : states) {
      managed.add(new ArrayList<>(state.getManagedOperatorState()));
    }
    if (states.size() == 1 || managed.stream().allMatch(List::isEmpty)) {
      return own;
    }
    List<List<OperatorStateHandle>> shares =
        RoundRobinOperatorStateRepartitioner.INSTANCE.repartitionState(
            managed, states.size(), states.size());
    return own.toBuilder()
        .setManagedOperatorState(new StateObjectCollection<>(shares.get(index)))
        .build();
  }
}
