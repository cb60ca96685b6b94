// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.jmh;

import io.github.flinkpatterns.bench.run.Baselines;
import io.github.flinkpatterns.bench.stream.Visit;
import io.github.flinkpatterns.bench.stream.Visits;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
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

/** What every class of benchmarks has: a keyed operator that does nothing, and one state access. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 4, time = 2)
public abstract class WithBaselines {

  /** The two operators, over 65,536 users. */
  @State(Scope.Thread)
  @SuppressWarnings("NullAway.Init") // JMH sets the fields
  public static class Baseline {
    /** Where state is kept. */
    @Param({"rocksdb", "hashmap"})
    public String backend = "";

    Driver<Visit> nothing;
    Driver<Visit> oneValue;

    /** Opens both. */
    @Setup(Level.Trial)
    public void open() throws Exception {
      Visits visits = Visits.uniform(65_536, Visits.FOR_EVER, 0);
      nothing = new Driver<>(Baselines.nothing(visits), visits, backend, 0);
      oneValue = new Driver<>(Baselines.oneValue(visits), visits, backend, 0);
    }

    /** Closes both. */
    @TearDown(Level.Trial)
    public void close() throws Exception {
      nothing.close();
      oneValue.close();
    }
  }

  /** A keyed operator that does nothing. */
  @Benchmark
  @Warmup(iterations = 2, time = 1)
  @Measurement(iterations = 3, time = 1)
  public void baselineNothing(Baseline baseline) throws Exception {
    baseline.nothing.step();
  }

  /** One read and one update of a {@code ValueState<Long>}. */
  @Benchmark
  @Warmup(iterations = 2, time = 1)
  @Measurement(iterations = 3, time = 1)
  public void baselineOneValue(Baseline baseline) throws Exception {
    baseline.oneValue.step();
  }
}
