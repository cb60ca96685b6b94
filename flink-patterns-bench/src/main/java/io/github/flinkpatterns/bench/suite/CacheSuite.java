// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.suite;

import io.github.flinkpatterns.bench.ours.SessionWays;
import io.github.flinkpatterns.bench.report.Comparison;
import io.github.flinkpatterns.bench.report.Table;
import io.github.flinkpatterns.bench.run.Pace;
import io.github.flinkpatterns.bench.run.Question;
import io.github.flinkpatterns.bench.stream.Visit;
import io.github.flinkpatterns.bench.stream.Visits;
import io.github.flinkpatterns.host.CacheSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Sessions with caches smaller than what is live, against Flink's session window and against the
 * same sessions without a cache.
 *
 * <p>Scenario: one event a millisecond of event time, up to 2 s out of order; 30,000 users at a
 * time ({@code quick}: 10,000), each of whom has 20 events, one in as many milliseconds as there
 * are users; the gap is half of a user's stay, so 1.5 times as many sessions are open. The cache
 * holds a sixteenth, a quarter, half or all of them. A watermark every 200 events, a barrier every
 * 50,000.
 *
 * <p>Command: {@code flink-patterns-bench/run growth-cache}.
 */
final class CacheSuite {

  static final String TITLE = "Sessions by size of the cache";

  private CacheSuite() {}

  /** The name of the fast host whose cache holds one of {@code share} of what is live. */
  static String fast(int share) {
    return share == 1 ? "fast host, all in the cache" : "fast host, 1/" + share + " in the cache";
  }

  static void run(Context context) throws Exception {
    Scale scale = context.scale();
    int users = scale.pick(200, 10_000, 30_000);
    long stay = 20L * users;
    Duration gap = Duration.ofMillis(stay / 2);
    int live = users * 3 / 2;
    Question<Visit> question =
        new Question<>(
            "growth-cache",
            TITLE,
            String.format("%,d users at a time, about %,d open sessions.", users, live),
            Visits.uniform(users, stay, 2_000));
    List<Integer> shares = scale.pick(List.of(4, 1), List.of(16, 4, 1), List.of(16, 4, 2, 1));
    for (int share : shares) {
      // Half as many again, so that all that is live does fit.
      int entries = share == 1 ? 2 * live : live / share;
      question.with(
          SessionWays.fast(fast(share), gap, CacheSettings.defaults().withMaxEntries(entries)));
    }
    question.with(SessionWays.plain(gap)).with(SessionWays.flink(gap));
    Comparison comparison =
        context.compare(
            question,
            context.pace(Pace.of(5_000, 1, 2), Pace.of(50_000, 7, 6), Pace.of(50_000, 20, 15)));
    List<Double> ours = new ArrayList<>();
    List<String> columns = new ArrayList<>();
    for (int share : shares) {
      ours.add(comparison.cost(fast(share)).spread().median());
      columns.add(String.valueOf(share == 1 ? live : live / share));
    }
    String fewer = SessionWays.FAST + ", with ever fewer,";
    List<Table.Row> rows = new ArrayList<>();
    rows.add(new Table.Row(SessionWays.FAST, ours));
    for (String other : List.of(SessionWays.PLAIN, SessionWays.FLINK)) {
      double median = comparison.cost(other).spread().median();
      rows.add(new Table.Row(other, shares.stream().map(share -> median).toList()));
    }
    context
        .report()
        .add(
            new Table(
                "growth-cache",
                "Cost by size of the cache on " + context.setup().backend(),
                String.format("About %,d open sessions; the others have no cache.", live)
                    + " What is not in the cache is read from RocksDB, and written there to make"
                    + " room."
                    + Growth.bend(backwards(columns), new Table.Row(fewer, backwards(ours))),
                "us/event",
                "sessions in the cache",
                columns,
                rows,
                Table.Chart.LINES));
  }

  private static <T> List<T> backwards(List<T> list) {
    List<T> backwards = new ArrayList<>(list);
    Collections.reverse(backwards);
    return backwards;
  }
}
