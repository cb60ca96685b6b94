// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.suite;

import io.github.flinkpatterns.bench.report.Comparison;
import io.github.flinkpatterns.bench.report.Cost;
import io.github.flinkpatterns.bench.report.Table;
import java.util.ArrayList;
import java.util.List;

/** Puts the medians of several runs into one table: the same ways at several points. */
final class Growth {

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
    return new Table(suite, title, scenario, "us/event", axis, columns, rows, chart);
  }
}
