// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import java.util.ArrayList;
import java.util.List;

/**
 * The ways to run a scenario: every backend with every recovery and every rescale path.
 *
 * <p>Immutable. The first cell is the reference; all others must give the same records at the same
 * steps, in any order within a step.
 */
public final class ExecutionMatrix {

  private final List<Cell> cells;

  private ExecutionMatrix(List<Cell> cells) {
    this.cells = List.copyOf(cells);
  }

  /**
   * The heap backend, plain, restored after every step, and crashing, with one subtask and rescaled
   * 1 to 3 to 2: six cells, well under a second for a small scenario.
   */
  public static ExecutionMatrix standard() {
    return over(
        List.of(Backend.HASHMAP),
        List.of(Recovery.values()),
        List.of(List.of(1), List.of(1, 3, 2)));
  }

  /** As {@link #standard()}, with every backend on the class path; RocksDB costs seconds. */
  public static ExecutionMatrix full() {
    return over(
        Backend.available(), List.of(Recovery.values()), List.of(List.of(1), List.of(1, 3, 2)));
  }

  /** Every combination of the given values. */
  public static ExecutionMatrix over(
      List<Backend> backends, List<Recovery> recoveries, List<List<Integer>> parallelism) {
    List<Cell> cells = new ArrayList<>();
    for (Backend backend : backends) {
      for (List<Integer> path : parallelism) {
        for (Recovery recovery : recoveries) {
          cells.add(new Cell(backend, recovery, path));
        }
      }
    }
    return new ExecutionMatrix(cells);
  }

  /** The given cells, the first being the reference. */
  public static ExecutionMatrix of(Cell first, Cell... others) {
    List<Cell> cells = new ArrayList<>(List.of(first));
    cells.addAll(List.of(others));
    return new ExecutionMatrix(cells);
  }

  /** Returns the cells in the order of their runs. */
  public List<Cell> cells() {
    return cells;
  }

  <OUT> Outcome<OUT> verify(Scenario<?, ?, ?, OUT> scenario) {
    Script script = scenario.script();
    Outcome<OUT> reference = null;
    for (int i = 0; i < cells.size(); i++) {
      Cell cell = cells.get(i);
      try {
        Outcome<OUT> outcome = new CellRun<OUT>(script, cell).run();
        if (reference == null) {
          reference = outcome;
        } else {
          OutputCheck.checkSame(script, reference, outcome);
        }
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            "Scenario "
                + script.name()
                + ", cell "
                + (i + 1)
                + " of "
                + cells.size()
                + " ("
                + cell
                + "): "
                + e.getMessage(),
            e);
      }
    }
    if (reference == null) {
      throw new IllegalStateException("a matrix without cells");
    }
    return reference;
  }
}
