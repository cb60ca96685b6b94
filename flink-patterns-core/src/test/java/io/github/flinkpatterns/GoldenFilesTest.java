// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.flinkpatterns.logic.BroadcastLogic;
import io.github.flinkpatterns.logic.ControlledLogic;
import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.logic.LocalLogic;
import io.github.flinkpatterns.state.VersionedSerializer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every operator has golden files of the oldest and of the newest Flink, and no state serializer is
 * in none of them. The tests of the rooms read the files; this one finds what has no file.
 */
class GoldenFilesTest {

  private static final Path FOLDER = Path.of("src/test/resources/golden");

  /** Every logic of the module, with the files of its layouts. */
  private static final Map<String, List<String>> FILES =
      Map.ofEntries(
          entry("aggregate.RunningLogic", List.of("running-aggregator")),
          entry("buffer.FeatureLogic", List.of("features")),
          entry("buffer.KeyedBatchLogic", List.of("keyed-batch")),
          entry("buffer.LocalBatchLogic", List.of("batcher")),
          entry("buffer.PartialLogic", List.of("partial-aggregator")),
          entry("dedup.ApproximateLogic", List.of("dedup-approximate")),
          entry("dedup.ArrivalLogic", List.of("dedup-arrival")),
          entry("dedup.BestLogic", List.of("dedup-waiting")),
          entry("dedup.CompactLogic", List.of("dedup-compact")),
          entry("dedup.EventTimeLogic", List.of("dedup-event-time")),
          entry("enrich.EnrichLogic", List.of("enricher")),
          entry("enrich.IntervalLogic", List.of("interval-join")),
          entry("erase.CommandLogic", List.of("erasable-profiler", "recommender-users-erasable")),
          // Adds a control that changes no state to the logic above.
          entry("erase.CommandOrControlLogic", List.of("erasable-profiler")),
          entry("profile.LookupLogic", List.of("category-lookup")),
          entry("profile.ProfileLogic", List.of("user-profiler")),
          entry("recommend.FusionLogic", List.of("recommender-fusion")),
          entry("recommend.GatherLogic", List.of("recommender-gather")),
          // Asks from a second input; the state is the one of the logic that it calls.
          entry("recommend.RequestedUserLogic", List.of("recommender-users")),
          entry("recommend.RowLogic", List.of("recommender-rows", "recommender-rows-whole")),
          entry("recommend.UserLogic", List.of("recommender-users")),
          entry("session.OrderedLogic", List.of("session-ordered")),
          entry("session.PlainLogic", List.of("session-plain")),
          entry("velocity.VelocityLogic", List.of("velocity-detector")),
          entry("window.TopLogic", List.of("top-per-window")),
          entry("window.WindowLogic", List.of("windows")));

  /** Measures another logic and keeps the state of that one. */
  private static final Set<String> WITHOUT_STATE = Set.of("metrics.SizedLogic");

  /** Travel between operators, and are in no state. */
  private static final Set<String> MESSAGES =
      Set.of(
          "recommend.MessageSerializer",
          "recommend.OutcomeSerializer",
          "recommend.RankingSerializer",
          "recommend.RecommendationSerializer",
          "recommend.RowMessageSerializer");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(new ArchitectureTest.CoreOnly())
          .importPackages("io.github.flinkpatterns");

  @Test
  void everyLogicHasAFile() {
    Set<String> logics = new TreeSet<>();
    for (Class<?> kind :
        List.of(KeyedLogic.class, ControlledLogic.class, BroadcastLogic.class, LocalLogic.class)) {
      logics.addAll(concrete(kind));
    }
    logics.removeAll(WITHOUT_STATE);
    assertThat(logics).containsExactlyInAnyOrderElementsOf(FILES.keySet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.20", "2.3"})
  void everyLayoutWasWrittenOnThisFlink(String flink) throws IOException {
    Set<String> expected =
        FILES.values().stream()
            .flatMap(List::stream)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(layoutsOf(flink)).containsExactlyElementsOf(expected);

    Set<String> serializers = new TreeSet<>(concrete(VersionedSerializer.class));
    serializers.removeAll(MESSAGES);
    String all = contents(flink);
    assertThat(serializers)
        .allSatisfy(
            name -> assertThat(all).contains("io.github.flinkpatterns." + name + "$Snapshot"));
    assertThat(MESSAGES)
        .allSatisfy(name -> assertThat(all).doesNotContain("flinkpatterns." + name + "$"));
  }

  private static Set<String> concrete(Class<?> kind) {
    return CLASSES.stream()
        .filter(each -> each.isAssignableTo(kind) && !each.isInterface())
        .filter(each -> !each.getModifiers().contains(JavaModifier.ABSTRACT))
        .map(JavaClass::getName)
        .map(name -> name.substring("io.github.flinkpatterns.".length()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The newest layout of each operator: {@code x-v2.flink-2.3.snap} stands for {@code x}. */
  private static Set<String> layoutsOf(String flink) throws IOException {
    Set<String> layouts = new TreeSet<>();
    for (Path file : files(flink)) {
      layouts.add(file.getFileName().toString().replaceFirst("-v\\d+\\.flink-.*", ""));
    }
    return layouts;
  }

  private static String contents(String flink) throws IOException {
    StringBuilder all = new StringBuilder();
    for (Path file : files(flink)) {
      assertThat(Files.size(file)).as("bytes of %s", file).isLessThan(4_096);
      try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
        all.append(new String(in.readAllBytes(), ISO_8859_1));
      }
    }
    return all.toString();
  }

  private static List<Path> files(String flink) throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return new ArrayList<>(
          files.filter(file -> file.toString().endsWith(".flink-" + flink + ".snap")).toList());
    }
  }
}
