// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.suite;

import io.github.flinkpatterns.bench.ours.DedupWays;
import io.github.flinkpatterns.bench.report.Comparison;
import io.github.flinkpatterns.bench.report.Table;
import io.github.flinkpatterns.bench.run.Pace;
import io.github.flinkpatterns.bench.run.Question;
import io.github.flinkpatterns.bench.stream.Payment;
import io.github.flinkpatterns.bench.stream.Payments;
import java.util.ArrayList;
import java.util.List;

/**
 * Deduplication by a 36-character id: ours against a value state with time-to-live.
 *
 * <p>Scenario: one event a millisecond of event time, 10 % of them redeliveries of one of the last
 * 50,000 events, horizon one hour, {@code compact(1_000_000)}. Ids only grow in number during the
 * run. A watermark every 200 events, a barrier every 100,000. The growth suite has 0, 10, 50 and 90
 * % of redeliveries.
 *
 * <p>Command: {@code flink-patterns-bench/run dedup}, {@code flink-patterns-bench/run
 * growth-duplicates}.
 */
final class DedupSuite {

  private DedupSuite() {}

  static void run(Context context) throws Exception {
    Payments payments = payments(context.scale(), 10);
    Question<Payment> question = question("dedup", "Deduplication", payments, context.scale());
    if (context.scale() != Scale.QUICK) {
      question.with(DedupWays.exact());
    }
    context.compare(
        question,
        context.pace(Pace.of(5_000, 1, 2), Pace.of(100_000, 5, 5), Pace.of(100_000, 5, 10)));
  }

  static void growth(Context context) throws Exception {
    List<Integer> shares =
        context.scale().pick(List.of(10, 50), List.of(0, 50), List.of(0, 10, 50, 90));
    List<Comparison> runs = new ArrayList<>();
    for (int share : shares) {
      Payments payments = payments(context.scale(), share);
      runs.add(
          context.compare(
              question(
                  "growth-duplicates",
                  "Deduplication with " + share + " % redeliveries",
                  payments,
                  context.scale()),
              context.pace(Pace.of(5_000, 1, 1), Pace.of(100_000, 3, 3), Pace.of(100_000, 5, 8))));
    }
    context
        .report()
        .add(
            Growth.table(
                "growth-duplicates",
                "Deduplication by share of redeliveries on " + context.setup().backend(),
                "36-character ids, up to a million live. A redelivery writes nothing.",
                "% redeliveries",
                shares.stream().map(String::valueOf).toList(),
                runs,
                Table.Chart.BARS));
  }

  static Payments payments(Scale scale, int percentAgain) {
    return new Payments(percentAgain, scale.pick(1_000, 50_000, 50_000));
  }

  static Question<Payment> question(String suite, String title, Payments payments, Scale scale) {
    String scenario =
        String.format(
            "36-character ids, %d %% redeliveries of one of the last %,d events, horizon one hour.",
            payments.percentAgain(), payments.back());
    return new Question<>(suite, title, scenario, payments)
        .with(DedupWays.compact(scale.pick(10_000, 1_000_000, 1_000_000)))
        .with(DedupWays.ttl());
  }
}
