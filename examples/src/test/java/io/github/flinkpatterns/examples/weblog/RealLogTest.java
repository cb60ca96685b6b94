// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.weblog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.flinkpatterns.examples.JobRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logs of real servers, whose sessions were counted by other means. */
class RealLogTest {

  @TempDir Path dir;

  private static Path data(String name) {
    String folder = System.getenv("FLINK_PATTERNS_DATA");
    // Tests run in the module's folder; the data lies beside the project.
    Path file = Path.of(folder == null ? "../../shared/data" : folder).resolve(name);
    assumeTrue(Files.exists(file), name + " is not there: set FLINK_PATTERNS_DATA to its folder");
    return file;
  }

  @ParameterizedTest
  @CsvSource({
    "nasa_1995-08-01.log.gz, 30969, 5m, 3904, 2, hashmap",
    "nasa_1995-08-01.log.gz, 30969, 30m, 2989, 1, rocksdb",
    "nasa_1995-08-01.log.gz, 30969, 60m, 2799, 2, rocksdb",
    "apache_logs.log.gz, 10000, 30m, 3052, 2, hashmap"
  })
  void findsTheKnownSessions(
      String name, int lines, String gap, int sessions, int parallelism, String backend)
      throws IOException {
    JobRun run =
        JobRun.of(
            "weblog",
            "--input",
            data(name),
            "--gap",
            gap,
            "--parallelism",
            parallelism,
            "--backend",
            backend,
            "--output",
            dir);
    assertThat(run.exit()).isZero();
    assertThat(JobRun.lines(dir, "sessions")).hasSize(sessions);
    assertThat(JobRun.lines(dir, "late")).isEmpty();
    assertThat(JobRun.lines(dir, "rejected")).isEmpty();
    assertThat(
            JobRun.records(dir, "sessions").stream()
                .mapToLong(session -> session.path("events").asLong())
                .sum())
        .isEqualTo(lines);
  }
}
