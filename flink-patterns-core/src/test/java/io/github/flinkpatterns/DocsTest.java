// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every Java block in the documentation stands, line for line, in code that the build compiles.
 *
 * <p>A block names its source in the line before it: {@code <!-- snippet: path#region -->}; the
 * region lies between {@code // docs: begin region} and {@code // docs: end region}. Links to files
 * of the repository must lead somewhere.
 */
class DocsTest {

  /** Held to their code by TestingGuideTest and TestingJobsPageTest of the testkit. */
  private static final Set<Path> ELSEWHERE =
      Set.of(Path.of("docs/testing.md"), Path.of("docs/testing-jobs.md"));

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern SNIPPET = Pattern.compile("<!-- snippet: (\\S+)#(\\S+) -->");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");

  static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    try (Stream<Path> top = Files.list(ROOT);
        Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
        Stream<Path> examples = Files.list(ROOT.resolve("examples"))) {
      Stream.of(top, docs, examples)
          .flatMap(files -> files)
          .filter(file -> file.toString().endsWith(".md"))
          .map(ROOT::relativize)
          .sorted()
          .forEach(pages::add);
    }
    return pages;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pages")
  void javaBlocksAreCompiledCode(Path page) throws IOException {
    if (ELSEWHERE.contains(page)) {
      return;
    }
    List<String> lines = Files.readAllLines(ROOT.resolve(page));
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).strip().equals("```java")) {
        continue;
      }
      String where = page + ":" + (i + 1);
      Matcher snippet = SNIPPET.matcher(i == 0 ? "" : lines.get(i - 1).strip());
      assertThat(snippet.matches()).as("%s has no snippet comment before it", where).isTrue();
      int end = i + 1;
      while (!lines.get(end).strip().equals("```")) {
        end++;
      }
      assertThat(unindented(lines.subList(i + 1, end)))
          .as(where)
          .isEqualTo(region(snippet.group(1), snippet.group(2)));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pages")
  void linksToFilesLeadSomewhere(Path page) throws IOException {
    Path folder = ROOT.resolve(page).getParent();
    Matcher link = LINK.matcher(Files.readString(ROOT.resolve(page)));
    List<String> broken = new ArrayList<>();
    while (link.find()) {
      String target = link.group(1);
      if (!target.contains("://")
          && !target.startsWith("mailto:")
          && !Files.exists(folder.resolve(target))) {
        broken.add(target);
      }
    }
    assertThat(broken).as("links of %s", page).isEmpty();
  }

  private static String region(String file, String name) throws IOException {
    List<String> source = Files.readAllLines(ROOT.resolve(file));
    int begin = -1;
    for (int i = 0; i < source.size(); i++) {
      String line = source.get(i).strip();
      if (line.equals("// docs: begin " + name)) {
        begin = i + 1;
      } else if (line.equals("// docs: end " + name)) {
        return unindented(source.subList(begin, i));
      }
    }
    throw new AssertionError(file + " has no region " + name);
  }

  private static String unindented(List<String> lines) {
    return String.join("\n", lines).stripTrailing().stripIndent().strip();
  }
}
