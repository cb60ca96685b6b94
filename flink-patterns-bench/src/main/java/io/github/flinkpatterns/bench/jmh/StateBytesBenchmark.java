// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.jmh;

import io.github.flinkpatterns.bench.ours.DedupWays;
import io.github.flinkpatterns.bench.ours.SessionWays;
import io.github.flinkpatterns.bench.ours.VelocityWays;
import io.github.flinkpatterns.bench.rival.Limits;
import io.github.flinkpatterns.bench.rival.ListStateScan;
import io.github.flinkpatterns.bench.rival.Way;
import io.github.flinkpatterns.bench.run.Baselines;
import io.github.flinkpatterns.bench.run.StateSize;
import io.github.flinkpatterns.bench.stream.Payments;
import io.github.flinkpatterns.bench.stream.Transfer;
import io.github.flinkpatterns.bench.stream.Transfers;
import io.github.flinkpatterns.bench.stream.Visits;
import io.github.flinkpatterns.bench.stream.Workload;
import io.github.flinkpatterns.host.CacheSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Bytes of heap and of a checkpoint for each live key or id; the time is that of filling the state.
 *
 * <p>Scenario: 200,000 keys. Ids of deduplication come once each; users have 4 events each, count
 * and sum; customers have 50 events in the window. Heap is what goes when the operator goes, so on
 * RocksDB it is that of the cache, and keys that the stream itself keeps are not counted. The
 * baselines are the ways {@code nothing} and {@code one-value}.
 *
 * <p>Command: {@code flink-patterns-bench/run jmh StateBytesBenchmark}.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class StateBytesBenchmark {

  /** What is measured. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Bytes {
    /** Bytes of heap for a key. */
    public double heapPerKey;

    /** Bytes of a checkpoint for a key. */
    public double checkpointPerKey;
  }

  /** What it is measured of. */
  @State(Scope.Thread)
  @SuppressWarnings("NullAway.Init") // JMH sets the fields
  public static class Subject {
    /** Where state is kept. */
    @Param({"rocksdb", "hashmap"})
    public String backend = "";

    /** The operator. */
    @Param({
      "nothing",
      "one-value",
      "dedup-compact",
      "dedup-exact",
      "dedup-ttl",
      "session-fast",
      "session-function",
      "session-flink",
      "velocity-fast",
      "velocity-list"
    })
    public String way = "";

    /** How many keys there are. */
    @Param("200000")
    public int count;
  }

  /** Fills the state and measures it. */
  @Benchmark
  public StateSize bytes(Subject subject, Bytes bytes) throws Exception {
    StateSize size = size(subject);
    if (subject.way.startsWith("dedup") || subject.way.startsWith("velocity")) {
      // The sessions are all still open.
      String job = subject.way.substring(0, subject.way.indexOf('-'));
      Digests.note(
          "StateBytesBenchmark-" + job,
          subject.way + "-" + subject.backend,
          size.digest(),
          size.outputs());
    }
    bytes.heapPerKey = size.heap();
    bytes.checkpointPerKey = size.checkpoint();
    return size;
  }

  private static StateSize size(Subject subject) throws Exception {
    int keys = subject.count;
    Duration gap = Duration.ofDays(1);
    Payments ids = new Payments(0, 1);
    Visits visits = Visits.uniform(keys, Visits.FOR_EVER, 0);
    return switch (subject.way) {
      case "nothing" -> size(subject, Baselines.nothing(visits), visits, 4);
      case "one-value" -> size(subject, Baselines.oneValue(visits), visits, 4);
      case "dedup-compact" -> size(subject, DedupWays.compact(keys), ids, 1);
      case "dedup-exact" -> size(subject, DedupWays.exact(), ids, 1);
      case "dedup-ttl" -> size(subject, DedupWays.ttl(), ids, 1);
      case "session-fast" ->
          size(subject, SessionWays.fast("", gap, CacheSettings.defaults()), visits, 4);
      case "session-function" -> size(subject, SessionWays.plain(gap), visits, 4);
      case "session-flink" -> size(subject, SessionWays.flink(gap), visits, 4);
      case "velocity-fast" -> velocity(subject, true);
      case "velocity-list" -> velocity(subject, false);
      default -> throw new IllegalArgumentException(subject.way);
    };
  }

  private static StateSize velocity(Subject subject, boolean fast) throws Exception {
    // A fiftieth of the keys with fifty events each.
    int customers = Math.max(1, subject.count / 50);
    Transfers transfers = new Transfers(customers);
    Limits limits = Limits.holding(50, customers);
    Way<Transfer, ?> way = fast ? VelocityWays.fast("", limits) : new ListStateScan("", limits);
    return size(subject, way, transfers, customers, 100L * customers);
  }

  private static <IN> StateSize size(
      Subject subject, Way<IN, ?> way, Workload<IN> workload, int eventsPerKey) throws Exception {
    return size(subject, way, workload, subject.count, (long) eventsPerKey * subject.count);
  }

  private static <IN> StateSize size(
      Subject subject, Way<IN, ?> way, Workload<IN> workload, int keys, long events)
      throws Exception {
    Path folder = Files.createTempDirectory("flink-patterns-jmh");
    try {
      return StateSize.of(
          way,
          workload,
          events,
          keys,
          new io.github.flinkpatterns.bench.run.Setup(subject.backend, folder));
    } finally {
      Driver.delete(folder);
    }
  }
}
