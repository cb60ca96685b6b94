// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs one suite, or all of them: {@code flink-patterns-bench/run
 * [session|dedup|velocity|profile|recommend|pattern|window|quick]}.
 */
public final class Main {

  /** Both, or the one that {@code -Dbackend} names. */
  private static final List<String> BACKENDS =
      System.getProperty("backend") == null
          ? List.of("rocksdb", "hashmap")
          : List.of(System.getProperty("backend"));

  private Main() {}

  /** Runs the suites named by the first argument; the second is the number of measured chunks. */
  public static void main(String[] args) throws Exception {
    String suite = args.length > 0 ? args[0] : "quick";
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 20;
    List<String> known =
        List.of(
            "session", "dedup", "velocity", "profile", "recommend", "pattern", "window", "quick");
    if (!known.contains(suite)) {
      System.err.println("Unknown suite '" + suite + "'; known: " + String.join(", ", known));
      System.exit(2);
    }
    run(suite, rounds, System.out);
  }

  static void run(String suite, int rounds, PrintStream out) throws Exception {
    Path folder = Files.createTempDirectory("flink-patterns-bench");
    try {
      for (String backend : BACKENDS) {
        if (suite.equals("session") || suite.equals("quick")) {
          SessionBench.run(backend, rounds, folder, out);
        }
        if (suite.equals("dedup") || suite.equals("quick")) {
          DedupBench.run(backend, rounds, folder, out);
        }
        if (suite.equals("velocity") || suite.equals("quick")) {
          VelocityBench.run(backend, rounds, folder, out);
        }
        if (suite.equals("profile")) {
          ProfileBench.run(backend, rounds, folder, out);
        }
        if (suite.equals("recommend")) {
          RecommendBench.run(backend, rounds, folder, out);
        }
        // Not among the quick ones: flink-cep takes milliseconds for an event on RocksDB.
        if (suite.equals("pattern")) {
          PatternBench.run(backend, rounds, folder, out);
        }
        if (suite.equals("window") || suite.equals("quick")) {
          WindowBench.run(backend, rounds, folder, out);
        }
      }
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
