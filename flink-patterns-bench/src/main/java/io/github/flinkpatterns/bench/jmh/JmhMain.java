// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.jmh;

import io.github.flinkpatterns.bench.report.Report;
import io.github.flinkpatterns.bench.report.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.util.Statistics;

/**
 * Runs the JMH benchmarks, with JMH's own options: {@code flink-patterns-bench/run jmh [options]
 * [classes]}. JMH says how far it is. Writes {@code results.json} and {@code report.html} like
 * those of the suites, and JMH's own {@code jmh.json}, if no {@code -rf} or {@code -rff} says
 * otherwise; nothing, if ways that do the same job put out different results.
 */
@SuppressWarnings("rawtypes") // JMH's results
public final class JmhMain {

  private JmhMain() {}

  /** Runs; the first argument is the folder of the report, the others are JMH's. */
  public static void main(String[] args) throws Exception {
    Path output = Path.of(args[0]);
    List<String> options = List.of(args).subList(1, args.length);
    CommandLineOptions given = new CommandLineOptions(options.toArray(String[]::new));
    if (given.shouldHelp()
        || given.shouldList()
        || given.shouldListWithParams()
        || given.shouldListProfilers()
        || given.shouldListResultFormats()) {
      org.openjdk.jmh.Main.main(options.toArray(String[]::new));
      return;
    }
    Files.createDirectories(output);
    Path digests = Files.createTempDirectory("flink-patterns-jmh");
    List<String> more = new ArrayList<>(given.getJvmArgsAppend().orElse(List.of()));
    more.add("-D" + Digests.FOLDER + "=" + digests);
    ChainedOptionsBuilder builder =
        new OptionsBuilder()
            .parent(given)
            .jvmArgsAppend(more.toArray(String[]::new))
            .shouldFailOnError(true);
    if (!given.getResult().hasValue()) {
      builder
          .resultFormat(ResultFormatType.JSON)
          .result(output.resolve("jmh.json").toAbsolutePath().toString());
    }
    try {
      Collection<RunResult> results = new Runner(builder.build()).run();
      long equal = Digests.compare(digests);
      Report report = new Report(System.out);
      tables(results).forEach(report::add);
      report.write("jmh", List.of(), output);
      System.out.printf("%n%,d results, equal wherever they must be.%n", equal);
      System.out.println("Wrote results.json and report.html to " + output);
    } finally {
      Driver.delete(digests);
    }
  }

  /** Returns a table for each class and unit. */
  static List<Table> tables(Collection<RunResult> results) {
    Map<String, List<RunResult>> groups = new LinkedHashMap<>();
    for (RunResult result : results) {
      groups.computeIfAbsent(titleOf(result), title -> new ArrayList<>()).add(result);
    }
    List<Table> tables = new ArrayList<>();
    groups.forEach((title, group) -> tables.add(table(title, group)));
    return tables;
  }

  private static Table table(String title, List<RunResult> results) {
    RunResult first = results.get(0);
    // Of the benchmark of bytes, these are the point; its time is not.
    List<String> others = first.getSecondaryResults().keySet().stream().sorted().toList();
    List<Table.Row> rows = new ArrayList<>();
    for (RunResult result : results) {
      List<Double> values = new ArrayList<>();
      if (others.isEmpty()) {
        Statistics all = result.getPrimaryResult().getStatistics();
        values.addAll(List.of(all.getPercentile(50), all.getMin(), all.getMax()));
      } else {
        result.getSecondaryResults().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .forEach(other -> values.add(other.getValue().getScore()));
      }
      rows.add(new Table.Row(nameOf(result.getParams()), values));
    }
    return new Table(
        "jmh",
        title,
        "Wall time, by JMH; each benchmark in a JVM of its own.",
        others.isEmpty() ? first.getPrimaryResult().getScoreUnit() : "bytes for a key",
        "figure",
        others.isEmpty()
            ? List.of("median", "lowest", "highest")
            : others.stream().map(other -> other.replace("PerKey", "")).toList(),
        rows,
        Table.Chart.BARS);
  }

  private static String titleOf(RunResult result) {
    String name = result.getParams().getBenchmark();
    String type = name.substring(0, name.lastIndexOf('.'));
    return type.substring(type.lastIndexOf('.') + 1)
        + (result.getSecondaryResults().isEmpty()
            ? ", " + result.getPrimaryResult().getScoreUnit()
            : "");
  }

  private static String nameOf(BenchmarkParams params) {
    String name = params.getBenchmark();
    return name.substring(name.lastIndexOf('.') + 1)
        + params.getParamsKeys().stream()
            .map(key -> key + "=" + params.getParam(key))
            .collect(Collectors.joining(", ", ": ", ""));
  }
}
