// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.sensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.flinkpatterns.examples.JobRun;
import io.github.flinkpatterns.examples.input.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SensorsJobTest {

  @TempDir Path dir;

  private static Path data(String name) {
    String folder = System.getenv("FLINK_PATTERNS_DATA");
    // Tests run in the module's folder; the data lies beside the project.
    Path file = Path.of(folder == null ? "../../shared/data" : folder).resolve(name);
    assumeTrue(Files.exists(file), name + " is not there: set FLINK_PATTERNS_DATA to its folder");
    return file;
  }

  private Path run(String output, Object... more) {
    return JobRun.into(dir.resolve(output), "sensors", more);
  }

  private static long count(Path output, String pattern) throws IOException {
    return JobRun.fields(output, "alerts", "pattern").stream().filter(pattern::equals).count();
  }

  private static long inWindows(Path output) throws IOException {
    return JobRun.records(output, "windows").stream()
        .mapToLong(w -> w.path("count").asLong())
        .sum();
  }

  @Test
  void gapsTiesAndAStepBackInTimeAreHandled() throws IOException {
    List<String> lines =
        List.of(
            "timestamp,value",
            "1970-01-01 00:00:00,100",
            "1970-01-01 00:05:00,100",
            "1970-01-01 00:10:00,121", // 21 % above 100, 5 minutes later: not within
            "1970-01-01 00:10:00,120.9", // a tie
            "1970-01-01T00:14:59.999,146", // 20.8 % above 120.9, less than 5 minutes later
            "1970-01-01 00:25:00,150", // a pause of 10 minutes and 1 ms
            "1970-01-01 00:35:00,150", // of 10 minutes: in time
            "1970-01-01 00:34:00,150", // back by as much as is allowed
            "1970-01-01 00:30:00,1", // back by more
            "1970-01-01 00:36:00,NaN",
            "1970-01-01 00:36:00",
            "2160000,149"); // epoch milliseconds: 00:36:00
    Path file = TestFiles.plain(dir.resolve("boiler.csv"), lines);
    Path output = run("out", "--input", file);
    assertThat(
            JobRun.fields(output, "alerts", "pattern", "key", "startMillis", "endMillis", "events"))
        .containsExactly(
            "missing-heartbeat boiler 899999 1499999 1", "surge boiler 600000 899999 2");
    assertThat(JobRun.fields(output, "late", "series", "timestampMillis", "value"))
        .containsExactly("boiler 1800000 1.0");
    assertThat(JobRun.fields(output, "rejected", "reason"))
        .containsExactly(
            "1 values, but timestamp,value was expected", "value: a finite number was expected");
    assertThat(
            JobRun.fields(
                output, "windows", "key", "windowStartMillis", "windowEndMillis", "count"))
        .containsExactly("boiler 0 3600000 9");
    JsonNode window = JobRun.records(output, "windows").get(0);
    assertThat(window.path("min").asDouble()).isEqualTo(100);
    assertThat(window.path("max").asDouble()).isEqualTo(150);
    assertThat(window.path("average").asDouble()).isEqualTo(1186.9 / 9);
    // A longer pause is allowed, and a smaller rise is asked for.
    Path other = run("other", "--input", file, "--heartbeat", "11m", "--surge", "20.5%");
    assertThat(JobRun.fields(other, "alerts", "pattern")).containsExactly("surge");
  }

  @Test
  void theGapsOfRogueAgentAreFound() throws IOException {
    Path file = data("nab/rogue_agent_key_hold.csv.gz");
    Path output = run("rogue", "--input", file, "--heartbeat", "10m");
    assertThat(count(output, "missing-heartbeat")).isEqualTo(44);
    assertThat(inWindows(output)).isEqualTo(1_882);
    assertThat(JobRun.lines(output, "late")).isEmpty();
    assertThat(count(run("five", "--input", file, "--heartbeat", "5m"), "missing-heartbeat"))
        .isEqualTo(91);
    // The longest pause has 164,100 s.
    assertThat(count(run("below", "--input", file, "--heartbeat", "164099s"), "missing-heartbeat"))
        .isEqualTo(1);
    assertThat(count(run("above", "--input", file, "--heartbeat", "164100s"), "missing-heartbeat"))
        .isZero();
  }

  @Test
  void theStepBackOfMachineTemperatureIsLateOrWithinTheDisorder() throws IOException {
    Path file = data("nab/machine_temperature_system_failure.csv.gz");
    // 3,300 s back in steps of 300 s: eleven readings before the twelfth is as new as the newest.
    Path strict = run("strict", "--input", file, "--heartbeat", "5m");
    assertThat(JobRun.lines(strict, "late")).hasSize(11);
    assertThat(inWindows(strict)).isEqualTo(22_695 - 11);
    assertThat(count(strict, "missing-heartbeat")).isZero();
    Path lenient = run("lenient", "--input", file, "--out-of-order", "1h", "--backend", "rocksdb");
    assertThat(JobRun.lines(lenient, "late")).isEmpty();
    assertThat(inWindows(lenient)).isEqualTo(22_695);
    assertThat(count(lenient, "missing-heartbeat")).isZero();
  }

  @Test
  void aGeneratedSeriesGivesTheSameAtEveryParallelismAndBackend() throws IOException {
    Path two = run("two", "--events", 4_000, "--seed", 2);
    Path one =
        run("one", "--events", 4_000, "--seed", 2, "--parallelism", 1, "--backend", "rocksdb");
    assertThat(JobRun.everything(one)).isEqualTo(JobRun.everything(two));
    assertThat(count(two, "surge")).isPositive();
    assertThat(count(two, "missing-heartbeat")).isPositive();
    assertThat(JobRun.lines(two, "late")).isEmpty();
    assertThat(JobRun.lines(two, "rejected")).isNotEmpty();
    assertThat(inWindows(two)).isEqualTo(4_000 - JobRun.lines(two, "rejected").size());
  }
}
