// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.fast.FastHost;
import io.github.flinkpatterns.testkit.Backend;
import io.github.flinkpatterns.testkit.Cell;
import io.github.flinkpatterns.testkit.ExecutionMatrix;
import io.github.flinkpatterns.testkit.Outcome;
import io.github.flinkpatterns.testkit.Recovery;
import io.github.flinkpatterns.testkit.Scenario;
import io.github.flinkpatterns.testkit.StateCompatibility;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("every-flink")
class TopPerWindowTest {

  private static final Windows WINDOWS =
      Windows.sliding(Duration.ofMillis(600), Duration.ofMillis(60));

  private static WindowAggregator<Sale, String, Long, Long> revenue(long lateness) {
    return WindowAggregator.on(Sale.class)
        .keyedBy(Sale::item, String.class)
        .windows(WINDOWS)
        .aggregate(new WindowHostsTest.Sum())
        .allowedLateness(Duration.ofMillis(lateness))
        .build();
  }

  private static TopPerWindow<String, Long> top(int top, long lateness) {
    return TopPerWindow.of(revenue(lateness), top, cents -> cents);
  }

  private static Scenario<
          Tuple3<Long, Long, Long>, WindowResult<String, Long>, Void, WindowRanking<String, Long>>
      scenario(TopPerWindow<String, Long> top) {
    return Scenario.of(top.toFunction()).keyedBy(top.key(), top.keyType());
  }

  private static WindowResult<String, Long> result(String item, long end, long cents) {
    return new WindowResult<>(item, WINDOWS, end - 600, end, cents, 1);
  }

  private static List<String> text(List<WindowRanking<String, Long>> rankings) {
    return rankings.stream()
        .map(
            ranking -> {
              StringBuilder text = new StringBuilder();
              text.append(ranking.startMillis()).append("..").append(ranking.endMillis());
              text.append(" #").append(ranking.revision());
              ranking
                  .best()
                  .forEach(
                      place ->
                          text.append(' ')
                              .append(place.rank())
                              .append(place.key())
                              .append(place.result()));
              return text.toString();
            })
        .toList();
  }

  @Test
  void theNumbersOfItsDocumentation() {
    Outcome<WindowRanking<String, Long>> outcome =
        scenario(top(2, 60))
            .event(result("a", 600, 5), 599)
            .event(result("b", 600, 7), 599)
            .event(result("c", 600, 5), 599)
            .event(result("d", 600, 1), 599)
            .watermark(599)
            .event(result("d", 600, 2), 10)
            .event(result("c", 600, 6), 10)
            .watermark(658)
            .event(result("c", 600, 6), 10)
            .watermark(659)
            .event(result("late", 600, 9), 10)
            .verify();
    assertThat(text(outcome.values()))
        .containsExactly("0..600 #1 1b7 2a5", "0..600 #2 1b7 2c6", "0..600 #3 1b7 2c6");
    assertThat(outcome.values(top(2, 60).late()))
        .extracting(WindowResult::key)
        .containsExactly("late");
  }

  @Test
  void aCorrectionThatLowersAScoreIsCounted() {
    scenario(top(2, 60))
        .event(result("a", 600, 5), 599)
        .event(result("b", 600, 7), 599)
        .watermark(599)
        .event(result("b", 600, 4), 10)
        .expectMetric("lowered", 1L)
        .watermark(700)
        .verify();
  }

  private static Scenario<
          Tuple3<Long, Long, Long>, WindowResult<String, Long>, Void, WindowRanking<String, Long>>
      script(
          Scenario<
                  Tuple3<Long, Long, Long>,
                  WindowResult<String, Long>,
                  Void,
                  WindowRanking<String, Long>>
              scenario) {
    Random random = new Random(8);
    var script = scenario;
    for (long end = 600; end < 1_500; end += 60) {
      for (int i = 0; i < 4; i++) {
        String item = "item" + random.nextInt(6);
        script = script.event(result(item, end, 10 + random.nextInt(5)), end - 1);
      }
      script = script.watermark(end - 1);
      if (end % 120 == 0) {
        script = script.event(result("item1", end, 100 + random.nextInt(5)), end - 50);
      }
    }
    return script.watermark(5_000).endOfInput();
  }

  @Test
  void bothHostsGiveTheSameWhateverHappens() {
    ExecutionMatrix matrix =
        ExecutionMatrix.of(
            Cell.PLAIN,
            new Cell(Backend.HASHMAP, Recovery.RESTORE_EVERY_STEP, List.of(1, 3, 2)),
            new Cell(Backend.ROCKSDB, Recovery.CRASH_AND_REPLAY, List.of(1)));
    TopPerWindow<String, Long> top = top(3, 100);
    script(scenario(top)).verify(matrix);
    script(
            Scenario.of(
                    FastHost.operator(
                        top.logic(), top.key(), CacheSettings.defaults().withMaxEntries(8)))
                .keyedBy(top.key(), top.keyType()))
        .verify(matrix);
    script(
            scenario(top)
                .alternatingWith(
                    FastHost.operator(top.logic(), top.key(), CacheSettings.defaults())))
        .verify(matrix);
  }

  @Test
  void aThousandWindowsLeaveNothing() {
    var script = scenario(top(2, 100));
    for (int i = 0; i < 1_000; i++) {
      script = script.event(result("item", 60_000 + 60L * i, i), 60_000 + 60L * i - 1);
    }
    // The leak check of the kit looks for what is left.
    assertThat(script.watermark(200_000).verify().values()).hasSize(1_000);
  }

  @Test
  void theFirstLayoutIsRead() {
    TopPerWindow<String, Long> top = top(2, 60);
    StateCompatibility.of(
            scenario(top)
                .alternatingWith(
                    FastHost.operator(top.logic(), top.key(), CacheSettings.defaults()))
                .event(result("a", 600, 5), 599)
                .event(result("b", 600, 7), 599)
                .event(result("c", 660, 5), 659)
                .watermark(599)
                .savepoint()
                .event(result("d", 600, 6), 10)
                .watermark(700)
                .watermark(5_000))
        .verify(Path.of("src/test/resources/golden/top-per-window-v1.snap"));
  }

  /** Seeded sales with times, out of order by up to {@code disorder}; ties are frequent. */
  private static List<Tuple2<Sale, Long>> sales(long seed, int disorder) {
    Random random = new Random(seed);
    List<Tuple2<Sale, Long>> sales = new ArrayList<>();
    long now = 10_000;
    for (int i = 0; i < 3_000; i++) {
      now += random.nextInt(4);
      sales.add(
          Tuple2.of(
              new Sale("item" + random.nextInt(40), random.nextInt(3)),
              now - random.nextInt(disorder)));
    }
    return sales;
  }

  /** Every window over all sales at once: sum, sort, cut. */
  private static List<String> batch(List<Tuple2<Sale, Long>> sales, int top) {
    Map<Long, Map<String, Long>> byEnd = new TreeMap<>();
    for (Tuple2<Sale, Long> sale : sales) {
      for (long end = (sale.f1 / 60 + 1) * 60; end - 600 <= sale.f1; end += 60) {
        byEnd
            .computeIfAbsent(end, e -> new TreeMap<>())
            .merge(sale.f0.item(), sale.f0.cents(), Long::sum);
      }
    }
    List<String> rankings = new ArrayList<>();
    byEnd.forEach(
        (end, sums) -> {
          StringBuilder text = new StringBuilder();
          text.append(end - 600).append("..").append(end).append(" #1");
          List<Map.Entry<String, Long>> entries = new ArrayList<>(sums.entrySet());
          entries.sort(
              Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                  .thenComparing(Map.Entry.comparingByKey()));
          for (int i = 0; i < Math.min(top, entries.size()); i++) {
            text.append(' ')
                .append(i + 1)
                .append(entries.get(i).getKey())
                .append(entries.get(i).getValue());
          }
          rankings.add(text.toString());
        });
    Collections.sort(rankings);
    return rankings;
  }

  @Test
  void aWholeJobGivesWhatABatchComputationGivesAtEveryParallelism() throws Exception {
    for (int parallelism : new int[] {1, 3}) {
      List<Tuple2<Sale, Long>> sales = sales(parallelism, 50);
      Configuration conf = new Configuration();
      conf.setString("pipeline.generic-types", "false");
      StreamExecutionEnvironment env =
          StreamExecutionEnvironment.createLocalEnvironment(parallelism, conf);
      WindowAggregator<Sale, String, Long, Long> revenue = revenue(0);
      var results =
          revenue.applyTo(
              env.fromData(sales, Types.TUPLE(Types.POJO(Sale.class), Types.LONG))
                  .assignTimestampsAndWatermarks(
                      WatermarkStrategy.<Tuple2<Sale, Long>>forBoundedOutOfOrderness(
                              Duration.ofMillis(50))
                          .withTimestampAssigner((sale, before) -> sale.f1))
                  .map(sale -> sale.f0)
                  .returns(Sale.class),
              "revenue");
      List<WindowRanking<String, Long>> rankings =
          TopPerWindow.of(revenue, 5, cents -> cents)
              .applyTo(results, "top")
              .executeAndCollect(10_000);
      assertThat(text(rankings).stream().sorted().toList()).isEqualTo(batch(sales, 5));
      assertThat(rankings).hasSizeGreaterThan(50);
    }
  }

  /** With lateness: the highest revision of each window is the truth. */
  @Test
  void withCorrectionsTheLastRevisionIsWhatABatchComputationGives() {
    List<Tuple2<Sale, Long>> sales = sales(7, 400).subList(0, 700);
    var revenue = revenue(500);
    Scenario<String, Sale, Void, WindowResult<String, Long>> first =
        Scenario.of(revenue.toFunction()).keyedBy(Sale::item, String.class);
    long latest = 0;
    for (int i = 0; i < sales.size(); i++) {
      first = first.event(sales.get(i).f0, sales.get(i).f1);
      latest = Math.max(latest, sales.get(i).f1);
      if (i % 10 == 9) {
        first = first.watermark(latest - 50);
      }
    }
    Outcome<WindowResult<String, Long>> results = first.watermark(Long.MAX_VALUE).verify();
    assertThat(results.values(revenue.late(WINDOWS))).isEmpty();

    TopPerWindow<String, Long> top = top(5, 500);
    var second = scenario(top);
    int at = 0;
    int step = 0;
    long max = 0;
    for (int i = 0; i < sales.size(); i++) {
      max = Math.max(max, sales.get(i).f1);
      step++;
      while (at < results.emitted().size() && results.emitted().get(at).step() == step) {
        second = second.event(results.emitted().get(at).value(), 0);
        at++;
      }
      if (i % 10 == 9) {
        step++;
        while (at < results.emitted().size() && results.emitted().get(at).step() == step) {
          second = second.event(results.emitted().get(at).value(), 0);
          at++;
        }
        second = second.watermark(max - 50);
      }
    }
    while (at < results.emitted().size()) {
      second = second.event(results.emitted().get(at++).value(), 0);
    }
    Map<Long, WindowRanking<String, Long>> truth = new TreeMap<>();
    List<WindowRanking<String, Long>> rankings = second.watermark(Long.MAX_VALUE).verify().values();
    rankings.forEach(
        ranking ->
            truth.merge(
                ranking.endMillis(), ranking, (a, b) -> a.revision() > b.revision() ? a : b));
    assertThat(
            text(List.copyOf(truth.values())).stream()
                .map(text -> text.replaceFirst("#\\d+", "#1"))
                .sorted()
                .toList())
        .isEqualTo(batch(sales, 5));
    assertThat(rankings.size()).isGreaterThan(truth.size() + 100);
  }
}
