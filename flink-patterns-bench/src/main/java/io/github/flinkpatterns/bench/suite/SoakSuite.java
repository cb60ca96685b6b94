// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.suite;

import io.github.flinkpatterns.bench.ours.SessionWays;
import io.github.flinkpatterns.bench.report.Table;
import io.github.flinkpatterns.bench.rival.Way;
import io.github.flinkpatterns.bench.run.PacedJob;
import io.github.flinkpatterns.bench.stream.Visit;
import io.github.flinkpatterns.bench.stream.Visits;
import io.github.flinkpatterns.host.CacheSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A job whose state is larger than the cache and than RocksDB's memory, for ten minutes with a
 * checkpoint every 10 s: what it costs, how long checkpoints take, and how far the source falls
 * behind; ours against Flink's session window.
 *
 * <p>Scenario: sessions of 500,000 users who stay, at 10,000 events a second, each a millisecond of
 * event time after the one before; gap three times the mean time between two events of a user, so
 * one event in 20 starts a session. The default cache holds 262,144 users, RocksDB has 32 MiB.
 *
 * <p>Command: {@code flink-patterns-bench/run soak}.
 */
final class SoakSuite {

  private SoakSuite() {}

  static void run(Context context) throws Exception {
    int users = context.scale().pick(200, 500_000, 500_000);
    PacedJob.Terms terms =
        context
            .scale()
            .pick(
                new PacedJob.Terms(3_000, 3_000, 200, 32),
                new PacedJob.Terms(600_000, 10_000, 10_000, 32),
                new PacedJob.Terms(6_000_000, 10_000, 10_000, 32));
    Duration gap = Duration.ofMillis(3L * users);
    Visits visits = Visits.uniform(users, Visits.FOR_EVER, 0);
    List<Way<Visit, ?>> ways =
        List.of(
            SessionWays.fast(SessionWays.FAST, gap, CacheSettings.defaults()),
            SessionWays.flink(gap));
    String title = "Sessions larger than any cache on " + context.setup().backend();
    List<PacedJob> jobs = new ArrayList<>();
    List<Table.Row> rows = new ArrayList<>();
    for (Way<Visit, ?> way : ways) {
      PacedJob job = PacedJob.run(way, visits, terms, context.setup());
      jobs.add(job);
      rows.add(
          new Table.Row(
              way.name(),
              List.of(
                  job.cpuMicros(),
                  (double) job.checkpoints(),
                  job.checkpointMillis(),
                  job.longestCheckpointMillis(),
                  job.checkpointMib(),
                  job.lagMillis())));
      context.progress().step(title, jobs.size(), ways.size());
    }
    PacedJob first = jobs.get(0);
    for (PacedJob other : jobs) {
      if (first.outputs() == 0
          || first.outputs() != other.outputs()
          || first.digest() != other.digest()) {
        throw new IllegalStateException(title + ": results differ, so nothing is reported");
      }
    }
    context
        .report()
        .add(
            new Table(
                "soak",
                title,
                String.format(
                    "%,d users, %,d events at %,d a second, a checkpoint every %.1f s, %d MiB for"
                        + " RocksDB; %,d equal results.",
                    users,
                    terms.events(),
                    terms.perSecond(),
                    terms.checkpointMillis() / 1e3,
                    terms.managedMib(),
                    first.outputs()),
                "way",
                "figure",
                List.of(
                    "CPU us/event",
                    "checkpoints",
                    "checkpoint ms, median",
                    "longest",
                    "largest MiB",
                    "source behind at most, ms"),
                rows,
                Table.Chart.NONE));
  }
}
