// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CommandLineTest {

  @TempDir Path dir;

  @Test
  void listsTheJobsWithALineEach() {
    JobRun run = JobRun.of();
    assertThat(run.exit()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines())
        .anyMatch(line -> line.startsWith("  weblog "))
        .anyMatch(line -> line.startsWith("  storefront "));
  }

  @Test
  void thePageTellsOfEveryJobAndEveryOptionOfIts() throws IOException {
    String page = Files.readString(Path.of("README.md"));
    JobRun.jobs()
        .forEach(
            (name, job) -> {
              assertThat(page).contains("| [" + name + "](#" + name + ") |", "\n## " + name + "\n");
              new CommandLine(job)
                  .getCommandSpec()
                  .options()
                  .forEach(
                      option ->
                          assertThat(page)
                              .as("option of %s", name)
                              .containsPattern(Pattern.quote(option.longestName()) + "(?![a-z-])"));
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          weblog --gap 5x                | Invalid value for option '--gap': '5x' is no duration such as 30s, 5m, 24h or 7d
          weblog --gap 0s                | --gap: a duration above 0 is needed
          weblog --max-duration 0s       | --max-duration: a duration above 0 is needed
          weblog --gap                   | Missing required parameter for option '--gap' (DURATION)
          weblog --parallelism 0         | --parallelism: 0 is not between 1 and 128
          weblog --parallelism two       | Invalid value for option '--parallelism': 'two' is not an int
          weblog --backend disk          | Invalid value for option '--backend': 'disk' is neither hashmap nor rocksdb
          weblog --out-of-order 1w       | Invalid value for option '--out-of-order': '1w' is no duration such as 30s, 5m, 24h or 7d
          weblog --allowed-lateness -1s  | Invalid value for option '--allowed-lateness': '-1s' is no duration such as 30s, 5m, 24h or 7d
          weblog --input no-such-file    | --input: no-such-file does not exist
          weblog --events 0              | --events: 0 is below 1
          weblog --events 5 --input .    | --events: belongs to the generator, which --input replaces; leave one of them out
          weblog --seed 5 --input .      | --seed: belongs to the generator, which --input replaces; leave one of them out
          weblog --output pom.xml        | --output: .*cannot be created: .*
          weblog --checkpoint-dir pom.xml --output target/no-run | --checkpoint-dir: .*cannot be created: .*
          weblog --frobnicate            | Unknown option: '--frobnicate'
          weblog extra                   | Unmatched argument at index 1: 'extra'
          wordcount --window 0s          | --window: a duration above 0 is needed
          storefront --horizon 0s        | --horizon: a duration above 0 is needed
          storefront --top 0             | --top: 0 is not between 1 and 1000
          storefront --gap 99999999d     | Invalid value for option '--gap': '99999999d' is longer than 36500d
          authlog --failures 1           | --failures: 1 is not between 2 and 10000
          authlog --within 0s            | --within: a duration above 0 is needed
          authlog --last-day 2026-02-30  | --last-day: '2026-02-30' is no day such as 2026-01-31
          authlog --zone Nowhere         | --zone: 'Nowhere' is no zone such as UTC or Europe/Berlin
          sensors --surge 20             | Invalid value for option '--surge': '20' is no share such as 20% or 2.5%
          sensors --surge 0%             | --surge: not above 0% and up to 1000000%
          sensors --heartbeat 0s         | --heartbeat: a duration above 0 is needed
          nonsense                       | 'nonsense' is no job; examples/run alone lists the jobs
          --frobnicate                   | Unknown option: '--frobnicate'
          """)
  void badUsageIsExitCode2AndOneLineThatNamesTheOption(String arguments, String message) {
    JobRun run = JobRun.of((Object[]) arguments.split(" "));
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err().strip()).matches(line -> line.equals(message) || line.matches(message));
  }

  @Test
  void refusesAnInputFolderWithoutFiles() {
    JobRun run = JobRun.of("weblog", "--input", dir);
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err().strip()).isEqualTo("--input: " + dir + " holds no file");
  }

  @Test
  void refusesAnOutputThatHoldsRecords() throws IOException {
    Path sessions = Files.createDirectories(dir.resolve("sessions"));
    Files.write(sessions.resolve("part-1-0.jsonl"), List.of("{}"));
    JobRun run = JobRun.of("weblog", "--output", dir);
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err().strip())
        .isEqualTo("--output: " + sessions + " is not empty; name another folder");
  }

  @Test
  void everyJobExplainsItsOptions() {
    for (String job : List.of("weblog", "storefront")) {
      JobRun run = JobRun.of(job, "--help");
      assertThat(run.exit()).isZero();
      assertThat(run.out())
          .contains("--input", "--events", "--seed", "--output", "--parallelism", "--backend")
          .contains("--checkpoint-dir", "--out-of-order", "--ui", "--gap");
    }
  }
}
