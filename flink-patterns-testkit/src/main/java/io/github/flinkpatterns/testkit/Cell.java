// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One way to run a scenario.
 *
 * @param backend where state lives
 * @param recovery how the run is interrupted
 * @param parallelism the number of subtasks over the run; {@code [1, 3, 2]} rescales twice, at a
 *     third and at two thirds of the steps
 */
public record Cell(Backend backend, Recovery recovery, List<Integer> parallelism) {

  /** The first cell of every matrix: heap, uninterrupted, one subtask. */
  public static final Cell PLAIN = new Cell(Backend.HASHMAP, Recovery.NONE, List.of(1));

  /** Checks the path. */
  public Cell {
    parallelism = List.copyOf(parallelism);
    if (parallelism.isEmpty() || parallelism.stream().anyMatch(p -> p < 1)) {
      throw new IllegalArgumentException(
          "Cell: parameter 'parallelism': "
              + parallelism
              + ", must hold at least one value, each 1 or more; for example List.of(1, 3, 2)");
    }
  }

  int parallelismAt(int step, int steps) {
    return steps == 0
        ? parallelism.get(0)
        : parallelism.get((int) ((long) step * parallelism.size() / steps));
  }

  /** Returns the cell as used in reports, such as {@code rocksdb, crash and replay, 1->3->2}. */
  @Override
  public String toString() {
    return backend
        + ", "
        + recovery
        + ", "
        + parallelism.stream().map(String::valueOf).collect(Collectors.joining("->"));
  }
}
