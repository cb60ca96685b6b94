// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ways to run a scenario: every backend with every recovery and every rescale path.
 *
 * <p>Immutable. The first cell is the reference; all others must give the same records at the same
 * steps, in any order within a step.
 */
public final class ExecutionMatrix {

  private final List<Cell> cells;
  private final List<Disorder> disorders;

  private ExecutionMatrix(List<Cell> cells, List<Disorder> disorders) {
    this.cells = List.copyOf(cells);
    this.disorders = List.copyOf(disorders);
  }

  /**
   * The heap backend, plain, restored after every step, and crashing, with one subtask and rescaled
   * 1 to 3 to 2: six cells, well under a second for a small scenario once Flink's classes are
   * loaded.
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
    return new ExecutionMatrix(cells, List.of());
  }

  /** The given cells, the first being the reference. */
  public static ExecutionMatrix of(Cell first, Cell... others) {
    List<Cell> cells = new ArrayList<>(List.of(first));
    cells.addAll(List.of(others));
    return new ExecutionMatrix(cells, List.of());
  }

  /**
   * Also runs changed orders of the events, in the cells by turns, and demands the same final
   * result; a failure shrinks to the smallest script that shows it. The scenario's own expectations
   * are for its own order and are not looked at in these runs.
   */
  public ExecutionMatrix with(Disorder disorder) {
    List<Disorder> more = new ArrayList<>(disorders);
    more.add(disorder);
    return new ExecutionMatrix(cells, more);
  }

  /** Returns the cells in the order of their runs. */
  public List<Cell> cells() {
    return cells;
  }

  <OUT> Outcome<OUT> verify(Scenario<?, ?, ?, OUT> scenario) {
    Script script = scenario.script();
    int only = Integer.getInteger(Report.CELL_PROPERTY, 0);
    Outcome<OUT> reference = runCell(script, 0, null);
    checkDeterminism(script, reference);
    for (int i = 1; i < cells.size(); i++) {
      if (only == 0 || only == i + 1) {
        runCell(script, i, reference);
      }
    }
    for (Disorder disorder : disorders) {
      new DisorderRun(script, disorder, cells).check();
    }
    return reference;
  }

  private <OUT> Outcome<OUT> runCell(Script script, int index, @Nullable Outcome<OUT> reference) {
    try {
      Outcome<OUT> outcome = new CellRun<OUT>(script, cells.get(index)).run(reference == null);
      if (reference != null) {
        OutputCheck.checkSame(script, reference, outcome);
      }
      return outcome;
    } catch (CheckFailure e) {
      throw Report.of(script, cells, index, e, reference == null ? null : cells.get(0));
    }
  }

  private <OUT> void checkDeterminism(Script script, Outcome<OUT> first) {
    try {
      OutputCheck.checkSame(script, first, new CellRun<OUT>(script, cells.get(0)).run(false));
    } catch (CheckFailure e) {
      throw Report.of(
          script,
          cells,
          0,
          new CheckFailure(
              e.step(),
              "not deterministic: a second run of the same steps gave something else\n"
                  + e.getMessage(),
              e.getCause()),
          null);
    }
  }
}
