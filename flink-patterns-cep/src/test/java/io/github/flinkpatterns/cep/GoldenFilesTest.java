// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.flinkpatterns.state.VersionedSerializer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every named pattern has golden files of the oldest and of the newest Flink. */
class GoldenFilesTest {

  private static final Path FOLDER = Path.of("src/test/resources/golden");

  /** A pattern has a public builder step {@code on(...)}; several tests may share one. */
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.github.flinkpatterns.cep");

  /** Names of files that do not begin with the name of their pattern. */
  private static final Set<String> NAMED_OTHERWISE = Set.of("sequence-with-absence", "own-pattern");

  @ParameterizedTest
  @ValueSource(strings = {"1.20", "2.3"})
  void everyPatternAndEveryLayoutWasWrittenOnThisFlink(String flink) throws IOException {
    Set<String> patterns =
        CLASSES.stream()
            .filter(each -> each.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(each -> each.getMethods().stream().anyMatch(m -> m.getName().equals("on")))
            .map(each -> dashed(each.getSimpleName()))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(patterns).hasSizeGreaterThan(14).containsAll(NAMED_OTHERWISE);
    List<String> names = files(flink).stream().map(f -> f.getFileName().toString()).toList();
    patterns.removeAll(NAMED_OTHERWISE);
    assertThat(patterns)
        .allSatisfy(
            pattern ->
                assertThat(names)
                    .anyMatch(name -> name.matches("(pattern|sequence)-" + pattern + "-.*")));
    assertThat(names).anyMatch(name -> name.startsWith("sequence-absence-"));

    String all = contents(flink);
    assertThat(
            CLASSES.stream()
                .filter(each -> each.isAssignableTo(VersionedSerializer.class))
                .map(JavaClass::getName))
        .isNotEmpty()
        .allSatisfy(name -> assertThat(all).contains(name + "$Snapshot"));
  }

  private static String dashed(String name) {
    return name.replaceAll("(?<!^)([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  private static String contents(String flink) throws IOException {
    StringBuilder all = new StringBuilder();
    for (Path file : files(flink)) {
      assertThat(Files.size(file)).as("bytes of %s", file).isLessThan(8_192);
      try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
        all.append(new String(in.readAllBytes(), ISO_8859_1));
      }
    }
    return all.toString();
  }

  private static List<Path> files(String flink) throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(f -> f.toString().endsWith(".flink-" + flink + ".snap")).toList();
    }
  }
}
