// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Collects what a run measures; prints it, and writes it as JSON and as a page with charts. */
public final class Report {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /**
   * What the files hold.
   *
   * @param suite what was run
   * @param machine on what, and when
   * @param notMeasured why something was not
   * @param verdicts the targets
   * @param comparisons ways side by side
   * @param tables numbers at points
   */
  public record Content(
      String suite,
      Machine machine,
      List<String> notMeasured,
      List<Verdict> verdicts,
      List<Comparison> comparisons,
      List<Table> tables) {}

  private final PrintStream out;
  private final List<String> notMeasured = new ArrayList<>();
  private final List<Comparison> comparisons = new ArrayList<>();
  private final List<Table> tables = new ArrayList<>();

  /** Creates a report that prints what is added to it. */
  public Report(PrintStream out) {
    this.out = out;
  }

  /** Adds and prints a comparison. */
  public void add(Comparison comparison) {
    comparisons.add(comparison);
    comparison.print(out);
  }

  /** Adds and prints a table. */
  public void add(Table table) {
    tables.add(table);
    table.print(out);
  }

  /** Adds and prints why something was not measured. */
  public void addNotMeasured(String why) {
    notMeasured.add(why);
    out.println();
    out.println(why);
  }

  /** Returns the comparisons so far. */
  public List<Comparison> comparisons() {
    return List.copyOf(comparisons);
  }

  /** Returns the tables so far. */
  public List<Table> tables() {
    return List.copyOf(tables);
  }

  /** Prints the targets, if there are any, the measured ones and the others. */
  public void print(List<Verdict> verdicts) {
    if (verdicts.isEmpty()) {
      return;
    }
    out.println();
    out.println("### Targets");
    out.println();
    out.println("| | target | measured (quartiles) | command | verdict |");
    out.println("|---|---|---|---|---|");
    for (Verdict each : verdicts) {
      out.printf(
          "| %s | %s | %s | `%s` | %s |%n",
          each.number(), each.target(), each.figure(), each.command(), each.verdict());
    }
  }

  /** Writes {@code results.json} and {@code report.html} to {@code folder}. */
  public void write(String suite, List<Verdict> verdicts, Path folder) throws IOException {
    Files.createDirectories(folder);
    Content content =
        new Content(suite, Machine.here(), notMeasured, verdicts, comparisons, tables);
    Files.writeString(folder.resolve("results.json"), JSON.writeValueAsString(content));
    Files.writeString(folder.resolve("report.html"), page(content));
  }

  private static String page(Content content) throws IOException {
    // JSON inside a script element must not end it.
    String json = new ObjectMapper().writeValueAsString(content).replace("<", "\\u003c");
    try (InputStream page =
        Objects.requireNonNull(Report.class.getResourceAsStream("report.html"), "report.html")) {
      return new String(page.readAllBytes(), StandardCharsets.UTF_8).replace("\"@DATA@\"", json);
    }
  }
}
