// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.suite;

import io.github.flinkpatterns.bench.ours.DedupWays;
import io.github.flinkpatterns.bench.ours.SessionWays;
import io.github.flinkpatterns.bench.ours.VelocityWays;
import io.github.flinkpatterns.bench.report.Comparison;
import io.github.flinkpatterns.bench.report.Table;
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
import java.util.ArrayList;
import java.util.List;

/**
 * Whole local jobs: source, keyBy, operator, sink, by the CPU time of the process. Ours against
 * Flink's session window, a scanned list and SQL {@code OVER}, a value state with time-to-live and
 * SQL {@code ROW_NUMBER} in both times; and against the same job with an operator that does
 * nothing.
 *
 * <p>Scenario: 300,000 events a job, a watermark every 200, a checkpoint asked for every 100,000,
 * incremental on RocksDB with 512 MiB of managed memory. Sessions: 10,000 users at a time with 10
 * events each, gap 50 s. Velocity: 1,000 customers, 50 events in the window. Deduplication: 10 %
 * redeliveries. The growth suite runs the sessions at parallelism 1 and 2.
 *
 * <p>Command: {@code flink-patterns-bench/run job}, {@code flink-patterns-bench/run
 * growth-parallelism}.
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
    boolean small = context.scale() == Scale.SMOKE;
    Pace pace =
        context.pace(
            new Pace(4_000, 0, 1, 200, 2_000),
            new Pace(300_000, 1, 3, 200, 100_000),
            new Pace(300_000, 1, 4, 200, 100_000));
    job(context, sessions("job", small), pace, 1);
    job(context, velocity(small ? 20 : 1_000, small ? 5 : 50), pace, 1);
    job(context, dedup(context.scale()), pace, 1);
  }

  /** One job at several parallelisms: does an event cost more? */
  static void growth(Context context) throws Exception {
    Scale scale = context.scale();
    List<Integer> parallelisms = scale.pick(List.of(2), List.of(1, 2), List.of(1, 2));
    Pace pace =
        context.pace(
            new Pace(4_000, 0, 1, 200, 2_000),
            new Pace(300_000, 1, 3, 200, 100_000),
            new Pace(300_000, 1, 4, 200, 100_000));
    List<Comparison> runs = new ArrayList<>();
    for (int parallelism : parallelisms) {
      Question<Visit> question = sessions("growth-parallelism", scale == Scale.SMOKE);
      runs.add(job(context, question, pace, parallelism));
    }
    context
        .report()
        .add(
            Growth.table(
                "growth-parallelism",
                "Cost by parallelism on " + context.setup().backend(),
                "CPU of the process; each instance has its own RocksDB and its own cache.",
                "parallelism",
                parallelisms.stream().map(String::valueOf).toList(),
                runs,
                Table.Chart.BARS));
  }

  private static Comparison job(Context context, Question<?> question, Pace pace, int parallelism)
      throws Exception {
    Comparison comparison =
        new JobRun<>(question, pace, parallelism).run(context.setup(), context.progress());
    context.report().add(comparison);
    return comparison;
  }

  private static Question<Visit> sessions(String suite, boolean small) {
    int users = small ? 100 : 10_000;
    Duration gap = Duration.ofMillis(5L * users);
    return new Question<>(
            suite,
            suite.equals("job") ? SESSIONS : "Session job by parallelism",
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
