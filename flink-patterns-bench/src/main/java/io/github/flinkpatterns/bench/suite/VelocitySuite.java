// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.suite;

import io.github.flinkpatterns.bench.ours.VelocityWays;
import io.github.flinkpatterns.bench.report.Comparison;
import io.github.flinkpatterns.bench.report.Cost;
import io.github.flinkpatterns.bench.report.Table;
import io.github.flinkpatterns.bench.rival.Limits;
import io.github.flinkpatterns.bench.rival.ListStateScan;
import io.github.flinkpatterns.bench.run.Pace;
import io.github.flinkpatterns.bench.run.Question;
import io.github.flinkpatterns.bench.stream.Transfer;
import io.github.flinkpatterns.bench.stream.Transfers;
import java.util.ArrayList;
import java.util.List;

/**
 * Two rules over one sliding window of a customer, count and sum: ours against a list of events
 * that is read, pruned, summed and written back at every event.
 *
 * <p>Scenario: one event a millisecond of event time, in order, over 1,000 customers; the window is
 * so long that it holds 5, 50 or 500 events of a customer on average ({@code quick}: 50), the last
 * over 200 customers. About one event in 1,000 alerts. A watermark every 200 events, a barrier
 * every 100,000, with 500 events every 50,000. The growth suite has all lengths side by side in one
 * run, over 1,000 customers, with a barrier every 100,000 events of each.
 *
 * <p>Command: {@code flink-patterns-bench/run velocity}, {@code flink-patterns-bench/run
 * growth-window}.
 */
final class VelocitySuite {

  private VelocitySuite() {}

  static void run(Context context) throws Exception {
    Scale scale = context.scale();
    for (int held : scale.pick(List.of(5), List.of(50), List.of(5, 50, 500))) {
      // The scanned list of 500 events costs a hundred microseconds and more.
      boolean most = held > 50;
      int customers = most ? 200 : customers(scale);
      // Two windows at least, and time for the compiler.
      Pace pace =
          context.pace(
              Pace.of(5_000, 1, 2),
              Pace.of(100_000, 4, 5),
              most ? Pace.of(50_000, 5, 4) : Pace.of(100_000, 5, 10));
      context.compare(question("velocity", title(held), held, customers).withBareRocksDb(), pace);
    }
  }

  static String title(int held) {
    return "Velocity, " + held + " events in the window";
  }

  static int customers(Scale scale) {
    return scale.pick(50, 1_000, 1_000);
  }

  static Question<Transfer> question(String suite, String title, int held, int customers) {
    Limits limits = Limits.holding(held, customers);
    String scenario =
        String.format(
            "%,d customers, %d transfers of each in the window on average; count and sum; in"
                + " order.",
            customers, held);
    return new Question<>(suite, title, scenario, new Transfers(customers))
        .with(VelocityWays.fast(VelocityWays.FAST, limits))
        .with(VelocityWays.plain(limits))
        .with(new ListStateScan(VelocityWays.SCAN, limits));
  }

  /** All lengths of window side by side: does a longer one cost more? */
  static void growth(Context context) throws Exception {
    List<Integer> lengths =
        context.scale().pick(List.of(2, 5), List.of(5, 50, 500), List.of(5, 50, 500));
    int customers = customers(context.scale());
    String scenario = String.format("%,d customers; count and sum; in order.", customers);
    Question<Transfer> question =
        new Question<>(
            "growth-window", "Velocity by length of window", scenario, new Transfers(customers));
    for (int held : lengths) {
      String group = held + " events";
      Limits limits = Limits.holding(held, customers);
      question.with(group, VelocityWays.fast(VelocityWays.FAST + ", " + group, limits));
      // Costs hundreds of microseconds at 500 events.
      if (held < 500 || context.scale() == Scale.FULL) {
        question.with(group, new ListStateScan(VelocityWays.SCAN + ", " + group, limits));
      }
    }
    // Two windows of 500 events are a million transfers; the scanned list would take minutes.
    Pace pace = context.pace(Pace.of(5_000, 1, 2), Pace.of(100_000, 6, 5), Pace.of(100_000, 6, 6));
    Comparison comparison = context.compare(question, pace);
    List<String> columns = lengths.stream().map(String::valueOf).toList();
    List<Table.Row> rows = new ArrayList<>();
    for (String way : List.of(VelocityWays.FAST, VelocityWays.SCAN)) {
      List<Double> values = new ArrayList<>();
      for (int held : lengths) {
        comparison.costs().stream()
            .filter(cost -> cost.name().equals(way + ", " + held + " events"))
            .map(Cost::spread)
            .forEach(spread -> values.add(spread.median()));
      }
      while (values.size() < lengths.size()) {
        values.add(Double.NaN);
      }
      rows.add(new Table.Row(way, values));
    }
    context
        .report()
        .add(
            new Table(
                "growth-window",
                "Cost by length of window on " + context.setup().backend(),
                scenario
                    + " A barrier writes all events of a changed key."
                    + Growth.bend(columns, rows.get(0)),
                "us/event",
                "events in the window",
                columns,
                rows,
                Table.Chart.LINES));
  }
}
