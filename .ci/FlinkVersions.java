// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * Runs the tests tagged {@code every-flink} of each module, with the jar that the build made, on several Flink versions.
 *
 * <p>Nothing is compiled again: a link error between the jar and a Flink version shows here and nowhere else. The class
 * path comes from a generated pom below target/ that has the modules' own dependencies and another flink.version. What a
 * repository does not hold for a version is left out and named.
 */
final class FlinkVersions {
  private static final String OWN_GROUP = "io.github.flink-patterns";
  private static final String TAG = "every-flink";
  private static final Path WORK = Path.of("target", "flink-versions");
  private static final Pattern ABSENT =
      Pattern.compile("org\\.apache\\.flink:([a-z0-9-]+):(?:jar|pom):");
  private static final int MINUTES_PER_RUN = 4;

  private static List<String> versions = List.of("1.20.5", "2.0.2", "2.1.3", "2.2.1", "2.3.0");
  private static List<String> modules =
      List.of("flink-patterns-testkit", "flink-patterns-core", "flink-patterns-cep");

  private record Outcome(int tests, int failed, String remark) {}

  public static void main(String[] args) throws Exception {
    readArguments(args);
    List<String> complete = modules.stream().filter(m -> Files.isDirectory(Path.of(m, "src/test/java"))).toList();
    if (complete.stream().anyMatch(m -> jar(m) == null || !Files.isDirectory(testClasses(m)))) {
      System.out.println("Building the jars ...");
      run(Path.of("."), WORK.resolve("build.log"), 15, List.of("mvn", "--batch-mode", "-q", "-DskipTests", "package"));
    }
    List<String> tagged = complete.stream().filter(FlinkVersions::hasTaggedTests).toList();
    if (tagged.isEmpty()) {
      fail("no test is tagged @Tag(\"" + TAG + "\") in " + complete);
    }
    long start = System.nanoTime();
    boolean good = true;
    List<String> rows = new ArrayList<>();
    for (String version : versions) {
      Set<String> absent = new LinkedHashSet<>();
      String classPath = classPath(version, tagged, absent);
      for (String module : tagged) {
        Outcome outcome = test(version, module, classPath);
        good &= outcome.failed() == 0 && outcome.tests() > 0;
        String without = absent.isEmpty() ? "" : "without " + String.join(", ", absent);
        String remark = Stream.of(outcome.remark(), without).filter(s -> !s.isEmpty()).reduce((a, b) -> a + "; " + b).orElse("");
        String row =
            String.format("%-8s %-24s %6d %6d  %s", version, module, outcome.tests(), outcome.tests() - outcome.failed(), remark);
        System.out.println(row);
        rows.add(row);
      }
    }
    System.out.printf("%n%-8s %-24s %6s %6s%n%s%n", "Flink", "module", "tests", "passed", String.join("\n", rows));
    System.out.println((System.nanoTime() - start) / 1_000_000_000 + " s; reports in " + WORK);
    System.exit(good ? 0 : 1);
  }

  private static void readArguments(String[] args) {
    List<String> named = new ArrayList<>();
    for (int i = 0; i < args.length; i++) {
      if (args[i].equals("--flink") && i + 1 < args.length) {
        versions = List.of(args[++i].split(","));
      } else if (!args[i].startsWith("-") && Files.exists(Path.of(args[i], "pom.xml"))) {
        named.add(args[i]);
      } else {
        System.err.println("flink-versions: " + args[i] + " is neither --flink VERSION,... nor a module");
        System.exit(2);
      }
    }
    if (!named.isEmpty()) {
      modules = named;
    }
  }

  private static String classPath(String version, List<String> tagged, Set<String> absent) throws Exception {
    Path folder = Files.createDirectories(WORK.resolve(version));
    Path output = folder.resolve("class-path.txt").toAbsolutePath();
    Path log = folder.resolve("resolve.log");
    Map<String, String> dependencies = dependencies(tagged);
    while (true) {
      Files.writeString(folder.resolve("pom.xml"), pom(version, dependencies.values()));
      Files.deleteIfExists(output);
      List<String> command =
          List.of("mvn", "--batch-mode", "-f", folder.resolve("pom.xml").toString(), "dependency:build-classpath",
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
          boolean core = matcher.group(1).matches("flink-(streaming-java|clients|runtime|core|test-utils)");
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

  private static Outcome test(String version, String module, String classPath) throws Exception {
    Path folder = WORK.resolve(version).resolve(module);
    Files.createDirectories(folder);
    Path report = folder.resolve("TEST-junit-jupiter.xml");
    Files.deleteIfExists(report);
    List<String> path = new ArrayList<>();
    path.add(jar(module).toAbsolutePath().toString());
    path.add(testClasses(module).toAbsolutePath().toString());
    for (String other : modules) {
      if (!other.equals(module) && jar(other) != null) {
        path.add(jar(other).toAbsolutePath().toString());
      }
    }
    path.add(classPath);
    List<String> command =
        List.of("java", "-Xmx2g", "-cp", String.join(System.getProperty("path.separator"), path),
            "org.junit.platform.console.ConsoleLauncher", "execute", "--disable-banner", "--details=tree",
            "--scan-classpath=" + testClasses(module).toAbsolutePath(), "--include-tag=" + TAG,
            "--reports-dir=" + folder.toAbsolutePath());
    int exit = run(Path.of(module), folder.resolve("tests.log"), MINUTES_PER_RUN, command);
    if (!Files.exists(report)) {
      return new Outcome(0, 0, "no report, exit " + exit + ", see " + folder.resolve("tests.log"));
    }
    Element suite = parse(report);
    int tests = number(suite, "tests") - number(suite, "skipped");
    int failed = number(suite, "failures") + number(suite, "errors");
    return new Outcome(tests, failed, failed == 0 ? "" : "see " + folder.resolve("tests.log"));
  }

  /** The dependencies of all modules but their own jars, by group, artifact, type and classifier. */
  private static Map<String, String> dependencies(List<String> tagged) throws Exception {
    Map<String, String> found = new LinkedHashMap<>();
    for (String module : tagged) {
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
          xml.append('<').append(part).append('>').append(text).append("</").append(part).append('>');
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
            child(root, "groupId"), child(root, "artifactId"), child(root, "version"), version,
            String.join("\n    ", dependencies));
  }

  private static boolean hasTaggedTests(String module) {
    try (Stream<Path> sources = Files.walk(Path.of(module, "src/test/java"))) {
      for (Path source : sources.filter(p -> p.toString().endsWith(".java")).toList()) {
        if (Files.readString(source).contains("\"" + TAG + "\"")) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  private static Path jar(String module) {
    try (Stream<Path> files = Files.list(Path.of(module, "target"))) {
      return files
          .filter(p -> p.getFileName().toString().matches(Pattern.quote(Path.of(module).getFileName().toString()) + "-[0-9][0-9.]*(-SNAPSHOT)?\\.jar"))
          .findFirst()
          .orElse(null);
    } catch (IOException e) {
      return null;
    }
  }

  private static Path testClasses(String module) {
    return Path.of(module, "target", "test-classes");
  }

  private static int run(Path folder, Path log, int minutes, List<String> command) throws Exception {
    Files.createDirectories(log.getParent());
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
            .redirectOutput(log.toFile()).start();
    if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      fail(String.join(" ", command.subList(0, 2)) + " ... took more than " + minutes + " minutes, see " + log);
    }
    return process.exitValue();
  }

  private static Element parse(Path xml) throws Exception {
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(xml.toFile()).getDocumentElement();
  }

  private static String child(Element parent, String name) {
    for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child.getNodeName().equals(name)) {
        return child.getTextContent();
      }
    }
    throw new IllegalStateException("flink-versions: no <" + name + "> in pom.xml");
  }

  private static int number(Element element, String attribute) {
    String value = element.getAttribute(attribute);
    return value.isEmpty() ? 0 : Integer.parseInt(value);
  }

  private static void fail(String message) {
    System.err.println("flink-versions: " + message);
    System.exit(1);
  }
}
