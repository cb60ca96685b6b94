// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import io.github.flinkpatterns.testkit.harness.Blueprint.Inputs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs a script in changed orders, and shrinks the first one that gives another result. */
final class DisorderRun {

  /** Bounds the time that shrinking may take; a run of a small script costs milliseconds. */
  private static final int MAX_SHRINK_RUNS = 500;

  private final Script script;
  private final Disorder disorder;
  private final List<Cell> cells;
  private final List<Step.Move> moves;
  private int shrinkRuns;

  DisorderRun(Script script, Disorder disorder, List<Cell> cells) {
    this.script = script.withMoves(script.moves());
    this.disorder = disorder;
    this.cells = cells;
    this.moves = script.moves();
  }

  void check() {
    long only = Long.getLong(Report.SEED_PROPERTY, 0L);
    for (long seed = 1; seed <= disorder.orders(); seed++) {
      if (only == 0 || only == seed) {
        check(seed);
      }
    }
  }

  private void check(long seed) {
    boolean broadcast = script.host(0).inputs() == Inputs.KEYED_BROADCAST;
    List<Integer> order = disorder.order(moves, broadcast, seed);
    int index = (int) ((seed - 1) % cells.size());
    if (disorder.makesLate()) {
      checkLate(order, index, seed);
    } else {
      checkSameResult(order, index, seed);
    }
  }

  /** Late events: the cells must agree among themselves. */
  private void checkLate(List<Integer> order, int index, long seed) {
    Script changed = script.withMoves(pick(order));
    Script named =
        changed.with(
            changed.settings().withName(script.name() + " (late events, seed " + seed + ")"));
    Outcome<Object> reference = run(named, 0);
    try {
      OutputCheck.checkSame(named, reference, new CellRun<>(named, cells.get(index)).run(false));
    } catch (CheckFailure e) {
      throw Report.of(named, cells, index, e, cells.get(0));
    }
  }

  private Outcome<Object> run(Script changed, int index) {
    try {
      return new CellRun<>(changed, cells.get(index)).run(false);
    } catch (CheckFailure e) {
      throw Report.of(changed, cells, index, e, null);
    }
  }

  private void checkSameResult(List<Integer> order, int index, long seed) {
    List<Integer> inOrder = new ArrayList<>();
    for (int i = 0; i < moves.size(); i++) {
      inOrder.add(i);
    }
    Cell cell = cells.get(index);
    if (!differs(inOrder, order, cell)) {
      return;
    }
    Candidate small = shrink(new Candidate(inOrder, order), cell);
    throw new AssertionError(
        "Scenario "
            + script.name()
            + " depends on the order of arrival (seed "
            + seed
            + ", cell "
            + (index + 1)
            + " of "
            + cells.size()
            + ": "
            + cell
            + ")\nfinal result of the smallest script that shows it, "
            + small.inOrder.size()
            + " of "
            + moves.size()
            + " steps\n  in order:   "
            + resultOf(small.inOrder, Cell.PLAIN)
            + "\n  disordered: "
            + resultOf(small.order, cell)
            + "\nin order\n"
            + JavaSource.steps(pick(small.inOrder))
            + "\ndisordered\n"
            + JavaSource.steps(pick(small.order))
            + "\nRerun this order alone with -D"
            + Report.SEED_PROPERTY
            + "="
            + seed);
  }

  private boolean differs(List<Integer> inOrder, List<Integer> order, Cell cell) {
    return !Objects.equals(resultOf(inOrder, Cell.PLAIN), resultOf(order, cell));
  }

  /**
   * Returns something that equals another's result exactly when the results are the same. The input
   * is ended, so that what the last watermark of the script left open counts too.
   */
  private Object resultOf(List<Integer> order, Cell cell) {
    List<Step.Move> ended = pick(order);
    if (ended.isEmpty() || !(ended.get(ended.size() - 1) instanceof Step.EndOfInput)) {
      ended.add(new Step.EndOfInput());
    }
    Script changed = script.withMoves(ended);
    try {
      Outcome<Object> outcome = new CellRun<>(changed, cell).run(false);
      Function<Outcome<Object>, Object> view = script.settings().finalView();
      return view != null ? view.apply(outcome) : Totals.of(outcome);
    } catch (CheckFailure e) {
      return "failed: " + e.getMessage();
    }
  }

  private List<Step.Move> pick(List<Integer> order) {
    List<Step.Move> picked = new ArrayList<>();
    order.forEach(i -> picked.add(moves.get(i)));
    return picked;
  }

  /** First leaves steps out, in ever smaller chunks, then sets pairs back into order. */
  private Candidate shrink(Candidate start, Cell cell) {
    Candidate best = start;
    for (int chunk = Math.max(1, start.inOrder.size() / 2); chunk >= 1; chunk /= 2) {
      int from = 0;
      while (from < best.inOrder.size()) {
        List<Integer> gone =
            best.inOrder.subList(from, Math.min(from + chunk, best.inOrder.size()));
        Candidate smaller = best.without(gone);
        if (fails(smaller, cell)) {
          best = smaller;
        } else {
          from += chunk;
        }
      }
    }
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int i = 0; i + 1 < best.order.size(); i++) {
        if (best.order.get(i) > best.order.get(i + 1)) {
          Candidate calmer = best.swapped(i);
          if (fails(calmer, cell)) {
            best = calmer;
            changed = true;
          }
        }
      }
    }
    return best;
  }

  private boolean fails(Candidate candidate, Cell cell) {
    return ++shrinkRuns <= MAX_SHRINK_RUNS && differs(candidate.inOrder, candidate.order, cell);
  }

  /** The same steps twice. */
  private record Candidate(List<Integer> inOrder, List<Integer> order) {

    Candidate without(List<Integer> gone) {
      return new Candidate(
          inOrder.stream().filter(i -> !gone.contains(i)).toList(),
          order.stream().filter(i -> !gone.contains(i)).toList());
    }

    Candidate swapped(int at) {
      List<Integer> result = new ArrayList<>(order);
      result.set(at, order.get(at + 1));
      result.set(at + 1, order.get(at));
      return new Candidate(inOrder, result);
    }
  }

  /** A value as a key of a map. */
  private record Counted(Object key, String text) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Counted c && c.key.equals(key);
    }

    @Override
    public int hashCode() {
      return key.hashCode();
    }
  }

  /** How often each value came on each output. */
  private record Totals(Map<String, Map<Counted, Integer>> counts) {

    static Totals of(Outcome<Object> outcome) {
      Map<String, Map<Counted, Integer>> counts = new LinkedHashMap<>();
      outcome.emitted().forEach(e -> count(counts, "main output", e.value()));
      for (String id : outcome.sideOutputs()) {
        outcome.side(id).forEach(e -> count(counts, "side output '" + id + "'", e.value()));
      }
      return new Totals(counts);
    }

    private static void count(
        Map<String, Map<Counted, Integer>> counts, String output, Object value) {
      counts
          .computeIfAbsent(output, ignored -> new LinkedHashMap<>())
          .merge(new Counted(Values.key(value), Values.text(value)), 1, Integer::sum);
    }

    @Override
    public String toString() {
      List<String> parts = new ArrayList<>();
      counts.forEach(
          (output, values) -> {
            List<String> shown = new ArrayList<>();
            values.forEach((value, n) -> shown.add(n == 1 ? value.text : n + " x " + value.text));
            parts.add(output + " " + shown);
          });
      return parts.isEmpty() ? "nothing" : String.join(", ", parts);
    }
  }
}
