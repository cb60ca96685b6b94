// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.fast.FastHost;
import io.github.flinkpatterns.testkit.Backend;
import io.github.flinkpatterns.testkit.Cell;
import io.github.flinkpatterns.testkit.Disorder;
import io.github.flinkpatterns.testkit.ExecutionMatrix;
import io.github.flinkpatterns.testkit.Outcome;
import io.github.flinkpatterns.testkit.Recovery;
import io.github.flinkpatterns.testkit.Scenario;
import io.github.flinkpatterns.testkit.StateCompatibility;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple3;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("every-flink")
class FeatureCollectorTest {

  private static final CacheSettings TIGHT = new CacheSettings(2, 4_096, 1);

  private static FeatureCollector<Signal, String> collector(long wait, String... names) {
    return FeatureCollector.on(Signal.class)
        .keyedBy(Signal::key, String.class)
        .featureBy(Signal::name, Signal::value)
        .waitAtMost(Duration.ofMillis(wait), names)
        .build();
  }

  private static Scenario<String, Signal, Void, FeatureVector<String>> scenario(
      FeatureCollector<Signal, String> collector) {
    return Scenario.of(collector.toFunction())
        .keyedBy(Signal::key, String.class)
        .alternatingWith(FastHost.operator(collector.logic(), Signal::key, TIGHT));
  }

  private static Signal signal(String name, double value, long at) {
    return new Signal("k", name, value, at);
  }

  private static String text(FeatureVector<String> vector) {
    return vector.key()
        + vector.values()
        + vector.missing()
        + vector.startMillis()
        + ".."
        + vector.endMillis();
  }

  @Test
  void theExampleOfTheDocumentationHolds() {
    var collector = collector(100, "a", "b", "c");
    Outcome<FeatureVector<String>> outcome =
        scenario(collector)
            .event(signal("c", 4, 80), 80)
            .event(signal("a", 2, 40), 40)
            .event(signal("b", 3, 60), 60)
            .event(signal("b", 1, 10), 10)
            .event(signal("a", 5, 90), 90)
            .event(signal("d", 9, 50), 50)
            .eventWithoutTime(signal("a", 9, 50))
            .watermark(80)
            .event(signal("a", 7, 80), 80)
            .watermark(188)
            .watermark(189)
            .finalResult(
                each ->
                    List.of(
                        each.values().stream().map(FeatureCollectorTest::text).toList(),
                        each.values(collector.incomplete()).stream()
                            .map(FeatureCollectorTest::text)
                            .toList()))
            .verify(
                ExecutionMatrix.of(
                    Cell.PLAIN,
                    new Cell(Backend.HASHMAP, Recovery.RESTORE_EVERY_STEP, List.of(1, 3, 2)),
                    new Cell(Backend.ROCKSDB, Recovery.CRASH_AND_REPLAY, List.of(1))));
    assertThat(outcome.values())
        .extracting(FeatureCollectorTest::text)
        .containsExactly("k[2.0, 3.0, 4.0][]10..80");
    assertThat(outcome.values(collector.incomplete()))
        .extracting(FeatureCollectorTest::text)
        .containsExactly("k[5.0, NaN, NaN][b, c]90..189");
    assertThat(outcome.emitted(collector.incomplete()).get(0).step()).isEqualTo(11);
    assertThat(outcome.values(collector.late())).containsExactly(signal("a", 7, 80));
    assertThat(outcome.values(collector.refused()))
        .containsExactly(signal("d", 9, 50), signal("a", 9, 50));
  }

  /** Sorts everything and goes through it once. */
  private static List<String> reference(List<Signal> signals, long wait, List<String> names) {
    Map<String, List<Signal>> byKey = new TreeMap<>();
    signals.stream()
        .filter(signal -> names.contains(signal.name()))
        .forEach(s -> byKey.computeIfAbsent(s.key(), key -> new ArrayList<>()).add(s));
    List<String> vectors = new ArrayList<>();
    byKey.forEach(
        (key, all) -> {
          all.sort(
              Comparator.comparingLong(Signal::at)
                  .thenComparing(Signal::name)
                  .thenComparing(Signal::value));
          Map<String, Double> open = new TreeMap<>();
          long start = 0;
          for (Signal next : all) {
            if (!open.isEmpty() && next.at() >= start + wait) {
              vectors.add(vector(key, open, names, start, start + wait - 1));
            }
            start = open.isEmpty() ? next.at() : start;
            open.put(next.name(), next.value());
            if (open.size() == names.size()) {
              vectors.add(vector(key, open, names, start, next.at()));
            }
          }
          if (!open.isEmpty()) {
            vectors.add(vector(key, open, names, start, start + wait - 1));
          }
        });
    return vectors;
  }

  private static String vector(
      String key, Map<String, Double> open, List<String> names, long start, long end) {
    List<Double> values = names.stream().map(name -> open.getOrDefault(name, Double.NaN)).toList();
    List<String> missing = names.stream().filter(name -> !open.containsKey(name)).toList();
    open.clear();
    return text(new FeatureVector<>(key, values, missing, start, end));
  }

  @Test
  void vectorsAreThoseOfABatchComputationInEveryOrderOnBothHosts() {
    var collector = collector(60, "a", "b", "c");
    List<Signal.Step> steps = Signal.steps(4, 70, 3, 12);
    Outcome<FeatureVector<String>> outcome =
        Signal.script(scenario(collector), steps)
            .watermark(10_000)
            .finalResult(each -> texts(each, collector))
            .verify(
                ExecutionMatrix.of(
                        Cell.PLAIN,
                        new Cell(Backend.HASHMAP, Recovery.RESTORE_EVERY_STEP, List.of(1, 3, 2)),
                        new Cell(Backend.HASHMAP, Recovery.CRASH_AND_REPLAY, List.of(1, 3, 2)))
                    .with(Disorder.within(Duration.ofMillis(20)).orders(5)));
    List<String> reference =
        reference(Signal.signals(steps), 60, List.of("a", "b", "c")).stream().sorted().toList();
    assertThat(texts(outcome, collector)).isEqualTo(reference);
    assertThat(outcome.values()).hasSizeGreaterThan(3);
    assertThat(outcome.values(collector.incomplete())).hasSizeGreaterThan(3);
  }

  private static List<String> texts(
      Outcome<FeatureVector<String>> outcome, FeatureCollector<Signal, String> collector) {
    List<FeatureVector<String>> vectors = new ArrayList<>(outcome.values());
    vectors.addAll(outcome.values(collector.incomplete()));
    return vectors.stream().map(FeatureCollectorTest::text).sorted().toList();
  }

  @Test
  void moreEventsThanMayWaitAreRefused() {
    var collector =
        FeatureCollector.on(Signal.class)
            .keyedBy(Signal::key, String.class)
            .featureBy(Signal::name, Signal::value)
            .waitAtMost(Duration.ofMillis(10), "a", "b")
            .maxPending(2)
            .build();
    scenario(collector)
        .event(signal("a", 1, 10), 10)
        .event(signal("a", 2, 11), 11)
        .event(signal("b", 3, 12), 12)
        .expectSide(collector.refused(), signal("b", 3, 12))
        .expectMetric("overflow", 1)
        .watermark(11)
        .event(signal("b", 4, 13), 13)
        .watermark(13)
        .verify();
  }

  @Test
  void aThousandIdleKeysLeaveNothing() {
    var collector = collector(60, "a", "b");
    Scenario<String, Signal, Void, FeatureVector<String>> script = scenario(collector);
    for (int i = 0; i < 1_000; i++) {
      script = script.event(new Signal("k" + i, "a", i, 1_000 + i % 7), 1_000 + i % 7);
    }
    // The leak check comes after the last step.
    Outcome<FeatureVector<String>> outcome =
        script
            .watermark(1_100)
            .verify(
                ExecutionMatrix.of(
                    Cell.PLAIN, new Cell(Backend.ROCKSDB, Recovery.NONE, List.of(1))));
    assertThat(outcome.values()).isEmpty();
    assertThat(outcome.values(collector.incomplete())).hasSize(1_000);
  }

  @Test
  void theStateOfTheFirstReleaseIsRead() {
    var collector = collector(100, "a", "b", "c");
    StateCompatibility.of(
            Scenario.of(collector.toFunction())
                .keyedBy(Signal::key, String.class)
                .alternatingWith(FastHost.operator(collector.logic(), Signal::key, TIGHT))
                .event(signal("a", 2, 1_040), 1_040)
                .event(signal("c", -1.5, 1_050), 1_050)
                .watermark(1_040)
                .event(new Signal("waits", "b", 7, 1_045), 1_045)
                .savepoint()
                .event(signal("b", 3, 1_060), 1_060)
                .watermark(1_300)
                .finalResult(each -> texts(each, collector)))
        .verify(Path.of("src/test/resources/golden/features-v1.snap"));
  }

  @Test
  void eventsOfATypeThatAClassDoesNotTellAreTaken() {
    TypeInformation<Tuple3<String, String, Double>> type =
        Types.TUPLE(Types.STRING, Types.STRING, Types.DOUBLE);
    FeatureCollector<Tuple3<String, String, Double>, String> collector =
        FeatureCollector.on(type)
            .keyedBy(event -> event.f0, String.class)
            .featureBy(event -> event.f1, event -> event.f2)
            .waitAtMost(Duration.ofMillis(10), "a", "b")
            .build();
    Scenario.of(collector.toFunction())
        .keyedBy(event -> event.f0, String.class)
        .event(Tuple3.of("k", "a", 1.0), 1)
        .event(Tuple3.of("k", "b", 2.0), 2)
        .watermark(2)
        .expect(new FeatureVector<>("k", List.of(1.0, 2.0), List.of(), 1, 2))
        .event(Tuple3.of("k", "a", 3.0), 2)
        .expectSide(collector.late(), Tuple3.of("k", "a", 3.0))
        .verify();
  }

  @Test
  void mistakesAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> collector(10, "a", "b", "a"))
        .withMessage(
            "FeatureCollector: parameter 'features': [a, b, a] names one twice; name each once");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> collector(10))
        .withMessage(
            "FeatureCollector: parameter 'features': 0 must be in 1..64; pass such a number");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> collector(0, "a"))
        .withMessage(
            "FeatureCollector: parameter 'waitAtMost': PT0S must be at least 1 ms; pass a longer"
                + " Duration");
  }
}
