// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

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
  private static final String OWN_GROUP = "io.github.flink-patterns";
  private static final String TAG = "every-flink";
  private static final Path WORK = Path.of("target", "flink-versions");
  private static final Pattern ABSENT =
      Pattern.compile("org\\.apache\\.flink:([a-z0-9-]+):(?:jar|pom):");
  private static final String PACKAGE = "io.github.flinkpatterns";

  /** Rooms without tests of their own: every test of a capability runs them. */
  private static final Set<String> UNDER_ALL = Set.of("cep", "state", "testkit.harness");
  private static final int MINUTES_PER_RUN = 15;
  private static final int TAIL_LINES = 40;

  /** In place of an exit code, none of which is negative. */
  private static final int TIMED_OUT = -1;

  private static List<String> versions = List.of("1.20.5", "2.0.2", "2.1.3", "2.2.1", "2.3.0");
  private static final List<String> ALL =
      List.of("flink-patterns-testkit", "flink-patterns-core", "flink-patterns-cep");
  private static List<String> modules = ALL;

  private static int parallel =
      Math.max(1, Math.min(2, Runtime.getRuntime().availableProcessors()));
  private static String tests = "";
  private static boolean record;

  /** What one room (package) of a module gave. */
  private record Room(int tests, int failed) {
    Room plus(Room other) {
      return new Room(tests + other.tests, failed + other.failed);
    }

    @Override
    public String toString() {
      return failed == 0 ? "" + tests : tests - failed + "/" + tests;
    }
  }

  private record Outcome(
      String version, String module, Map<String, Room> rooms, long seconds, String remark) {
    int tests() {
      return rooms.values().stream().mapToInt(Room::tests).sum();
    }

    int failed() {
      return rooms.values().stream().mapToInt(Room::failed).sum();
    }

    boolean good() {
      return failed() == 0 && tests() > 0;
    }

    String row() {
      return String.format(
          "%-8s %-24s %6d %6d %5d s  %s",
          version, module, tests(), tests() - failed(), seconds, remark);
    }
  }

  public static void main(String[] args) throws Exception {
    readArguments(args);
    List<String> complete =
        modules.stream().filter(m -> Files.isDirectory(Path.of(m, "src/test/java"))).toList();
    if (ALL.stream().anyMatch(m -> jar(m) == null || !Files.isDirectory(testClasses(m)))) {
      System.out.println("Building the jars ...");
      run(
          Path.of("."),
          WORK.resolve("build.log"),
          15,
          List.of("mvn", "--batch-mode", "-q", "-DskipTests", "package"));
    }
    List<String> tagged = complete.stream().filter(FlinkVersions::hasTaggedTests).toList();
    if (tagged.isEmpty()) {
      fail("no test is tagged @Tag(\"" + TAG + "\") in " + complete);
    }
    long start = System.nanoTime();
    List<Future<Outcome>> runs = new ArrayList<>();
    ExecutorService pool = Executors.newFixedThreadPool(parallel);
    // While the tests of one version run, Maven finds the class path of the next.
    for (String version : versions) {
      Set<String> absent = new LinkedHashSet<>();
      String classPath = classPath(version, absent);
      String without = absent.isEmpty() ? "" : "without " + String.join(", ", absent);
      for (String module : tagged) {
        runs.add(
            pool.submit(
                () -> {
                  Outcome outcome = test(version, module, classPath, without);
                  System.out.println(outcome.row());
                  return outcome;
                }));
      }
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (Future<Outcome> run : runs) {
      outcomes.add(run.get());
    }
    pool.shutdown();
    String matrix = matrix(outcomes);
    Files.writeString(WORK.resolve("matrix.md"), matrix);
    System.out.printf("%n%-8s %-24s %6s %6s %7s%n", "Flink", "module", "tests", "passed", "time");
    outcomes.forEach(outcome -> System.out.println(outcome.row()));
    System.out.println("\n" + matrix);
    System.out.println((System.nanoTime() - start) / 1_000_000_000 + " s; reports in " + WORK);
    List<String> untested = tests.isEmpty() ? untestedRooms(tagged, outcomes) : List.of();
    if (!untested.isEmpty()) {
      fail("no test tagged @Tag(\"" + TAG + "\") in " + untested);
    }
    System.exit(outcomes.stream().allMatch(Outcome::good) ? 0 : 1);
  }

  /** Tests passed by room and version, as a table in Markdown. */
  private static String matrix(List<Outcome> outcomes) {
    Map<String, Map<String, Room>> rows = new TreeMap<>();
    for (Outcome outcome : outcomes) {
      outcome
          .rooms()
          .forEach(
              (room, result) ->
                  rows.computeIfAbsent(room, r -> new TreeMap<>())
                      .merge(outcome.version(), result, Room::plus));
    }
    StringBuilder table =
        new StringBuilder(
            "| room | "
                + String.join(" | ", versions)
                + " |\n|---|"
                + "---|".repeat(versions.size())
                + "\n");
    rows.forEach(
        (room, results) -> {
          table.append("| `").append(room).append("` |");
          versions.forEach(
              version ->
                  table
                      .append(' ')
                      .append(results.containsKey(version) ? results.get(version) : "-")
                      .append(" |"));
          table.append('\n');
        });
    return table.toString();
  }

  /** Packages of the modules that no tagged test of the same package has run on some version. */
  private static List<String> untestedRooms(List<String> tagged, List<Outcome> outcomes)
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

  private static void readArguments(String[] args) {
    List<String> named = new ArrayList<>();
    for (int i = 0; i < args.length; i++) {
      if (args[i].equals("--flink") && i + 1 < args.length) {
        versions = List.of(args[++i].split(","));
      } else if (args[i].equals("--parallel") && i + 1 < args.length) {
        parallel = Integer.parseInt(args[++i]);
      } else if (args[i].equals("--tests") && i + 1 < args.length) {
        tests = args[++i];
      } else if (args[i].equals("--record")) {
        record = true;
      } else if (!args[i].startsWith("-") && Files.exists(Path.of(args[i], "pom.xml"))) {
        named.add(args[i]);
      } else {
        System.err.println(
            "flink-versions: "
                + args[i]
                + " is neither --flink VERSION,..., --parallel N, --tests PATTERN, --record nor a"
                + " module");
        System.exit(2);
      }
    }
    if (!named.isEmpty()) {
      modules = named;
    }
  }

  private static String classPath(String version, Set<String> absent) throws Exception {
    Path folder = Files.createDirectories(WORK.resolve(version));
    Path output = folder.resolve("class-path.txt").toAbsolutePath();
    Path log = folder.resolve("resolve.log");
    Map<String, String> dependencies = dependencies();
    while (true) {
      Files.writeString(folder.resolve("pom.xml"), pom(version, dependencies.values()));
      Files.deleteIfExists(output);
      List<String> command =
          List.of(
              "mvn",
              "--batch-mode",
              "-f",
              folder.resolve("pom.xml").toString(),
              "dependency:build-classpath",
              "-Dmdep.outputFile=" + output);
      run(Path.of("."), log, 5, command);
      if (Files.exists(output)) {
        return Files.readString(output).strip();
      }
      // The first such artifact is tried without; the next round finds the next.
      boolean removed = false;
      for (String line : Files.readAllLines(log)) {
        Matcher matcher = ABSENT.matcher(line);
        while (line.contains("ERROR") && matcher.find()) {
          String key = "org.apache.flink:" + matcher.group(1);
          boolean core =
              matcher.group(1).matches("flink-(streaming-java|clients|runtime|core|test-utils)");
          if (!core && dependencies.keySet().removeIf(k -> k.startsWith(key + ":"))) {
            absent.add(matcher.group(1));
            removed = true;
          }
        }
      }
      if (!removed) {
        fail("Flink " + version + " cannot be resolved, see " + log);
      }
    }
  }

  private static Outcome test(String version, String module, String classPath, String without)
      throws Exception {
    Path folder = Files.createDirectories(WORK.resolve(version).resolve(module));
    Path log = folder.resolve("tests.log");
    List<String> remarks = new ArrayList<>();
    long start = System.nanoTime();
    Map<String, Room> rooms = Map.of();
    // A JVM that Flink ends has no report. It runs once more, and both are told.
    for (int attempt = 1; attempt <= 2 && rooms.isEmpty(); attempt++) {
      Path report = folder.resolve("TEST-junit-jupiter.xml");
      Files.deleteIfExists(report);
      int exit = run(Path.of(module), log, MINUTES_PER_RUN, command(module, classPath, folder));
      if (Files.exists(report)) {
        rooms = rooms(report);
      } else {
        Path kept = folder.resolve("no-report-" + attempt + ".log");
        Files.move(log, kept, StandardCopyOption.REPLACE_EXISTING);
        remarks.add(
            (attempt == 1 ? "RETRIED: " : "") + "no report, exit " + exit + ", see " + kept);
        System.out.println(
            version
                + " "
                + module
                + ": no report, exit "
                + exit
                + "; the end of "
                + kept
                + ":\n"
                + tail(kept));
        if (exit == TIMED_OUT) {
          break;
        }
      }
    }
    if (tests.isEmpty() && !rooms.isEmpty()) {
      List<String> missing = notRun(module, folder.resolve("TEST-junit-jupiter.xml"));
      if (!missing.isEmpty()) {
        remarks.add("not run, for they link classes of other versions: " + String.join(", ", missing));
      }
    }
    if (rooms.values().stream().anyMatch(room -> room.failed() > 0)) {
      remarks.add("see " + log);
      System.out.println(version + " " + module + ": failed; " + failures(log));
    }
    if (!without.isEmpty()) {
      remarks.add(without);
    }
    return new Outcome(
        version,
        module,
        rooms,
        (System.nanoTime() - start) / 1_000_000_000,
        String.join("; ", remarks));
  }

  private static List<String> command(String module, String classPath, Path folder) {
    List<String> path = new ArrayList<>();
    path.add(jar(module).toAbsolutePath().toString());
    path.add(testClasses(module).toAbsolutePath().toString());
    for (String other : ALL) {
      if (!other.equals(module) && jar(other) != null) {
        path.add(jar(other).toAbsolutePath().toString());
      }
    }
    path.add(classPath);
    List<String> command = new ArrayList<>();
    // Short runs: the second compiler and a concurrent collector would only cost. The package is
    // opened as Flink's own scripts do.
    command.addAll(
        List.of(
            "java",
            "-Xmx1500m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--add-opens=java.base/java.util=ALL-UNNAMED"));
    if (record) {
      command.add("-Dflinkpatterns.testkit.record=flink");
    }
    command.addAll(
        List.of(
            "-cp",
            String.join(System.getProperty("path.separator"), path),
            "org.junit.platform.console.ConsoleLauncher",
            "execute",
            "--disable-banner",
            "--details=tree",
            "--scan-classpath=" + testClasses(module).toAbsolutePath(),
            "--include-tag=" + TAG,
            "--reports-dir=" + folder.toAbsolutePath()));
    if (!tests.isEmpty()) {
      command.add("--include-classname=.*(" + tests + ").*");
    }
    return command;
  }

  private static Map<String, Room> rooms(Path report) throws Exception {
    Map<String, Room> rooms = new TreeMap<>();
    NodeList cases = parse(report).getElementsByTagName("testcase");
    for (int i = 0; i < cases.getLength(); i++) {
      Element test = (Element) cases.item(i);
      if (test.getElementsByTagName("skipped").getLength() == 0) {
        String name = test.getAttribute("classname");
        String room = name.substring(PACKAGE.length() + 1, name.lastIndexOf('.'));
        int failed =
            test.getElementsByTagName("failure").getLength()
                + test.getElementsByTagName("error").getLength();
        rooms.merge(room, new Room(1, Math.min(failed, 1)), Room::plus);
      }
    }
    return rooms;
  }

  /** Tagged classes without a test in the report: JUnit passes over a class that cannot be loaded. */
  private static List<String> notRun(String module, Path report) throws Exception {
    Set<String> run = new TreeSet<>();
    NodeList cases = parse(report).getElementsByTagName("testcase");
    for (int i = 0; i < cases.getLength(); i++) {
      run.add(((Element) cases.item(i)).getAttribute("classname").replaceFirst("\\$.*", ""));
    }
    Path sources = Path.of(module, "src/test/java");
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .filter(f -> f.toString().endsWith("Test.java") && isTagged(f))
          .map(f -> sources.relativize(f).toString().replaceAll("[/\\\\]", ".").replaceFirst("\\.java$", ""))
          .filter(name -> !run.contains(name))
          .map(name -> name.substring(PACKAGE.length() + 1))
          .sorted()
          .toList();
    }
  }

  private static boolean isTagged(Path source) {
    try {
      return Files.readString(source).contains("\"" + TAG + "\"");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String tail(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
  }

  /** The summary of failures that the launcher writes at the end of its log. */
  private static String failures(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
    int from = 0;
    while (from < lines.size() && !lines.get(from).startsWith("Failures (")) {
      from++;
    }
    return String.join("\n", lines.subList(from, Math.min(lines.size(), from + TAIL_LINES)));
  }

  /**
   * The dependencies of all modules but their own jars, by group, artifact, type and classifier.
   */
  private static Map<String, String> dependencies() throws Exception {
    Map<String, String> found = new LinkedHashMap<>();
    for (String module : ALL) {
      NodeList children = parse(Path.of(module, "pom.xml")).getChildNodes();
      for (int i = 0; i < children.getLength(); i++) {
        if (children.item(i).getNodeName().equals("dependencies")) {
          NodeList entries = ((Element) children.item(i)).getElementsByTagName("dependency");
          for (int k = 0; k < entries.getLength(); k++) {
            add((Element) entries.item(k), found);
          }
        }
      }
    }
    found.put(
        "console",
        "<dependency><groupId>org.junit.platform</groupId><artifactId>junit-platform-console</artifactId></dependency>");
    return found;
  }

  private static void add(Element dependency, Map<String, String> found) {
    StringBuilder xml = new StringBuilder("<dependency>");
    StringBuilder key = new StringBuilder();
    boolean own = false;
    for (String part : List.of("groupId", "artifactId", "version", "type", "classifier")) {
      for (Node child = dependency.getFirstChild(); child != null; child = child.getNextSibling()) {
        if (child.getNodeName().equals(part)) {
          String text = child.getTextContent().strip();
          own |= text.equals(OWN_GROUP) || text.equals("${project.groupId}");
          xml.append('<')
              .append(part)
              .append('>')
              .append(text)
              .append("</")
              .append(part)
              .append('>');
          key.append(part.equals("version") ? "" : text + ":");
        }
      }
    }
    if (!own) {
      found.putIfAbsent(key.toString(), xml.append("</dependency>").toString());
    }
  }

  private static String pom(String version, Iterable<String> dependencies) throws Exception {
    Element root = parse(Path.of("pom.xml"));
    return """
    <project xmlns="http://maven.apache.org/POM/4.0.0">
      <modelVersion>4.0.0</modelVersion>
      <parent>
        <groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version>
        <relativePath>../../../pom.xml</relativePath>
      </parent>
      <artifactId>flink-versions</artifactId>
      <packaging>pom</packaging>
      <properties><flink.version>%s</flink.version></properties>
      <dependencies>
        %s
      </dependencies>
    </project>
    """
        .formatted(
            child(root, "groupId"),
            child(root, "artifactId"),
            child(root, "version"),
            version,
            String.join("\n    ", dependencies));
  }

  private static boolean hasTaggedTests(String module) {
    try (Stream<Path> sources = Files.walk(Path.of(module, "src/test/java"))) {
      return sources.anyMatch(source -> source.toString().endsWith(".java") && isTagged(source));
    } catch (IOException e) {
      return false;
    }
  }

  private static Path jar(String module) {
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

  private static Path testClasses(String module) {
    return Path.of(module, "target", "test-classes");
  }

  private static int run(Path folder, Path log, int minutes, List<String> command)
      throws Exception {
    Files.createDirectories(log.getParent());
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
      process.destroyForcibly().waitFor();
      return TIMED_OUT;
    }
    return process.exitValue();
  }

  private static Element parse(Path xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(xml.toFile())
        .getDocumentElement();
  }

  private static String child(Element parent, String name) {
    for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child.getNodeName().equals(name)) {
        return child.getTextContent();
      }
    }
    throw new IllegalStateException("flink-versions: no <" + name + "> in pom.xml");
  }

  private static void fail(String message) {
    System.err.println("flink-versions: " + message);
    System.exit(1);
  }
}
