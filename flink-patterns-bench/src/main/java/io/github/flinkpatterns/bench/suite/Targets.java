// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.suite;

import io.github.flinkpatterns.bench.ours.DedupWays;
import io.github.flinkpatterns.bench.ours.SessionWays;
import io.github.flinkpatterns.bench.ours.VelocityWays;
import io.github.flinkpatterns.bench.report.Comparison;
import io.github.flinkpatterns.bench.report.Spread;
import io.github.flinkpatterns.bench.report.Table;
import io.github.flinkpatterns.bench.report.Verdict;
import io.github.flinkpatterns.bench.run.Baselines;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the operators are to reach, and how to read it off the results. */
public final class Targets {

  private static final String SESSION = SessionWays.FAST;
  private static final String SESSION_PLAIN = SessionWays.PLAIN;
  private static final String FLINK = SessionWays.FLINK;
  private static final String DEDUP = DedupWays.COMPACT;
  private static final String TTL = DedupWays.TTL;
  private static final String VELOCITY = VelocityWays.FAST;
  private static final String VELOCITY_PLAIN = VelocityWays.PLAIN;
  private static final String SCAN = VelocityWays.SCAN;
  private static final String PROFILE = ProfileSuite.FAST;
  private static final String PROFILE_PLAIN = ProfileSuite.PLAIN;
  private static final String MAP = ProfileSuite.SCAN;
  private static final String NOTHING = Baselines.NOTHING;
  private static final String BARE = Baselines.BARE;
  private static final String CACHED = CacheSuite.fast(4);

  private static final String ON_ROCKSDB = " on rocksdb";

  private static final Spread NONE =
      new Spread(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

  private final List<Comparison> comparisons;
  private final List<Table> tables;
  private final List<Verdict> verdicts = new ArrayList<>();

  private Targets(List<Comparison> comparisons, List<Table> tables) {
    this.comparisons = comparisons;
    this.tables = tables;
  }

  /** Returns every target, beside what was measured of it. */
  public static List<Verdict> check(List<Comparison> comparisons, List<Table> tables) {
    Targets targets = new Targets(comparisons, tables);
    targets.operators();
    targets.beyondTheCache();
    targets.jobs();
    targets.heap();
    return targets.verdicts.stream().sorted(Comparator.comparing(Verdict::number)).toList();
  }

  private void operators() {
    String sessions = SessionSuite.TITLE + ON_ROCKSDB;
    String velocity = VelocitySuite.title(50) + ON_ROCKSDB;
    String profile = "Top 10 of 100 interests on rocksdb";
    String dedup = "Deduplication on rocksdb";
    least("1", "session, times as fast as Flink's window", "session", 8, sessions, FLINK, SESSION);
    least(
        "1", "session, with paged and pre-cleaned flush", "session", 25, sessions, FLINK, SESSION);
    least(
        "1",
        "session on RocksDB, as fast as Flink's window on the heap backend",
        "session",
        1,
        sessions,
        SessionWays.FLINK_ON_HEAP,
        SESSION);
    least("2", "dedup, times as fast as the TTL form", "dedup", 15, dedup, TTL, DEDUP);
    most("2", "dedup, times the no-op operator", "dedup", 2.5, dedup, DEDUP, NOTHING);
    bytes("2", "dedup, heap bytes for an id", 12, "rocksdb", BytesSuite.HEAP);
    bytes("2", "dedup on the heap backend, heap bytes for an id", 12, "hashmap", BytesSuite.HEAP);
    bytes("2", "dedup, checkpoint bytes for an id", 8.5, "rocksdb", BytesSuite.CHECKPOINT);
    least(
        "3",
        "velocity, 50 events, times as fast as ListState",
        "velocity",
        20,
        velocity,
        SCAN,
        VELOCITY);
    most(
        "3",
        "velocity, 500 events, times the cost of 5 (1.15 is none)",
        "growth-window",
        1.15,
        "Velocity by length of window on rocksdb",
        VELOCITY + ", 500 events",
        VELOCITY + ", 5 events");
    least("4", "top 10 of 100, times as fast as MapState", "profile", 50, profile, MAP, PROFILE);
    most(
        "6",
        "plain velocity, times one get and put of bare RocksDB",
        "velocity",
        1.3,
        velocity,
        VELOCITY_PLAIN,
        BARE);
    most(
        "6",
        "plain profile, times one get and put of bare RocksDB",
        "profile",
        1.3,
        profile,
        PROFILE_PLAIN,
        BARE);
    most(
        "6",
        "plain session, times one get and put of bare RocksDB",
        "session",
        1.6,
        sessions,
        SESSION_PLAIN,
        BARE);
    Comparison barrier = comparison(BarrierSuite.TITLE + ON_ROCKSDB);
    add(
        "9",
        "barrier with 65,000 changed values",
        "barrier",
        barrier == null ? NONE : barrier.cost(BarrierSuite.AHEAD).barrier(),
        "ms",
        30,
        false);
  }

  private void beyondTheCache() {
    String title = CacheSuite.TITLE + ON_ROCKSDB;
    String suite = "growth-cache";
    least(
        "5",
        "a quarter in the cache: session, times as fast as Flink's window",
        suite,
        3,
        title,
        FLINK,
        CACHED);
    least(
        "5",
        "a quarter in the cache: as fast as the plain function",
        suite,
        1,
        title,
        SESSION_PLAIN,
        CACHED);
  }

  private void jobs() {
    String session = JobSuite.SESSIONS + ON_ROCKSDB;
    String velocity = JobSuite.VELOCITY + ON_ROCKSDB;
    String dedup = JobSuite.DEDUP + ON_ROCKSDB;
    least("7", "session job, times as fast as Flink's window", "job", 15, session, FLINK, SESSION);
    least(
        "7",
        "velocity job, times as fast as SQL OVER",
        "job",
        40,
        velocity,
        JobSuite.SQL_OVER,
        VELOCITY);
    least(
        "7",
        "dedup job, times as fast as SQL ROW_NUMBER by arrival",
        "job",
        3,
        dedup,
        JobSuite.SQL_PROC,
        DEDUP);
    least(
        "7",
        "dedup job, times as fast as SQL ROW_NUMBER by event time",
        "job",
        12,
        dedup,
        JobSuite.SQL_ROW,
        DEDUP);
    most(
        "7", "session job, times the same job with a no-op", "job", 1.7, session, SESSION, NOTHING);
    most(
        "7",
        "velocity job, times the same job with a no-op",
        "job",
        1.7,
        velocity,
        VELOCITY,
        NOTHING);
    most("7", "dedup job, times the same job with a no-op", "job", 1.7, dedup, DEDUP, NOTHING);
  }

  private void heap() {
    least(
        "8",
        "heap: session, times as fast as Flink's window",
        "session",
        8,
        SessionSuite.TITLE + " on hashmap",
        FLINK,
        SESSION);
    least(
        "8",
        "heap: velocity, 50 events, times as fast as ListState",
        "velocity",
        10,
        VelocitySuite.title(50) + " on hashmap",
        SCAN,
        VELOCITY);
    least(
        "8",
        "heap: dedup, times as fast as the TTL form",
        "dedup",
        4,
        "Deduplication on hashmap",
        TTL,
        DEDUP);
    least(
        "8",
        "heap: top 10 of 100, times as fast as MapState",
        "profile",
        40,
        "Top 10 of 100 interests on hashmap",
        MAP,
        PROFILE);
  }

  private void least(
      String number,
      String target,
      String suite,
      double limit,
      String title,
      String of,
      String to) {
    add(number, target, suite, ratio(title, of, to), "x", limit, true);
  }

  private void most(
      String number,
      String target,
      String suite,
      double limit,
      String title,
      String of,
      String to) {
    add(number, target, suite, ratio(title, of, to), "x", limit, false);
  }

  private void bytes(String number, String target, double limit, String backend, String place) {
    Spread spread =
        tables.stream()
            .filter(table -> table.title().equals(BytesSuite.TITLE + " on " + backend))
            .map(table -> Spread.of(List.of(table.value(DEDUP, place))))
            .findFirst()
            .orElse(NONE);
    add(number, target, "bytes", spread, "bytes", limit, false);
  }

  private Spread ratio(String title, String of, String to) {
    Comparison comparison = comparison(title);
    return comparison == null || !comparison.has(of) || !comparison.has(to)
        ? NONE
        : comparison.cost(of).ratioTo(comparison.cost(to));
  }

  private @Nullable Comparison comparison(String title) {
    return comparisons.stream().filter(each -> each.title().equals(title)).findFirst().orElse(null);
  }

  private void add(
      String number,
      String target,
      String suite,
      Spread spread,
      String unit,
      double limit,
      boolean atLeast) {
    String bound =
        (atLeast ? " >= " : " <= ") + (limit == (long) limit ? "" + (long) limit : "" + limit);
    verdicts.add(
        new Verdict(
            number,
            target + bound,
            "run " + suite,
            spread.median(),
            spread.low(),
            spread.high(),
            unit,
            limit,
            atLeast));
  }
}
