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
import java.util.List;

/**
 * Sessions over ever more live keys, with the default cache of 262,144: where does it bend?
 *
 * <p>Scenario: 10,000, 100,000 and 1,000,000 users who stay, at random, in order; the gap is three
 * times the mean time between two events of a user, so one event in 20 starts a session. Warm-up:
 * two events of each user. A watermark every 200 events, a barrier every 100,000.
 *
 * <p>Command: {@code flink-patterns-bench/run growth-keys}.
 */
final class KeysSuite {

  private KeysSuite() {}

  static void run(Context context) throws Exception {
    List<Integer> keys =
        context
            .scale()
            .pick(
                List.of(100, 1_000), List.of(10_000, 100_000), List.of(10_000, 100_000, 1_000_000));
    List<Comparison> runs = new ArrayList<>();
    for (int users : keys) {
      Duration gap = Duration.ofMillis(3L * users);
      Question<Visit> question =
          new Question<>(
                  "growth-keys",
                  String.format("Sessions of %,d users", users),
                  String.format("%,d users who stay; gap %,d s.", users, gap.toSeconds()),
                  Visits.uniform(users, Visits.FOR_EVER, 0))
              .with(SessionWays.fast(SessionWays.FAST, gap, CacheSettings.defaults()))
              .with(SessionWays.flink(gap));
      int warmUp = Math.max(3, 2 * users / 100_000);
      runs.add(
          context.compare(
              question,
              context.pace(
                  Pace.of(4_000, 1, 1), Pace.of(100_000, warmUp, 3), Pace.of(100_000, warmUp, 8))));
    }
    context
        .report()
        .add(
            Growth.table(
                "growth-keys",
                "Cost by live keys on " + context.setup().backend(),
                "Sessions; the default cache holds 262,144 keys.",
                "live keys",
                keys.stream().map(String::valueOf).toList(),
                runs,
                Table.Chart.LINES));
  }
}
