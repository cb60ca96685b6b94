// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.jmh;

import io.github.flinkpatterns.bench.run.Equality;
import io.github.flinkpatterns.bench.run.OperatorVariant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Holds the results of ways that JMH runs in processes of their own against each other: each leaves
 * its digest in a file, after the same events.
 */
final class Digests {

  /** The system property that says where; without it nothing is noted. */
  static final String FOLDER = "bench.digests";

  private Digests() {}

  /** Notes the results of {@code operator} so far. */
  static void note(String group, String way, OperatorVariant<?> operator) throws IOException {
    note(group, way, operator.digest(), operator.outputs());
  }

  /** Notes results. */
  static void note(String group, String way, long digest, long outputs) throws IOException {
    String folder = System.getProperty(FOLDER);
    if (folder != null) {
      Files.writeString(Path.of(folder, group + "#" + way), digest + " " + outputs);
    }
  }

  /**
   * Returns how many results there were that are equal wherever they must be.
   *
   * @throws IllegalStateException if there are others
   */
  static long compare(Path folder) throws IOException {
    Equality equality = new Equality();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        List<String> results = List.of(Files.readString(file).split(" ", 2));
        equality.add(
            name.substring(0, name.indexOf('#')),
            name,
            Long.parseLong(results.get(0)),
            Long.parseLong(results.get(1)));
      }
    }
    return equality.finish("JMH");
  }
}
