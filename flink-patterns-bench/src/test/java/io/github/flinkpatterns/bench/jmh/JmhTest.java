// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every JMH benchmark runs, with every operator that it knows. Nothing is timed. */
class JmhTest {

  static {
    // So few events are made beforehand.
    System.setProperty("bench.ring", "1024");
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
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(benchmark.getSimpleName())
                    .param("backend", "hashmap")
                    .param("users", "100")
                    .param("count", "100")
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
  }
}
