// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.jmh;

import io.github.flinkpatterns.bench.ours.SessionWays;
import io.github.flinkpatterns.bench.stream.Visit;
import io.github.flinkpatterns.bench.stream.Visits;
import io.github.flinkpatterns.host.CacheSettings;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long a barrier holds the operator, by the number of sessions that have changed, if nothing
 * was written ahead; and if the cache wrote ahead, which leaves 8,192 at most.
 *
 * <p>Scenario: as many users as there are to be changed values; before each barrier four events of
 * each at random, so 98 % of them have changed.
 *
 * <p>Command: {@code flink-patterns-bench/run jmh FlushBenchmark}.
 */
public class FlushBenchmark extends WithBaselines {

  /** The operator. */
  @State(Scope.Thread)
  @SuppressWarnings("NullAway.Init") // JMH sets the fields
  public static class Operator {
    /** Where state is kept. */
    @Param({"rocksdb", "hashmap"})
    public String backend = "";

    /** How many values change before a barrier. */
    @Param({"8192", "65536"})
    public int changed;

    /** Whether the cache writes ahead. */
    @Param({"false", "true"})
    public boolean ahead;

    Driver<Visit> driver;
    long barriers;

    /** Opens the operator. */
    @Setup(Level.Trial)
    public void open() throws Exception {
      CacheSettings cache = CacheSettings.defaults();
      Visits visits = Visits.uniform(changed, Visits.FOR_EVER, 0);
      driver =
          new Driver<>(
              SessionWays.fast(
                  "",
                  Duration.ofMillis(5L * changed),
                  ahead ? cache : cache.withMaxDirty(Integer.MAX_VALUE)),
              visits,
              backend,
              0);
    }

    /** Changes values. */
    @Setup(Level.Invocation)
    public void change() throws Exception {
      driver.steps(4 * changed);
    }

    /** Closes the operator. */
    @TearDown(Level.Trial)
    public void close() throws Exception {
      driver.operator().watermark(Long.MAX_VALUE);
      Digests.note(
          "FlushBenchmark-" + changed, (ahead ? "ahead-" : "all-") + backend, driver.operator());
      driver.close();
    }
  }

  /** One barrier. */
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @OutputTimeUnit(TimeUnit.MILLISECONDS)
  @Warmup(iterations = 5)
  @Measurement(iterations = 20)
  public void barrier(Operator operator) throws Exception {
    operator.driver.operator().barrier(++operator.barriers);
  }
}
