// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every page can be found, and the pages of operators have one shape. */
class DocsShapeTest {

  private static final List<String> SHAPE =
      List.of(
          "## Use",
          "## Over time",
          "## In numbers",
          "## Guarantees",
          "## Parameters",
          "## Outputs",
          "## State",
          "## Cost",
          "## Limits",
          "## Migration");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "deduplicator",
        "session-aggregator",
        "velocity-detector",
        "user-profiler",
        "item-recommender",
        "window-aggregator",
        "top-per-window",
        "running-aggregator",
        "keyed-batcher",
        "batcher",
        "partial-aggregator",
        "feature-collector",
        "enricher",
        "interval-join"
      })
  void aPageOfAnOperatorHasTheSamePartsInTheSameOrder(String name) throws IOException {
    Path page = Path.of("docs", name + ".md");

    assertThat(Pages.headings(page).stream().filter(h -> h.startsWith("## ")).toList())
        .isEqualTo(SHAPE);
    String sentence = Pages.lines(page).get(2);
    assertThat(sentence).as("first sentence").matches("\\p{Lu}.*");
    assertThat(Pages.links(page)).as("link to the measurements").anyMatch(this::measurements);
    assertThat(
            Pages.links(page).stream().anyMatch(link -> link.startsWith("pictures/"))
                || Pages.blocks(page).stream()
                    .anyMatch(block -> block.language().equals("mermaid")))
        .as("a picture of its behaviour over time")
        .isTrue();
  }

  /** From the README, by links alone: a page that no page leads to is not read. */
  @Test
  void everyPageCanBeReached() throws IOException {
    Set<Path> reached = new HashSet<>(Set.of(Path.of("README.md")));
    Deque<Path> next = new ArrayDeque<>(reached);
    while (!next.isEmpty()) {
      Path page = next.remove();
      Path folder = page.getParent() == null ? Path.of("") : page.getParent();
      for (String link : Pages.links(page)) {
        Path target = folder.resolve(link.replaceFirst("#.*", "")).normalize();
        if (target.toString().endsWith(".md") && reached.add(target)) {
          next.add(target);
        }
      }
    }

    assertThat(Pages.all().stream().filter(page -> page.startsWith("docs"))).isSubsetOf(reached);
  }

  @Test
  void theTestsThatCoverageNamesExist() throws IOException {
    Set<String> tests =
        Pages.files("Test.java").stream()
            .map(file -> String.valueOf(file.getFileName()).replace(".java", ""))
            .collect(Collectors.toSet());
    Matcher named =
        Pattern.compile("`(\\w+Test)`")
            .matcher(Files.readString(Pages.ROOT.resolve("docs/coverage.md")));

    assertThat(named.results().map(name -> name.group(1))).isNotEmpty().isSubsetOf(tests);
  }

  static List<Path> pictures() throws IOException {
    try (Stream<Path> files = Files.list(Pages.ROOT.resolve("docs/pictures"))) {
      return files.filter(file -> file.toString().endsWith(".svg")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void aPictureIsWellFormedAndSaysWhatItShows(Path picture) throws Exception {
    var svg = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(picture.toFile());

    assertThat(svg.getDocumentElement().getAttribute("aria-label")).isNotBlank();
    assertThat(svg.getElementsByTagName("title").getLength()).isOne();
  }

  private boolean measurements(String link) {
    return link.startsWith("performance.md");
  }
}
