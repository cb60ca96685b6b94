// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.flinkpatterns.testkit.Cell;
import io.github.flinkpatterns.testkit.ExecutionMatrix;
import io.github.flinkpatterns.testkit.Outcome;
import io.github.flinkpatterns.testkit.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

/** Running aggregates by worked numbers, and beside Flink's own. */
class RunningAggregatorTest {

  private static final ExecutionMatrix ONCE = ExecutionMatrix.of(Cell.PLAIN);

  private static RunningStages.Builder<Sale, String, Sale, Sale> sum() {
    return RunningAggregator.on(Sale.class)
        .keyedBy(Sale::customer, String.class)
        .forgetAfterInactivity(Duration.ofMillis(10))
        .reduce(Sale::plus);
  }

  private static <R> Outcome<Running<String, R>> run(
      RunningAggregator<Sale, String, R> aggregator, Sale... sales) {
    Scenario<String, Sale, Void, Running<String, R>> scenario =
        Scenario.of(aggregator.toFunction()).keyedBy(Sale::customer, String.class);
    for (Sale sale : sales) {
      scenario = scenario.event(sale, sale.time());
    }
    return scenario.endOfInput().verify(ONCE);
  }

  private static List<Long> cents(Outcome<Running<String, Sale>> outcome) {
    return outcome.values().stream().map(running -> running.result().cents()).toList();
  }

  private static final Sale[] FOUR = {Sale.of(5, 1), Sale.of(2, 3), Sale.of(9, 2), Sale.of(4, 4)};

  @Test
  void aResultLeavesAtEveryEventOrAtEveryNth() {
    assertThat(cents(run(sum().build(), FOUR))).containsExactly(5L, 7L, 16L, 20L);
    assertThat(cents(run(sum().emitEvery(2).build(), FOUR))).containsExactly(7L, 20L);
    assertThat(cents(run(sum().emitEvery(2).startAnewAfterEmit().build(), FOUR)))
        .containsExactly(7L, 13L);
    assertThat(run(sum().emitEvery(3).build(), FOUR).values())
        .containsExactly(new Running<>("ann", Sale.of(16, 3), 3, 1, 3));
  }

  @Test
  void meansAndVariancesAreThoseOfTwoPasses() {
    var variance =
        RunningAggregator.on(Sale.class)
            .keyedBy(Sale::customer, String.class)
            .forgetAfterInactivity(Duration.ofDays(1))
            .aggregate(
                new Sale.Variance(),
                TypeInformation.of(Sale.Spread.class),
                PrimitiveArrayTypeInfo.DOUBLE_PRIMITIVE_ARRAY_TYPE_INFO)
            .build();
    Random random = new Random(3);
    List<Sale> sales = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      sales.add(Sale.of(1_000_000 + random.nextInt(100), i));
    }
    List<Running<String, double[]>> results = run(variance, sales.toArray(Sale[]::new)).values();
    assertThat(results).hasSize(200);
    for (int n = 2; n <= 200; n++) {
      List<Sale> first = sales.subList(0, n);
      double mean = first.stream().mapToLong(Sale::cents).average().orElseThrow();
      double squares = first.stream().mapToDouble(s -> Math.pow(s.cents() - mean, 2)).sum();
      assertThat(results.get(n - 1).result()[0]).isCloseTo(mean, within(1e-6));
      assertThat(results.get(n - 1).result()[1]).isCloseTo(squares / (n - 1), within(1e-6));
    }
  }

  @Test
  void resultsAreThoseOfFlinksOwnReduce() throws Exception {
    Random random = new Random(4);
    List<Sale> sales = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      sales.add(new Sale("c" + random.nextInt(7), random.nextInt(1_000), i));
    }
    Configuration configuration = new Configuration();
    configuration.setString("pipeline.generic-types", "false");
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.setParallelism(1);
    DataStream<Sale> stream =
        env.fromData(sales, TypeInformation.of(Sale.class))
            .assignTimestampsAndWatermarks(
                org.apache.flink.api.common.eventtime.WatermarkStrategy
                    .<Sale>forMonotonousTimestamps()
                    .withTimestampAssigner((sale, before) -> sale.time()));
    var sums =
        RunningAggregator.on(Sale.class)
            .keyedBy(Sale::customer, String.class)
            .forgetAfterInactivity(Duration.ofDays(1))
            .reduce(Sale::plus)
            .build();
    SingleOutputStreamOperator<Sale> ours =
        sums.applyTo(stream, "sums").map(Running::result).returns(Sale.class);
    List<Sale> flinks = stream.keyBy(Sale::customer).reduce(Sale::plus).executeAndCollect(10_000);
    assertThat(ours.executeAndCollect(10_000)).hasSize(500).isEqualTo(flinks);
  }

  @Test
  void aQuietKeyIsForgottenAndWhatIsOlderGoesAside() {
    RunningAggregator<Sale, String, Sale> sum = sum().build();
    Outcome<Running<String, Sale>> outcome =
        Scenario.of(sum.toFunction())
            .keyedBy(Sale::customer, String.class)
            .event(Sale.of(1, 0), 0)
            .event(Sale.of(2, 9), 9)
            .watermark(17)
            .event(Sale.of(4, 18), 18)
            // 10 after the last one: a new aggregate, although no watermark came between.
            .event(Sale.of(8, 28), 28)
            .watermark(37)
            .event(Sale.of(16, 38), 38)
            .event(Sale.of(32, 29), 29)
            .event(Sale.of(64, 28), 28)
            .eventWithoutTime(Sale.of(128, 0))
            .endOfInput()
            .verify(ONCE);
    assertThat(cents(outcome)).containsExactly(1L, 3L, 7L, 8L, 16L, 48L);
    assertThat(outcome.values(sum.late())).containsExactly(Sale.of(64, 28));
    assertThat(outcome.values(sum.withoutTimestamp())).containsExactly(Sale.of(128, 0));
  }

  @Test
  void whatLeftIsNotChangedByLaterEvents() {
    var latest =
        RunningAggregator.on(Sale.class)
            .keyedBy(Sale::customer, String.class)
            .forgetAfterInactivity(Duration.ofMillis(10))
            .aggregate(new Sale.Latest(), Sale.Spread.class, Sale.Spread.class)
            .build();
    assertThat(run(latest, FOUR).values())
        .extracting(running -> running.result().n)
        .containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void whatIsWrongIsNamed() {
    var keyed = RunningAggregator.on(Sale.class).keyedBy(Sale::customer, String.class);
    assertThatThrownBy(() -> keyed.forgetAfterInactivity(Duration.ZERO))
        .hasMessage(
            "RunningAggregator: parameter 'forgetAfterInactivity': PT0S must be at least 1 ms; pass"
                + " a longer Duration");
    assertThatThrownBy(() -> sum().emitEvery(0))
        .hasMessage(
            "RunningAggregator: parameter 'emitEvery': 0 must be at least 1; pass such a"
                + " number");
    assertThatThrownBy(() -> sum().startAnewAfterEmit().build())
        .hasMessage(
            "RunningAggregator: parameter 'startAnewAfterEmit': true needs emitEvery above 1, or"
                + " every result would be of one event; call emitEvery(n)");
    Object notSerializable = new Object();
    assertThatThrownBy(
            () ->
                keyed
                    .forgetAfterInactivity(Duration.ofDays(1))
                    .reduce((a, b) -> notSerializable.equals(a) ? a : b))
        .hasMessageContaining("RunningAggregator: parameter 'reduce'")
        .hasMessageContaining("must be serializable");
    assertThatThrownBy(() -> RunningAggregator.on(Object.class))
        .hasMessageContaining("would be written by Kryo");
  }
}
