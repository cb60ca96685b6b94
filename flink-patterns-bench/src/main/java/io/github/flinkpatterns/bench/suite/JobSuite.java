// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.suite;

import io.github.flinkpatterns.bench.ours.DedupWays;
import io.github.flinkpatterns.bench.ours.SessionWays;
import io.github.flinkpatterns.bench.ours.VelocityWays;
import io.github.flinkpatterns.bench.rival.Limits;
import io.github.flinkpatterns.bench.rival.ListStateScan;
import io.github.flinkpatterns.bench.rival.SqlOver;
import io.github.flinkpatterns.bench.rival.SqlRowNumber;
import io.github.flinkpatterns.bench.run.JobRun;
import io.github.flinkpatterns.bench.run.Pace;
import io.github.flinkpatterns.bench.run.Question;
import io.github.flinkpatterns.bench.stream.Payment;
import io.github.flinkpatterns.bench.stream.Payments;
import io.github.flinkpatterns.bench.stream.Transfer;
import io.github.flinkpatterns.bench.stream.Transfers;
import io.github.flinkpatterns.bench.stream.Visit;
import io.github.flinkpatterns.bench.stream.Visits;
import io.github.flinkpatterns.host.CacheSettings;
import java.time.Duration;

/**
 * Whole local jobs: source, keyBy, operator, sink, by the CPU time of the process. Ours against
 * Flink's session window, a scanned list and SQL {@code OVER}, a value state with time-to-live and
 * SQL {@code ROW_NUMBER} in both times; and against the same job with an operator that does
 * nothing.
 *
 * <p>Scenario: 300,000 events a job ({@code full}: 500,000), a watermark every 200, a checkpoint
 * asked for every 100,000, incremental on RocksDB with 512 MiB of managed memory. Sessions: 10,000
 * users at a time with 10 events each, gap 50 s. Velocity: 1,000 customers, 50 events in the
 * window. Deduplication: 10 % redeliveries. {@code full} runs parallelism 1 and 2.
 *
 * <p>Command: {@code flink-patterns-bench/run job}.
 */
final class JobSuite {

  static final String SESSIONS = "Session job";
  static final String VELOCITY = "Velocity job";
  static final String DEDUP = "Deduplication job";
  static final String SQL_OVER = "SQL OVER";
  static final String SQL_PROC = "SQL ROW_NUMBER, time of arrival";
  static final String SQL_ROW = "SQL ROW_NUMBER, event time";

  private JobSuite() {}

  static void run(Context context) throws Exception {
    Pace pace =
        context.pace(
            new Pace(4_000, 0, 1, 200, 2_000),
            new Pace(300_000, 1, 3, 200, 100_000),
            new Pace(500_000, 2, 5, 200, 100_000));
    run(context, pace, 1);
    if (context.scale() == Scale.FULL) {
      run(context, pace, 2);
    }
  }

  private static void run(Context context, Pace pace, int parallelism) throws Exception {
    boolean small = context.scale() == Scale.SMOKE;
    job(context, sessions(small ? 100 : 10_000), pace, parallelism);
    job(context, velocity(small ? 20 : 1_000, small ? 5 : 50), pace, parallelism);
    job(context, dedup(context.scale()), pace, parallelism);
  }

  private static void job(Context context, Question<?> question, Pace pace, int parallelism)
      throws Exception {
    context
        .report()
        .add(new JobRun<>(question, pace, parallelism).run(context.setup(), context.progress()));
  }

  private static Question<Visit> sessions(int users) {
    Duration gap = Duration.ofMillis(5L * users);
    return new Question<>(
            "job",
            SESSIONS,
            String.format(
                "%,d users at a time, 10 events each, gap %,d ms.", users, gap.toMillis()),
            Visits.uniform(users, 10L * users, 2_000))
        .with(SessionWays.fast(SessionWays.FAST, gap, CacheSettings.defaults()))
        .with(SessionWays.flink(gap));
  }

  private static Question<Transfer> velocity(int customers, int held) {
    Limits limits = Limits.holding(held, customers);
    return new Question<>(
            "job",
            VELOCITY,
            String.format(
                "%,d customers, %d events in the window, count and sum.", customers, held),
            new Transfers(customers))
        .with(VelocityWays.fast(VelocityWays.FAST, limits))
        .with(new ListStateScan(VelocityWays.SCAN, limits))
        .with(new SqlOver(limits));
  }

  private static Question<Payment> dedup(Scale scale) {
    Payments payments = DedupSuite.payments(scale, 10);
    return DedupSuite.question("job", DEDUP, payments, scale)
        .with(new SqlRowNumber(SqlRowNumber.Time.PROC, DedupWays.HORIZON))
        .with(new SqlRowNumber(SqlRowNumber.Time.ROW, DedupWays.HORIZON));
  }
}
