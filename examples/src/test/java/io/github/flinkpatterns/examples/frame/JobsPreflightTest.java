// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.examples.JobRun;
import io.github.flinkpatterns.ops.Finding;
import io.github.flinkpatterns.ops.Preflight;
import java.nio.file.Path;
import java.util.Set;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class JobsPreflightTest {

  @TempDir Path dir;

  static Set<String> jobs() {
    return JobRun.jobs().keySet();
  }

  private StreamExecutionEnvironment plan(String name, String... options) {
    JobCommand<?> job = JobRun.jobs().get(name);
    new CommandLine(job).parseArgs(options);
    return job.plan(dir);
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void nothingIsWrongWithAnExampleJob(String name) {
    for (String backend : new String[] {"hashmap", "rocksdb"}) {
      StreamExecutionEnvironment env = plan(name, "--events", "10", "--backend", backend);
      assertThat(Preflight.of(env).openFunctions().check().findings()).isEmpty();
    }
  }

  @Test
  void aFaultInAnExampleJobIsFound() {
    StreamExecutionEnvironment env = plan("storefront", "--events", "10");
    env.fromSequence(1, 2).keyBy(n -> n % 2).reduce(Long::sum).print();
    assertThat(Preflight.of(env).check().findings())
        .extracting(Finding::code)
        .contains("missing-uid");
  }
}
