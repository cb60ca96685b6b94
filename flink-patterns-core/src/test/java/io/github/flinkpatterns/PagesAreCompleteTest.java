// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.flinkpatterns.aggregate.RunningAggregator;
import io.github.flinkpatterns.aggregate.RunningStages;
import io.github.flinkpatterns.buffer.Batcher;
import io.github.flinkpatterns.buffer.FeatureCollector;
import io.github.flinkpatterns.buffer.KeyedBatcher;
import io.github.flinkpatterns.buffer.PartialAggregator;
import io.github.flinkpatterns.dedup.Deduplicator;
import io.github.flinkpatterns.dedup.DeduplicatorBuilder;
import io.github.flinkpatterns.dedup.PagedBuilder;
import io.github.flinkpatterns.enrich.Enricher;
import io.github.flinkpatterns.enrich.IntervalJoin;
import io.github.flinkpatterns.profile.CategoryLookup;
import io.github.flinkpatterns.profile.UserProfiler;
import io.github.flinkpatterns.profile.UserProfilerBuilder;
import io.github.flinkpatterns.recommend.ItemRecommender;
import io.github.flinkpatterns.recommend.RecommenderBuilder;
import io.github.flinkpatterns.recommend.RecommenderStages;
import io.github.flinkpatterns.session.SessionAggregator;
import io.github.flinkpatterns.session.SessionOptions;
import io.github.flinkpatterns.session.SessionStages;
import io.github.flinkpatterns.time.AdaptiveWatermarks;
import io.github.flinkpatterns.time.LateEvents;
import io.github.flinkpatterns.time.MarkerWatermarks;
import io.github.flinkpatterns.velocity.RuleBuilder;
import io.github.flinkpatterns.velocity.VelocityDetector;
import io.github.flinkpatterns.velocity.VelocityDetectorBuilder;
import io.github.flinkpatterns.window.TopPerWindow;
import io.github.flinkpatterns.window.WindowAggregator;
import io.github.flinkpatterns.window.WindowStages;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An option or an output that is added to an operator has a place on its page. */
class PagesAreCompleteTest {

  /** What every operator has and no page needs to tell. */
  private static final Set<String> SAID_ELSEWHERE = Set.of("build", "logic");

  static Stream<Arguments> pages() {
    return Stream.of(
        page("deduplicator", Deduplicator.class, DeduplicatorBuilder.class, PagedBuilder.class),
        page(
            "session-aggregator",
            SessionAggregator.class,
            SessionOptions.class,
            SessionStages.class),
        page(
            "velocity-detector",
            VelocityDetector.class,
            VelocityDetectorBuilder.class,
            RuleBuilder.class),
        page("user-profiler", UserProfiler.class, UserProfilerBuilder.class, CategoryLookup.class),
        page(
            "item-recommender",
            ItemRecommender.class,
            RecommenderBuilder.class,
            RecommenderStages.class),
        page("window-aggregator", WindowAggregator.class, WindowStages.class),
        page("top-per-window", TopPerWindow.class),
        page("running-aggregator", RunningAggregator.class, RunningStages.class),
        page("keyed-batcher", KeyedBatcher.class),
        page("batcher", Batcher.class),
        page("partial-aggregator", PartialAggregator.class),
        page("feature-collector", FeatureCollector.class),
        page("enricher", Enricher.class),
        page("interval-join", IntervalJoin.class),
        page("watermarks", AdaptiveWatermarks.class, MarkerWatermarks.class, LateEvents.class));
  }

  private static Arguments page(String name, Class<?>... types) {
    return arguments(name, List.of(types));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pages")
  void aPageNamesEveryPublicMethod(String name, List<Class<?>> types) throws IOException {
    Set<String> methods = new TreeSet<>();
    types.forEach(type -> collect(type, methods));
    String page = Files.readString(Pages.ROOT.resolve("docs/" + name + ".md"));

    assertThat(methods)
        .isNotEmpty()
        .allSatisfy(
            method ->
                assertThat(Pattern.compile("\\b" + method + "\\b").matcher(page).find())
                    .as("docs/%s.md tells of %s", name, method)
                    .isTrue());
  }

  private static void collect(Class<?> type, Set<String> methods) {
    for (Method method : type.getMethods()) {
      if (ours(method) && !SAID_ELSEWHERE.contains(method.getName())) {
        methods.add(method.getName());
      }
    }
    for (Class<?> nested : type.getDeclaredClasses()) {
      if (Modifier.isPublic(nested.getModifiers()) && !nested.isRecord() && !nested.isEnum()) {
        collect(nested, methods);
      }
    }
  }

  private static boolean ours(Method method) {
    Class<?> type = method.getDeclaringClass();
    return type.getName().startsWith("io.github.flinkpatterns.")
        && !method.isSynthetic()
        && Arrays.stream(Object.class.getMethods())
            .noneMatch(other -> other.getName().equals(method.getName()))
        && !fromFlink(type, method);
  }

  /** What an interface of Flink demands is not for the reader. */
  private static boolean fromFlink(Class<?> type, Method method) {
    for (Class<?> wide = type; wide != null; wide = wide.getSuperclass()) {
      for (Class<?> given : wide.getInterfaces()) {
        boolean demands =
            Arrays.stream(given.getMethods()).anyMatch(m -> m.getName().equals(method.getName()));
        if (given.getName().startsWith("org.apache.flink.") && demands) {
          return true;
        }
      }
    }
    return false;
  }
}
