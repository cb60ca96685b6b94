// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.harness;

import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;

/**
 * A finished snapshot of all subtasks.
 *
 * @param maxParallelism the number of key groups
 * @param states the state of each subtask, in order
 */
public record Snapshot(int maxParallelism, List<OperatorSubtaskState> states) {

  /** Keeps an unmodifiable copy. */
  public Snapshot {
    states = List.copyOf(states);
  }
}
