// SPDX-License-Identifier: Apache-2.0

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs the tests tagged {@code every-flink} of each module, with the jar that the build made, on
 * several Flink versions.
 *
 * <p>Nothing is compiled again: a link error between the jar and a Flink version shows here and
 * nowhere else. The class path comes from a generated pom below target/ that has the modules' own
 * dependencies and another flink.version. What a repository does not hold for a version is left out
 * and named.
 */
final class FlinkVersions {
  private static final int MINUTES_TO_BUILD = 15;

  private List<String> versions = List.of("1.20.5", "2.0.2", "2.1.3", "2.2.1", "2.3.0");
  private List<String> modules = Modules.ALL;
  private int parallel = Math.max(1, Math.min(2, Runtime.getRuntime().availableProcessors()));
  private int minutes = 15;
  private String tests = "";
  private boolean record;

  public static void main(String[] args) throws Exception {
    FlinkVersions command = new FlinkVersions();
    try {
      command.readArguments(List.of(args));
    } catch (IllegalArgumentException e) {
      System.err.println("flink-versions: " + e.getMessage());
      System.exit(2);
    }
    try {
      System.exit(command.run() ? 0 : 1);
    } catch (IllegalStateException e) {
      System.err.println("flink-versions: " + e.getMessage());
      System.exit(1);
    }
  }

  private void readArguments(List<String> args) {
    List<String> named = new ArrayList<>();
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      boolean more = i + 1 < args.size();
      if (arg.equals("--flink") && more) {
        versions = List.of(args.get(++i).split(","));
      } else if (arg.equals("--parallel") && more) {
        parallel = number(arg, args.get(++i));
      } else if (arg.equals("--minutes") && more) {
        minutes = number(arg, args.get(++i));
      } else if (arg.equals("--tests") && more) {
        tests = args.get(++i);
      } else if (arg.equals("--record")) {
        record = true;
      } else if (!arg.startsWith("-") && Files.exists(Path.of(arg, "pom.xml"))) {
        named.add(arg);
      } else {
        throw new IllegalArgumentException(
            arg
                + " is neither --flink VERSION,..., --parallel N, --minutes N, --tests PATTERN,"
                + " --record nor a module");
      }
    }
    if (!named.isEmpty()) {
      modules = named;
    }
  }

  private static int number(String option, String text) {
    if (!text.matches("[1-9][0-9]{0,3}")) {
      throw new IllegalArgumentException(option + ": " + text + " is not a number from 1 to 9999");
    }
    return Integer.parseInt(text);
  }

  /** Returns whether every test has passed everywhere. */
  private boolean run() throws Exception {
    if (!Modules.ALL.stream().allMatch(Modules::built)) {
      System.out.println("Building the jars ...");
      Processes.run(
          Path.of("."),
          Modules.WORK.resolve("build.log"),
          MINUTES_TO_BUILD,
          List.of("mvn", "--batch-mode", "-q", "-DskipTests", "package"));
    }
    List<String> tagged = modules.stream().filter(Modules::hasTaggedTests).toList();
    if (tagged.isEmpty()) {
      throw new IllegalStateException(
          "no test is tagged @Tag(\"" + Modules.TAG + "\") in " + modules);
    }
    long start = System.nanoTime();
    List<Outcome> outcomes = outcomes(tagged);
    String matrix = Outcome.matrix(versions, outcomes);
    Files.writeString(Modules.WORK.resolve("matrix.md"), matrix);
    System.out.printf("%n%-8s %-24s %6s %6s %7s%n", "Flink", "module", "tests", "passed", "time");
    outcomes.forEach(outcome -> System.out.println(outcome.row()));
    System.out.println("\n" + matrix);
    System.out.println(
        (System.nanoTime() - start) / 1_000_000_000 + " s; reports in " + Modules.WORK);
    List<String> untested = tests.isEmpty() ? Modules.untestedRooms(tagged, outcomes) : List.of();
    if (!untested.isEmpty()) {
      throw new IllegalStateException(
          "no test tagged @Tag(\"" + Modules.TAG + "\") in " + untested);
    }
    return outcomes.stream().allMatch(Outcome::good);
  }

  private List<Outcome> outcomes(List<String> tagged) throws Exception {
    ModuleTests run = new ModuleTests(tests, record, minutes);
    List<Future<Outcome>> runs = new ArrayList<>();
    List<Outcome> outcomes = new ArrayList<>();
    ExecutorService pool = Executors.newFixedThreadPool(parallel);
    try {
      // While the tests of one version run, Maven finds the class path of the next.
      for (String version : versions) {
        Set<String> absent = new LinkedHashSet<>();
        String classPath = ClassPaths.of(version, absent);
        String without = absent.isEmpty() ? "" : "without " + String.join(", ", absent);
        for (String module : tagged) {
          runs.add(
              pool.submit(
                  () -> {
                    Outcome outcome = run.run(version, module, classPath, without);
                    System.out.println(outcome.row());
                    return outcome;
                  }));
        }
      }
      for (Future<Outcome> one : runs) {
        outcomes.add(one.get());
      }
    } finally {
      pool.shutdownNow();
    }
    return outcomes;
  }
}
