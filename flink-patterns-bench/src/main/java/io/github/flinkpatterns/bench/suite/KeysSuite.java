// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.suite;

import io.github.flinkpatterns.bench.ours.SessionWays;
import io.github.flinkpatterns.bench.report.Comparison;
import io.github.flinkpatterns.bench.report.Table;
import io.github.flinkpatterns.bench.run.Pace;
import io.github.flinkpatterns.bench.run.Progress;
import io.github.flinkpatterns.bench.run.Question;
import io.github.flinkpatterns.bench.stream.Regulars;
import io.github.flinkpatterns.bench.stream.Visit;
import io.github.flinkpatterns.host.CacheSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Sessions over ever more live keys, with the default cache of 262,144: where does it bend?
 *
 * <p>Scenario: 10,000, 100,000, 1,000,000 and 10,000,000 users who stay, at random, in order; the
 * gap is three times the mean time between two events of a user, so one event in 20 starts a
 * session. Warm-up: one event of each user, and {@code full} 300,000 more (10,000,000: 100,000). A
 * watermark every 200 events, a barrier every 100,000. Ten million names take .6 GiB of heap, and
 * the three RocksDBs some GiB of disk.
 *
 * <p>Command: {@code flink-patterns-bench/run growth-keys}.
 */
final class KeysSuite {

  private static final int CHUNK = 100_000;

  private KeysSuite() {}

  static void run(Context context) throws Exception {
    List<Integer> keys =
        context
            .scale()
            .pick(
                List.of(100, 1_000),
                List.of(10_000, 100_000),
                List.of(10_000, 100_000, 1_000_000, 10_000_000));
    List<Comparison> runs = new ArrayList<>();
    for (int users : keys) {
      Duration gap = Duration.ofMillis(3L * users);
      Question<Visit> question =
          new Question<>(
                  "growth-keys",
                  String.format("Sessions of %,d users", users),
                  String.format("%,d users who stay; gap %,d s.", users, gap.toSeconds()),
                  new Regulars(users))
              .with(SessionWays.fast(SessionWays.FAST, gap, CacheSettings.defaults()))
              .with(SessionWays.flink(gap));
      boolean most = users > 1_000_000;
      int warmUp = (users + CHUNK - 1) / CHUNK + (most ? 1 : 3);
      try {
        runs.add(
            context.compare(
                question,
                context.pace(
                    Pace.of(4_000, 1, 1),
                    Pace.of(CHUNK, warmUp, 3),
                    Pace.of(CHUNK, warmUp, most ? 4 : 8))));
      } catch (Progress.LateException late) {
        if (runs.isEmpty()) {
          throw late;
        }
        // The table has the points there are.
        context.report().addNotMeasured(String.valueOf(late.getMessage()));
        break;
      }
    }
    context
        .report()
        .add(
            Growth.table(
                "growth-keys",
                "Cost by live keys on " + context.setup().backend(),
                "Sessions; the default cache holds 262,144 keys. Beyond them an event reads and"
                    + " writes RocksDB.",
                "live keys",
                keys.stream().limit(runs.size()).map(String::valueOf).toList(),
                runs,
                Table.Chart.LINES));
  }
}
