// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Flink's harness and internals move between releases, so one package alone may know them. */
class BoundaryTest {

  private static final List<String> FORBIDDEN =
      List.of(
          "org/apache/flink/runtime/",
          "org/apache/flink/streaming/util/",
          "org/apache/flink/streaming/runtime/",
          "org/rocksdb/",
          "org/apache/flink/state/rocksdb/",
          "org/apache/flink/contrib/");

  private static List<Path> classes(String folder) throws IOException, URISyntaxException {
    Path root =
        Path.of(Scenario.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .resolve("io/github/flinkpatterns/testkit")
            .resolve(folder);
    try (Stream<Path> files = Files.list(root)) {
      return files.filter(f -> f.toString().endsWith(".class")).toList();
    }
  }

  private static List<String> uses(Path file, List<String> names) throws IOException {
    String pool = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    return names.stream().filter(pool::contains).map(n -> file.getFileName() + ": " + n).toList();
  }

  @Test
  void onlyTheAdapterPackageKnowsFlinksInternals() throws Exception {
    List<Path> classes = classes(".");
    assertThat(classes).hasSizeGreaterThan(20);
    for (Path file : classes) {
      assertThat(uses(file, FORBIDDEN)).isEmpty();
    }
  }

  @Test
  void notEvenTheAdapterLinksABackend() throws Exception {
    for (Path file : classes("harness")) {
      assertThat(uses(file, FORBIDDEN.subList(3, 6))).isEmpty();
    }
  }
}
