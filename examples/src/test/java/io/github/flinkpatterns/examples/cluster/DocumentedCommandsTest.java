// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.flinkpatterns.examples.JobRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the documentation says to type, as the command line reads it. */
class DocumentedCommandsTest {

  @Test
  void theCommandsOfEveryPageHaveOptionsThatExist() throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> pages = Files.walk(Path.of(".."))) {
      for (Path page :
          pages
              .filter(
                  path -> path.toString().endsWith(".md") && !path.toString().contains("target"))
              .toList()) {
        Files.readAllLines(page).stream().map(String::strip).forEach(lines::add);
      }
    }
    int checked = 0;
    for (String line : lines) {
      if (line.startsWith("examples/run ") || line.startsWith("examples/cluster ")) {
        String[] words = line.replaceFirst("\\s+# .*", "").split(" ", -1);
        CommandLine command =
            words[0].equals("examples/run") ? JobRun.commandLine() : ClusterMain.commandLine();
        assertThatCode(() -> command.parseArgs(Arrays.copyOfRange(words, 1, words.length)))
            .as(line)
            .doesNotThrowAnyException();
        checked++;
      }
    }
    assertThat(checked).isGreaterThan(8);
  }
}
