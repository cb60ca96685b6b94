// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.examples.JobRun;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterCommandTest {

  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          start --task-managers 0 | --task-managers: 0 is not between 1 and 16
          start --slots 65        | --slots: 65 is not between 1 and 64
          start --port 70000      | --port: 70000 is not between 1 and 65535
          start --frobnicate      | Unknown option: '--frobnicate'
          submit                  | Missing required parameter: '<job> [options]'
          frobnicate              | Unmatched argument at index 0: 'frobnicate'
          """)
  void badUsageIsExitCode2AndOneLine(String arguments, String message) {
    JobRun run = JobRun.of(ClusterMain.commandLine(), (Object[]) arguments.split(" "));
    assertThat(run.err().strip()).isEqualTo(message);
    assertThat(run.exit()).isEqualTo(2);
  }

  @Test
  void withoutAClusterNothingCanBeSubmitted() {
    JobRun run = JobRun.of(ClusterMain.commandLine(), "submit", "--dir", dir, "wordcount");
    assertThat(run.err().strip())
        .isEqualTo(
            "examples/cluster submit: no cluster in " + dir + "; examples/cluster start first");
    assertThat(run.exit()).isEqualTo(1);
  }
}
