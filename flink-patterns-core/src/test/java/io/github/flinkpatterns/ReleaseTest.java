// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What a release must have besides code that works. */
class ReleaseTest {

  private static final String HEADER = "// SPDX-License-Identifier: Apache-2.0";

  /** Spotless sees the modules alone; there are sources beside them. */
  @Test
  void everySourceNamesItsLicence() throws IOException {
    List<Path> without = new ArrayList<>();
    for (Path file : Pages.files(".java")) {
      if (!Files.readString(file).startsWith(HEADER)) {
        without.add(Pages.ROOT.relativize(file));
      }
    }

    assertThat(without).isEmpty();
    assertThat(Pages.ROOT.resolve("LICENSE")).content().contains("Apache License");
    assertThat(Pages.ROOT.resolve("NOTICE")).content().contains("flink-patterns");
  }

  @Test
  void coreBringsWhatTheTableSaysAndNothingElse() throws Exception {
    String page = Files.readString(Pages.ROOT.resolve("docs/dependencies.md"));
    List<String> rows =
        page.lines().filter(line -> line.startsWith("| `") && line.contains("compile")).toList();

    List<String> brought = new ArrayList<>();
    NodeList dependencies =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(Pages.ROOT.resolve("flink-patterns-core/pom.xml").toFile())
            .getElementsByTagName("dependency");
    for (int i = 0; i < dependencies.getLength(); i++) {
      Element dependency = (Element) dependencies.item(i);
      String scope = text(dependency, "scope");
      if (scope.isEmpty() || scope.equals("compile")) {
        String optional = text(dependency, "optional").equals("true") ? ", optional" : "";
        String name = text(dependency, "groupId") + ":" + text(dependency, "artifactId");
        brought.add("| `" + name + "` | compile" + optional + " |");
      }
    }

    assertThat(rows.stream().map(row -> row.replaceAll("^(([^|]*\\|){3}).*", "$1")))
        .containsExactlyInAnyOrderElementsOf(brought);
  }

  private static String text(Element dependency, String name) {
    NodeList found = dependency.getElementsByTagName(name);
    return found.getLength() == 0 ? "" : found.item(0).getTextContent().strip();
  }
}
