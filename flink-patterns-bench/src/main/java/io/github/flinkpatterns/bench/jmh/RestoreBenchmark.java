// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.jmh;

import static java.util.Objects.requireNonNull;

import io.github.flinkpatterns.bench.ours.SessionWays;
import io.github.flinkpatterns.bench.rival.Way;
import io.github.flinkpatterns.bench.run.OperatorVariant;
import io.github.flinkpatterns.bench.stream.Visit;
import io.github.flinkpatterns.bench.stream.Visits;
import io.github.flinkpatterns.host.CacheSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.jspecify.annotations.Nullable;
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
 * How long it takes from a checkpoint to an operator that has taken its first event.
 *
 * <p>Scenario: a whole checkpoint of 100,000 open sessions with count and sum, of both hosts and of
 * Flink's session window; the time includes making the operator and opening the backend. What is
 * restored must put out the same sessions in the end.
 *
 * <p>Command: {@code flink-patterns-bench/run jmh RestoreBenchmark}.
 */
public class RestoreBenchmark extends WithBaselines {

  /** The checkpoint. */
  @State(Scope.Thread)
  @SuppressWarnings("NullAway.Init") // JMH sets the fields
  public static class Checkpoint {
    /** Where state is kept. */
    @Param({"rocksdb", "hashmap"})
    public String backend = "";

    /** The host. */
    @Param({"fast", "function", "flink"})
    public String way = "";

    /** How many users there are. */
    @Param("100000")
    public int users;

    Visits visits;
    Way<Visit, ?> operator;
    Driver<Visit> filled;
    OperatorSubtaskState state;
    Path folder;
    @Nullable OperatorVariant<Visit> restored;
    boolean noted;

    /** Fills an operator and takes its state. */
    @Setup(Level.Trial)
    public void fill() throws Exception {
      visits = Visits.uniform(users, Visits.FOR_EVER, 0);
      Duration gap = Duration.ofDays(1);
      operator =
          switch (way) {
            case "fast" -> SessionWays.fast(way, gap, CacheSettings.defaults());
            case "function" -> SessionWays.plain(gap);
            case "flink" -> SessionWays.flink(gap);
            default -> throw new IllegalArgumentException(way);
          };
      filled = new Driver<>(operator, visits, backend, 0);
      filled.steps(4 * users);
      state = filled.operator().snapshot(1);
      folder = Files.createTempDirectory("flink-patterns-jmh");
    }

    /** Closes what was restored. */
    @TearDown(Level.Invocation)
    public void closeRestored() throws Exception {
      OperatorVariant<Visit> last = requireNonNull(restored);
      if (!noted) {
        // All sessions close, so that it shows whether all were there.
        last.watermark(Long.MAX_VALUE);
        Digests.note("RestoreBenchmark", way + "-" + backend, last);
        noted = true;
      }
      last.close();
    }

    /** Closes what was filled. */
    @TearDown(Level.Trial)
    public void close() throws Exception {
      filled.close();
      Driver.delete(folder);
    }
  }

  /** One restore, and one event. */
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @OutputTimeUnit(TimeUnit.MILLISECONDS)
  @Warmup(iterations = 3)
  @Measurement(iterations = 10)
  public void restore(Checkpoint checkpoint) throws Exception {
    OperatorVariant<Visit> restored =
        OperatorVariant.restored(
            checkpoint.operator,
            checkpoint.visits,
            new io.github.flinkpatterns.bench.run.Setup(checkpoint.backend, checkpoint.folder),
            checkpoint.state);
    checkpoint.restored = restored;
    restored.event(checkpoint.visits.event(4L * checkpoint.users));
  }
}
