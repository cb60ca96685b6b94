// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.suite;

import io.github.flinkpatterns.bench.report.Comparison;
import io.github.flinkpatterns.bench.report.Cost;
import io.github.flinkpatterns.bench.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Puts the medians of several runs into one table: the same ways at several points. */
final class Growth {

  /** Below it there is none. */
  private static final double NO_DIFFERENCE = 1.15;

  private Growth() {}

  static Table table(
      String suite,
      String title,
      String scenario,
      String axis,
      List<String> columns,
      List<Comparison> runs,
      Table.Chart chart) {
    List<Table.Row> rows = new ArrayList<>();
    for (Cost cost : runs.get(0).costs()) {
      rows.add(
          new Table.Row(
              cost.name(),
              runs.stream().map(run -> run.cost(cost.name()).spread().median()).toList()));
    }
    return new Table(
        suite,
        title,
        scenario + bend(columns, rows.get(0)),
        "us/event",
        axis,
        columns,
        rows,
        chart);
  }

  /** Says in words between which two columns the cost of a way grows by the largest factor. */
  static String bend(List<String> columns, Table.Row row) {
    int at = 0;
    double most = NO_DIFFERENCE;
    for (int i = 1; i < columns.size(); i++) {
      double factor = row.values().get(i) / row.values().get(i - 1);
      if (factor > most) {
        most = factor;
        at = i;
      }
    }
    return at == 0
        ? String.format(Locale.ROOT, " %s does not bend upwards.", row.name())
        : String.format(
            Locale.ROOT,
            " %s bends most from %s to %s: %.2f times.",
            row.name(),
            columns.get(at - 1),
            columns.get(at),
            most);
  }
}
