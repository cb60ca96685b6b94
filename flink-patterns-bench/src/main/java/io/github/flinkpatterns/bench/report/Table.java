// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.report;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * Numbers of some ways at some points: cost against a size, or bytes.
 *
 * @param suite the suite it belongs to
 * @param title what was asked
 * @param scenario the stream and the settings
 * @param unit what the numbers are
 * @param axis what the columns are
 * @param columns the points
 * @param rows the ways
 * @param chart how it is drawn
 */
public record Table(
    String suite,
    String title,
    String scenario,
    String unit,
    String axis,
    List<String> columns,
    List<Row> rows,
    Chart chart) {

  /** How a table is drawn. */
  public enum Chart {
    /** A line for each row, the columns from left to right; both axes by powers. */
    LINES,
    /** A bar for each number. */
    BARS,
    /** Not at all. */
    NONE
  }

  /**
   * One way.
   *
   * @param name what it is called
   * @param values a number for each column
   */
  public record Row(String name, List<Double> values) {}

  /**
   * Returns a number.
   *
   * @throws IllegalArgumentException if there is none
   */
  public double value(String row, String column) {
    int at = columns.indexOf(column);
    return rows.stream()
        .filter(each -> at >= 0 && each.name().equals(row))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("'" + title + "' has no " + row + ", " + column))
        .values()
        .get(at);
  }

  /** Prints it as a table of Markdown. */
  public void print(PrintStream out) {
    out.println();
    out.println("### " + title);
    out.println();
    out.println(scenario);
    out.println();
    out.println("| " + unit + " by " + axis + " | " + String.join(" | ", columns) + " |");
    out.println("|---" + "|---".repeat(columns.size()) + "|");
    for (Row row : rows) {
      out.print("| " + row.name() + " |");
      for (double value : row.values()) {
        out.print(Double.isNaN(value) ? " - |" : String.format(Locale.ROOT, " %.2f |", value));
      }
      out.println();
    }
  }
}
