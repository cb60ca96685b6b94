// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.dashboard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Reads the results that became final since it last looked. A file has its final name when the
 * checkpoint that covers it is complete, and then never changes: what is read is read once, and is
 * what the files hold, also after a failure and when a stopped run goes on.
 */
final class CommittedLines {

  private final Path output;
  private final List<String> streams;
  private final Set<Path> seen = new HashSet<>();

  CommittedLines(Path output, List<String> streams) {
    this.output = output;
    this.streams = List.copyOf(streams);
  }

  /**
   * Reads what is new. A file that cannot be read whole is not taken at all, and looked at again
   * the next time.
   *
   * @param take gets the stream's name and a line
   */
  void readNew(BiConsumer<String, String> take) throws IOException {
    for (String stream : streams) {
      List<Path> files;
      try (Stream<Path> all = Files.list(output.resolve(stream))) {
        files =
            all.filter(file -> file.toString().endsWith(".jsonl") && !seen.contains(file)).toList();
      }
      for (Path file : files) {
        List<String> lines = Files.readAllLines(file);
        seen.add(file);
        lines.forEach(line -> take.accept(stream, line));
      }
    }
  }
}
