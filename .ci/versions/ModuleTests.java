// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Runs the tagged tests of a module with its jar.
 *
 * @param tests a regular expression for the names of classes; empty for all
 * @param record whether golden files that are missing are written
 * @param minutes how long one module may take on one version
 */
record ModuleTests(String tests, boolean record, int minutes) {
  private static final int TAIL_LINES = 40;

  Outcome run(String version, String module, String classPath, String without) throws Exception {
    Path folder = Files.createDirectories(Modules.WORK.resolve(version).resolve(module));
    Path log = folder.resolve("tests.log");
    List<String> remarks = new ArrayList<>();
    long start = System.nanoTime();
    Map<String, Outcome.Room> rooms = Map.of();
    // A JVM that Flink ends has no report. It runs once more, and both are told.
    for (int attempt = 1; attempt <= 2 && rooms.isEmpty(); attempt++) {
      Path report = folder.resolve("TEST-junit-jupiter.xml");
      Files.deleteIfExists(report);
      int exit = Processes.run(Path.of(module), log, minutes, command(module, classPath, folder));
      if (isWhole(report)) {
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
        if (exit == Processes.TIMED_OUT) {
          break;
        }
      }
    }
    if (tests.isEmpty() && !rooms.isEmpty()) {
      List<String> missing =
          Modules.notRun(module, classes(folder.resolve("TEST-junit-jupiter.xml")));
      if (!missing.isEmpty()) {
        remarks.add(
            "not run, for they link classes of other versions: " + String.join(", ", missing));
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

  private List<String> command(String module, String classPath, Path folder) {
    List<String> path = new ArrayList<>();
    path.add(Modules.jar(module).toAbsolutePath().toString());
    path.add(Modules.testClasses(module).toAbsolutePath().toString());
    for (String other : Modules.ALL) {
      if (!other.equals(module) && Modules.jar(other) != null) {
        path.add(Modules.jar(other).toAbsolutePath().toString());
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
            "--scan-classpath=" + Modules.testClasses(module).toAbsolutePath(),
            "--include-tag=" + Modules.TAG,
            "--reports-dir=" + folder.toAbsolutePath()));
    if (!tests.isEmpty()) {
      command.add("--include-classname=.*(" + tests + ").*");
    }
    return command;
  }

  /** Tells whether there is a report that was written to its end. */
  private static boolean isWhole(Path report) throws Exception {
    try {
      ClassPaths.parse(report);
      return true;
    } catch (IOException | SAXException e) {
      return false;
    }
  }

  private static Map<String, Outcome.Room> rooms(Path report) throws Exception {
    Map<String, Outcome.Room> rooms = new TreeMap<>();
    NodeList cases = ClassPaths.parse(report).getElementsByTagName("testcase");
    for (int i = 0; i < cases.getLength(); i++) {
      Element test = (Element) cases.item(i);
      if (test.getElementsByTagName("skipped").getLength() == 0) {
        String name = test.getAttribute("classname");
        String room = name.substring(Modules.PACKAGE.length() + 1, name.lastIndexOf('.'));
        int failed =
            test.getElementsByTagName("failure").getLength()
                + test.getElementsByTagName("error").getLength();
        rooms.merge(room, new Outcome.Room(1, Math.min(failed, 1)), Outcome.Room::plus);
      }
    }
    return rooms;
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

  private static Set<String> classes(Path report) throws Exception {
    Set<String> classes = new TreeSet<>();
    NodeList cases = ClassPaths.parse(report).getElementsByTagName("testcase");
    for (int i = 0; i < cases.getLength(); i++) {
      classes.add(((Element) cases.item(i)).getAttribute("classname").replaceFirst("\\$.*", ""));
    }
    return classes;
  }
}
