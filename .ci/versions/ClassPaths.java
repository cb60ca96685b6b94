// SPDX-License-Identifier: Apache-2.0

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** The class path of the modules' tests on another version of Flink. */
final class ClassPaths {
  private static final String OWN_GROUP = "io.github.flink-patterns";
  private static final Pattern ABSENT =
      Pattern.compile("org\\.apache\\.flink:([a-z0-9-]+):(?:jar|pom):");
  private static final int MINUTES_TO_RESOLVE = 15;

  private ClassPaths() {}

  /**
   * Finds the class path for a version, by a generated pom that has the modules' own dependencies.
   *
   * @param absent gets the artifacts that no repository holds for this version
   */
  static String of(String version, Set<String> absent) throws Exception {
    Path folder = Files.createDirectories(Modules.WORK.resolve(version));
    Path output = folder.resolve("class-path.txt").toAbsolutePath();
    Path log = folder.resolve("resolve.log");
    Map<String, String> dependencies = dependencies();
    int interrupted = 0;
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
      Processes.run(Path.of("."), log, MINUTES_TO_RESOLVE, command);
      if (Files.exists(output)) {
        return Files.readString(output).strip();
      }
      if (Files.readString(log).contains("Could not transfer") && ++interrupted < 3) {
        continue; // the network failed, which says nothing of what there is
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
        throw new IllegalStateException("Flink " + version + " cannot be resolved, see " + log);
      }
    }
  }

  /**
   * The dependencies of all modules but their own jars, by group, artifact, type and classifier.
   */
  private static Map<String, String> dependencies() throws Exception {
    Map<String, String> found = new LinkedHashMap<>();
    for (String module : Modules.ALL) {
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

  static Element parse(Path xml) throws Exception {
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
}
