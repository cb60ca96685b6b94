// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.report;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * Several ways to do a job, side by side in one run.
 *
 * @param suite the suite it belongs to
 * @param title what was asked, with the backend
 * @param scenario the stream and the settings
 * @param backend where state was kept
 * @param measure what was measured
 * @param costs what each cost; the first is the one to which the others are compared
 * @param results how many results there were, equal in every way
 */
public record Comparison(
    String suite,
    String title,
    String scenario,
    String backend,
    String measure,
    List<Cost> costs,
    long results) {

  /** Tells whether {@code name} was measured. */
  public boolean has(String name) {
    return costs.stream().anyMatch(cost -> cost.name().equals(name));
  }

  /**
   * Returns what {@code name} cost.
   *
   * @throws IllegalArgumentException if it was not measured
   */
  public Cost cost(String name) {
    return costs.stream()
        .filter(cost -> cost.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("'" + title + "' did not measure '" + name + "'"));
  }

  /** Prints it as a table of Markdown. */
  public void print(PrintStream out) {
    boolean barriers = costs.stream().anyMatch(cost -> !cost.barrierMillis().isEmpty());
    out.println();
    out.println("### " + title);
    out.println();
    out.println(scenario + " " + measure + ".");
    out.println();
    out.println(
        "| variant | us/event, median | lowest | x the first, median | quartiles |"
            + (barriers ? " barrier ms, median | longest |" : ""));
    out.println("|---|---|---|---|---|" + (barriers ? "---|---|" : ""));
    for (Cost cost : costs) {
      Spread micros = cost.spread();
      Spread ratio = cost.ratioTo(costs.get(0));
      out.printf(
          Locale.ROOT,
          "| %s | %.2f | %.2f | %.2f | %.2f .. %.2f |",
          cost.name(),
          micros.median(),
          micros.least(),
          ratio.median(),
          ratio.low(),
          ratio.high());
      if (barriers) {
        out.printf(Locale.ROOT, " %.2f | %.2f |", cost.barrier().median(), cost.barrier().most());
      }
      out.println();
    }
    out.println();
    out.printf(
        Locale.ROOT,
        "%,d results, equal wherever they must be; %d measured rounds.%n",
        results,
        costs.get(0).micros().size());
  }
}
