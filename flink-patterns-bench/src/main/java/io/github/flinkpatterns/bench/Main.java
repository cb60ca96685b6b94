// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench;

import io.github.flinkpatterns.bench.report.Report;
import io.github.flinkpatterns.bench.report.Verdict;
import io.github.flinkpatterns.bench.run.Progress;
import io.github.flinkpatterns.bench.run.Setup;
import io.github.flinkpatterns.bench.suite.Context;
import io.github.flinkpatterns.bench.suite.Scale;
import io.github.flinkpatterns.bench.suite.Suite;
import io.github.flinkpatterns.bench.suite.Targets;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs suites, prints their tables and the targets, and writes {@code results.json} and {@code
 * report.html}: {@code flink-patterns-bench/run <suite|quick|full|growth> [--backend B] [--rounds
 * N] [--output DIR]}.
 */
public final class Main {

  private Main() {}

  /** Runs what the first argument names. */
  public static void main(String[] args) throws Exception {
    if (args.length == 0) {
      usage(System.out);
      return;
    }
    Options options;
    try {
      options = Options.of(args);
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage());
      System.exit(2);
      return;
    }
    run(options, System.out, progress(System.err, Allowance.of(options).minutes()));
    // Flink leaves threads behind.
    System.exit(0);
  }

  private static void usage(PrintStream out) {
    out.println("Usage: flink-patterns-bench/run <suite> [options]   (* also in quick)");
    out.printf("  %-22s %s%n", "quick", "those with a star, small: " + time("quick"));
    out.printf("  %-22s %s%n", "full", "all but soak: " + time("full"));
    out.printf("  %-22s %s%n", "growth", "those that begin with growth: " + time("growth"));
    for (Suite suite : Suite.values()) {
      out.printf(
          "  %-22s %s: %s%n",
          suite.title() + (suite.quick() ? " *" : ""), suite.about(), time(suite.title()));
    }
    out.printf("  %-22s %s%n", "jmh", "the JMH benchmarks: about 17 minutes; JMH's own options");
    out.println(
        "  --backend rocksdb|hashmap   --rounds N   --scale smoke|quick|full   --output DIR");
  }

  private static String time(String name) {
    return Allowance.of(Options.of(name)).toString();
  }

  /** Runs the suites of {@code options}; returns their targets beside what was measured. */
  static List<Verdict> run(Options options, PrintStream out, Progress told) throws Exception {
    Report report = new Report(out);
    Allowance allowance = Allowance.of(options);
    out.println(options.name() + ": " + allowance);
    for (Suite suite : options.suites()) {
      Progress progress = allowance.until(suite, told);
      for (String backend : options.backends(suite)) {
        Path folder = Files.createTempDirectory("flink-patterns-bench");
        try {
          suite.run(
              new Context(
                  options.scale(), options.rounds(), new Setup(backend, folder), report, progress));
        } catch (Progress.LateException late) {
          report.addNotMeasured(String.valueOf(late.getMessage()));
        } finally {
          delete(folder);
        }
      }
      // After every suite, so that a run that is stopped leaves what it had.
      report.write(options.name(), verdicts(options, report), options.output());
    }
    List<Verdict> verdicts = verdicts(options, report);
    report.print(verdicts);
    out.println();
    out.println("Wrote results.json and report.html to " + options.output());
    return verdicts;
  }

  private static List<Verdict> verdicts(Options options, Report report) {
    // The smoke run is too small to say anything about speed.
    List<Verdict> all =
        options.scale() == Scale.SMOKE
            ? Targets.check(List.of(), List.of())
            : Targets.check(report.comparisons(), report.tables());
    Set<String> commands =
        options.suites().stream().map(suite -> "run " + suite.title()).collect(Collectors.toSet());
    return all.stream().filter(verdict -> commands.contains(verdict.command())).toList();
  }

  /** Overwrites one line on a terminal; elsewhere says only when a step of ten is done. */
  private static Progress progress(PrintStream out, double minutes) {
    boolean terminal = Boolean.getBoolean("bench.terminal");
    long start = System.nanoTime();
    return (title, done, all) -> {
      long seconds = (System.nanoTime() - start) / 1_000_000_000;
      String line =
          String.format(
              Locale.ROOT,
              "[%d:%02d of about %.0f:00] %s: %d of %d",
              seconds / 60,
              seconds % 60,
              Math.ceil(minutes),
              title,
              done,
              all);
      if (terminal) {
        out.print("\r\u001b[K" + line + (done == all ? "\n" : ""));
      } else if (done == all || done % 10 == 0) {
        out.println(line);
      }
    };
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /**
   * What the command line says.
   *
   * @param name what was asked for
   * @param suites what runs
   * @param scale how large
   * @param rounds measured rounds; 0 for each suite's own
   * @param backend the only backend, or empty
   * @param output where the report goes
   */
  record Options(
      String name, List<Suite> suites, Scale scale, int rounds, String backend, Path output) {

    static Options of(String... args) {
      if (args.length == 0) {
        throw new IllegalArgumentException("Which suite? One of");
      }
      String name = args[0];
      Scale scale = name.equals("quick") ? Scale.QUICK : Scale.FULL;
      int rounds = 0;
      String backend = "";
      Path output = Path.of("target", "bench");
      for (int i = 1; i < args.length; i += 2) {
        String option = args[i];
        if (i + 1 == args.length) {
          throw new IllegalArgumentException("Option '" + option + "' has no value");
        }
        String value = args[i + 1];
        switch (option) {
          case "--scale" -> scale = oneOf(option, value, Scale.values());
          case "--rounds" -> rounds = number(option, value);
          case "--backend" -> {
            backend = value;
            if (!List.of("rocksdb", "hashmap").contains(value)) {
              throw new IllegalArgumentException(
                  "Option '--backend': '" + value + "' is neither rocksdb nor hashmap");
            }
          }
          case "--output" -> output = Path.of(value);
          default -> throw new IllegalArgumentException("Unknown option '" + option + "'");
        }
      }
      return new Options(name, suites(name), scale, rounds, backend, output);
    }

    private static List<Suite> suites(String name) {
      return switch (name) {
        case "quick" -> Arrays.stream(Suite.values()).filter(Suite::quick).toList();
        case "full" -> Arrays.stream(Suite.values()).filter(Suite::full).toList();
        case "growth" -> Arrays.stream(Suite.values()).filter(Suite::growth).toList();
        default ->
            List.of(
                Suite.named(name)
                    .orElseThrow(
                        () ->
                            new IllegalArgumentException(
                                "Unknown suite '" + name + "'; run without one to list them")));
      };
    }

    private static int number(String option, String value) {
      try {
        int number = Integer.parseInt(value);
        if (number > 0) {
          return number;
        }
      } catch (NumberFormatException notOne) {
        // Said below.
      }
      throw new IllegalArgumentException(
          "Option '" + option + "': '" + value + "' is not a number above 0");
    }

    private static Scale oneOf(String option, String value, Scale... known) {
      return Arrays.stream(known)
          .filter(scale -> scale.name().equalsIgnoreCase(value))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "Option '" + option + "': '" + value + "' is not smoke, quick or full"));
    }

    List<String> backends(Suite suite) {
      return backend.isEmpty() ? suite.backends() : List.of(backend);
    }
  }
}
