// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The modules: their jars, their rooms (packages) and which of their tests run on every Flink. */
final class Modules {
  static final List<String> ALL =
      List.of("flink-patterns-testkit", "flink-patterns-core", "flink-patterns-cep");
  static final String TAG = "every-flink";
  static final String PACKAGE = "io.github.flinkpatterns";
  static final Path WORK = Path.of("target", "flink-versions");

  /** Rooms without tests of their own: every test of a capability runs them. */
  private static final Set<String> UNDER_ALL = Set.of("cep", "state", "testkit.harness");

  private Modules() {}

  static boolean built(String module) {
    return jar(module) != null && Files.isDirectory(testClasses(module));
  }

  static Path jar(String module) {
    try (Stream<Path> files = Files.list(Path.of(module, "target"))) {
      return files
          .filter(
              p ->
                  p.getFileName()
                      .toString()
                      .matches(
                          Pattern.quote(Path.of(module).getFileName().toString())
                              + "-[0-9][0-9.]*(-SNAPSHOT)?\\.jar"))
          .findFirst()
          .orElse(null);
    } catch (IOException e) {
      return null;
    }
  }

  static Path testClasses(String module) {
    return Path.of(module, "target", "test-classes");
  }

  static boolean hasTaggedTests(String module) {
    try (Stream<Path> sources = Files.walk(Path.of(module, "src/test/java"))) {
      return sources.anyMatch(source -> source.toString().endsWith(".java") && isTagged(source));
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isTagged(Path source) {
    try {
      return Files.readString(source).contains("\"" + TAG + "\"");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Tagged classes without a test in the report: JUnit passes over a class that cannot be loaded.
   */
  static List<String> notRun(String module, Set<String> run) throws IOException {
    Path sources = Path.of(module, "src/test/java");
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .filter(f -> f.toString().endsWith("Test.java") && isTagged(f))
          .map(f -> sources.relativize(f).toString())
          .map(name -> name.replaceAll("[/\\\\]", ".").replaceFirst("\\.java$", ""))
          .filter(name -> !run.contains(name))
          .map(name -> name.substring(PACKAGE.length() + 1))
          .sorted()
          .toList();
    }
  }

  /** Packages of the modules that no tagged test of the same package has run on some version. */
  static List<String> untestedRooms(List<String> tagged, List<Outcome> outcomes)
      throws IOException {
    List<String> untested = new ArrayList<>();
    for (String module : tagged) {
      Path sources = Path.of(module, "src/main/java", PACKAGE.replace('.', '/'));
      Set<String> rooms = new TreeSet<>();
      try (Stream<Path> files = Files.walk(sources)) {
        files
            .filter(f -> f.toString().endsWith(".java") && !f.endsWith("package-info.java"))
            .forEach(
                f ->
                    rooms.add(
                        sources
                            .relativize(f.getParent())
                            .toString()
                            .replace('/', '.')
                            .replace('\\', '.')));
      }
      for (Outcome outcome : outcomes) {
        if (outcome.module().equals(module)) {
          rooms.stream()
              .filter(room -> !UNDER_ALL.contains(room) && !outcome.rooms().containsKey(room))
              .forEach(room -> untested.add(room + " on " + outcome.version()));
        }
      }
    }
    return untested;
  }
}
