// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Collection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Every JMH benchmark runs, with every operator that it knows, and those that do the same job put
 * out the same. Nothing is timed.
 */
class JmhTest {

  static {
    // So few events are made beforehand.
    System.setProperty("bench.ring", "1024");
    // Nothing is timed: another run on this machine does no harm.
    System.setProperty("jmh.ignoreLock", "true");
  }

  @TempDir Path digests;

  @AfterEach
  void noteNoMore() {
    System.clearProperty(Digests.FOLDER);
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        OperatorBenchmark.class,
        StateBytesBenchmark.class,
        SerializerBenchmark.class,
        FlushBenchmark.class,
        RestoreBenchmark.class,
        TimerBenchmark.class
      })
  void everyBenchmarkRuns(Class<?> benchmark) throws Exception {
    System.setProperty(Digests.FOLDER, digests.toString());
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(benchmark.getSimpleName())
                    .param("backend", "hashmap")
                    .param("users", "100")
                    // So many that some customer makes an alert.
                    .param("count", "5000")
                    .param("changed", "100")
                    .forks(0)
                    .warmupIterations(0)
                    .measurementIterations(1)
                    .measurementTime(TimeValue.milliseconds(1))
                    .shouldFailOnError(true)
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();
    assertThat(results).isNotEmpty();
    if (benchmark == SerializerBenchmark.class) {
      // Compares by itself what is read with what was written.
      assertThat(Digests.compare(digests)).isZero();
    } else {
      assertThat(Digests.compare(digests)).isPositive();
    }
    assertThat(JmhMain.tables(results))
        .isNotEmpty()
        .allSatisfy(
            table -> {
              assertThat(table.title()).startsWith(benchmark.getSimpleName());
              assertThat(table.rows())
                  .allSatisfy(row -> assertThat(row.values()).hasSameSizeAs(table.columns()));
            });
  }

  @Test
  void otherResultsAreRefused() throws Exception {
    System.setProperty(Digests.FOLDER, digests.toString());
    Digests.note("job", "ours", 1, 5);
    Digests.note("job", "theirs", 2, 5);
    assertThatThrownBy(() -> Digests.compare(digests))
        .hasMessageContainingAll("Results differ", "job#ours", "job#theirs");
  }
}
