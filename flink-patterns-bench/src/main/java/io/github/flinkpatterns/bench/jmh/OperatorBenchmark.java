// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.jmh;

import io.github.flinkpatterns.bench.ours.SessionWays;
import io.github.flinkpatterns.bench.stream.Visit;
import io.github.flinkpatterns.bench.stream.Visits;
import io.github.flinkpatterns.host.CacheSettings;
import java.time.Duration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What an event costs an operator: both hosts and Flink's own, heap and RocksDB, keys that are all
 * as busy or of which few make most events, and a cache that is larger or smaller than what is
 * live.
 *
 * <p>Scenario: sessions with count and sum of 65,536 users, gap three times the mean time between
 * two events of a user; a watermark every 200 events, a barrier every 100,000. The smaller cache
 * holds a quarter of the users. Zipf's exponent is 1.
 *
 * <p>Command: {@code flink-patterns-bench/run jmh OperatorBenchmark}.
 */
public class OperatorBenchmark extends WithBaselines {

  /** The operator. */
  @State(Scope.Thread)
  @SuppressWarnings("NullAway.Init") // JMH sets the fields
  public static class Operator {
    /** Where state is kept. */
    @Param({"rocksdb", "hashmap"})
    public String backend = "";

    /** The host. */
    @Param({"fast", "fast-small-cache", "function", "flink"})
    public String way = "";

    /** How busy the users are. */
    @Param({"uniform", "zipf"})
    public String keys = "";

    /** How many users there are. */
    @Param("65536")
    public int users;

    Driver<Visit> driver;

    /** Opens the operator and fills it. */
    @Setup(Level.Trial)
    public void open() throws Exception {
      Visits visits =
          keys.equals("zipf") ? Visits.zipf(users, 1) : Visits.uniform(users, Visits.FOR_EVER, 0);
      Duration gap = Duration.ofMillis(3L * users);
      var operator =
          switch (way) {
            case "fast" -> SessionWays.fast(way, gap, CacheSettings.defaults());
            case "fast-small-cache" ->
                SessionWays.fast(
                    way, gap, CacheSettings.defaults().withMaxEntries(Math.max(1, users / 4)));
            case "function" -> SessionWays.plain(gap);
            case "flink" -> SessionWays.flink(gap);
            default -> throw new IllegalArgumentException(way);
          };
      driver = new Driver<>(operator, visits, backend, 100_000);
      driver.steps(4 * users);
      Digests.note("OperatorBenchmark-" + keys, way + "-" + backend, driver.operator());
    }

    /** Closes the operator. */
    @TearDown(Level.Trial)
    public void close() throws Exception {
      driver.close();
    }
  }

  /** One event. */
  @Benchmark
  public void event(Operator operator) throws Exception {
    operator.driver.step();
  }
}
