// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.examples.JobRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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

  @Test
  void aProcessOfAnotherIsLeftAlone() throws Exception {
    Process foreign = new ProcessBuilder("sleep", "600").start();
    try {
      Path folder = dir.resolve("cluster");
      ClusterProcess started = ClusterProcess.of("taskmanager-1", 0, foreign, "-Dmark");
      List<ClusterProcess> changed =
          List.of(
              started, // has no such argument
              new ClusterProcess(
                  "taskmanager-2", 1, started.pid(), started.startedMillis() - 60_000, "600"));
      ClusterState state = ClusterState.fresh(8081, 1);
      for (ClusterProcess process : changed) {
        state = state.with(process);
      }
      Files.createDirectories(folder);
      state.write(folder.resolve("cluster.properties"));
      assertThat(ClusterState.read(folder.resolve("cluster.properties"))).isEqualTo(state);

      JobRun stop = JobRun.of(ClusterMain.commandLine(), "stop", "--dir", folder);

      assertThat(stop.exit()).isZero();
      assertThat(stop.out().lines())
          .containsExactlyElementsOf(
              Stream.of(1, 2)
                  .map(
                      i -> "taskmanager-" + i + " (process " + foreign.pid() + ") had ended before")
                  .toList());
      assertThat(foreign.isAlive()).isTrue();
      assertThat(JobRun.of(ClusterMain.commandLine(), "stop", "--dir", folder).out().strip())
          .isEqualTo("no cluster in " + folder);
      // The same process with its own argument is known again.
      assertThat(
              new ClusterProcess("x", 0, started.pid(), started.startedMillis(), "600").isRunning())
          .isTrue();
    } finally {
      foreign.destroyForcibly();
    }
  }
}
