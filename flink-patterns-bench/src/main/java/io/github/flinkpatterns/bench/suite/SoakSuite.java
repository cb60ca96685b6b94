// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.suite;

import io.github.flinkpatterns.bench.ours.SessionWays;
import io.github.flinkpatterns.bench.report.Table;
import io.github.flinkpatterns.bench.rival.Way;
import io.github.flinkpatterns.bench.run.Equality;
import io.github.flinkpatterns.bench.run.PacedJob;
import io.github.flinkpatterns.bench.stream.Regulars;
import io.github.flinkpatterns.bench.stream.Visit;
import io.github.flinkpatterns.host.CacheSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A job whose state is larger than the cache and than RocksDB's memory, for ten minutes with a
 * checkpoint every 10 s: throughput and cost, how long checkpoints take, and how long what comes
 * after a barrier waits; ours, then the same job with Flink's session window.
 *
 * <p>Scenario: sessions of 1,000,000 users who stay, at 10,000 events a second, each a millisecond
 * of event time after the one before; gap three times the mean time between two events of a user,
 * so one event in 20 starts a session. The first 100 s bring one event of each user and do not
 * count, after which all sessions are open that will be at any time. The default cache holds
 * 262,144 users, RocksDB has 32 MiB for block cache and write buffers together. It ends by itself
 * after two times ten minutes; a job that takes more than twice its time is given up.
 *
 * <p>Command: {@code flink-patterns-bench/run soak}.
 */
final class SoakSuite {

  private SoakSuite() {}

  static void run(Context context) throws Exception {
    int users = context.scale().pick(200, 100_000, 1_000_000);
    PacedJob.Terms terms =
        context
            .scale()
            .pick(
                new PacedJob.Terms(2_000, 2_000, 200, 32),
                new PacedJob.Terms(600_000, 10_000, 10_000, 32),
                new PacedJob.Terms(6_000_000, 10_000, 10_000, 32));
    Duration gap = Duration.ofMillis(3L * users);
    Regulars visits = new Regulars(users);
    List<Way<Visit, ?>> ways =
        List.of(
            SessionWays.fast(SessionWays.FAST, gap, CacheSettings.defaults()),
            SessionWays.flink(gap));
    String title = "Sessions larger than any cache on " + context.setup().backend();
    Equality equality = new Equality();
    List<Table.Row> rows = new ArrayList<>();
    for (Way<Visit, ?> way : ways) {
      PacedJob job = PacedJob.run(way, visits, terms, context.setup(), context.progress());
      equality.add("", way.name(), job.digest(), job.outputs());
      rows.add(
          new Table.Row(
              way.name(),
              List.of(
                  job.perSecond(),
                  job.cpuMicros(),
                  (double) job.checkpoints(),
                  job.checkpointMillis(),
                  job.longestCheckpointMillis(),
                  job.checkpointMib(),
                  job.stalls().median(),
                  job.stalls().most(),
                  job.waits().median(),
                  job.waits().most())));
    }
    long outputs = equality.finish(title);
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
                    outputs),
                "way",
                "figure",
                List.of(
                    "events a second",
                    "CPU us/event",
                    "checkpoints",
                    "checkpoint ms, median",
                    "longest",
                    "largest MiB",
                    "wait after a barrier ms, median",
                    "longest",
                    "any wait ms, median",
                    "longest"),
                rows,
                Table.Chart.NONE));
  }
}
