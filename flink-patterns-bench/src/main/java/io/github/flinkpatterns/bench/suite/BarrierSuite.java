// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.suite;

import io.github.flinkpatterns.bench.ours.SessionWays;
import io.github.flinkpatterns.bench.run.Pace;
import io.github.flinkpatterns.bench.run.Question;
import io.github.flinkpatterns.bench.stream.Visit;
import io.github.flinkpatterns.bench.stream.Visits;
import io.github.flinkpatterns.host.CacheSettings;
import java.time.Duration;

/**
 * How long a barrier holds the operator when 65,000 sessions have changed since the last one, and
 * what writing ahead of it takes.
 *
 * <p>Scenario: 65,536 users who stay, 262,144 events at random from one barrier to the next, so 98
 * % of the users have changed; gap 5 minutes, so that one event in a hundred starts a session.
 *
 * <p>Command: {@code flink-patterns-bench/run barrier}.
 */
final class BarrierSuite {

  static final String TITLE = "65,536 changed sessions at a barrier";
  static final String AHEAD = "fast host, writes ahead (default)";

  private BarrierSuite() {}

  static void run(Context context) throws Exception {
    int users = context.scale().pick(500, 65_536, 65_536);
    Duration gap = Duration.ofMillis(users * 5L);
    Question<Visit> question =
        new Question<>(
                "barrier",
                TITLE,
                String.format(
                    "%,d users who stay, four events of each between two barriers.", users),
                Visits.uniform(users, Visits.FOR_EVER, 0))
            .with(SessionWays.fast(AHEAD, gap, CacheSettings.defaults()))
            .with(
                SessionWays.fast(
                    "fast host, writes all at the barrier",
                    gap,
                    CacheSettings.defaults().withMaxDirty(Integer.MAX_VALUE)))
            .with(SessionWays.plain(gap));
    context.compare(
        question,
        context.pace(
            Pace.of(4 * users, 1, 2), Pace.of(4 * users, 3, 7), Pace.of(4 * users, 4, 14)));
  }
}
