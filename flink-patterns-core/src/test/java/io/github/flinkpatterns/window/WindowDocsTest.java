// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.testkit.ExecutionMatrix;
import io.github.flinkpatterns.testkit.Scenario;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

/** What docs/window-aggregator.md and docs/top-per-window.md says, compiled and run as a job. */
class WindowDocsTest {

  /** A sale of a shop; the item is null on a broken one. */
  public record Order(String item, long atMillis, long cents) {}

  // docs: begin aggregate
  static final class Revenue implements AggregateFunction<Order, Long, Long> {
    @Override
    public Long createAccumulator() {
      return 0L;
    }

    @Override
    public Long add(Order order, Long cents) {
      return cents + order.cents();
    }

    @Override
    public Long getResult(Long cents) {
      return cents;
    }

    @Override
    public Long merge(Long a, Long b) {
      return a + b;
    }
  }

  // docs: end aggregate

  private static Order order(String item, long second, long cents) {
    return new Order(item, second * 1_000, cents);
  }

  private static DataStream<Order> orders() {
    Configuration conf = new Configuration();
    conf.setString("pipeline.generic-types", "false");
    return StreamExecutionEnvironment.createLocalEnvironment(1, conf)
        .fromData(
            TypeInformation.of(Order.class),
            order("hat", 40, 500),
            order("hat", 10, 300),
            order("cap", 50, 800),
            order(null, 20, 1),
            order("hat", 70, 200))
        .assignTimestampsAndWatermarks(
            WatermarkStrategy.<Order>forBoundedOutOfOrderness(Duration.ofSeconds(60))
                .withTimestampAssigner((order, previous) -> order.atMillis()));
  }

  @Test
  void theFirstExampleRunsAsAJob() throws Exception {
    DataStream<Order> orders = orders();

    // docs: begin example
    Windows perMinute = Windows.tumbling(Duration.ofMinutes(1));
    Windows perFive = Windows.tumbling(Duration.ofMinutes(5));
    Windows sliding = Windows.sliding(Duration.ofMinutes(1), Duration.ofSeconds(30));
    var windows =
        WindowAggregator.on(Order.class)
            .keyedBy(Order::item, String.class)
            .windows(perMinute, perFive, sliding)
            .aggregate(new Revenue())
            .allowedLateness(Duration.ofMinutes(2))
            .build();
    SingleOutputStreamOperator<WindowResult<String, Long>> results =
        windows.applyTo(orders, "revenue-windows");
    DataStream<WindowResult<String, Long>> minutes =
        results.filter(result -> result.windows().equals(perMinute));
    DataStream<Order> lateForTheirMinute = results.getSideOutput(windows.late(perMinute));
    DataStream<Order> withoutItem = results.getSideOutput(windows.nullKeys());
    // docs: end example

    lateForTheirMinute.print("late");
    withoutItem.print("without item");
    assertThat(minutes.getType()).isEqualTo(results.getType());
    List<String> found =
        results.executeAndCollect(100).stream()
            .map(r -> r.key() + " " + r.startMillis() + ".." + r.endMillis() + " " + r.result())
            .toList();
    assertThat(found)
        .containsExactlyInAnyOrder(
            "hat -30000..30000 300",
            "hat 0..60000 800",
            "hat 0..60000 800",
            "hat 30000..90000 700",
            "hat 60000..120000 200",
            "hat 60000..120000 200",
            "hat 0..300000 1000",
            "cap 0..60000 800",
            "cap 0..60000 800",
            "cap 30000..90000 800",
            "cap 0..300000 800");
  }

  @Test
  void theNumbersOfTheTable() {
    Windows tumbling = Windows.tumbling(Duration.ofSeconds(60));
    Windows sliding = Windows.sliding(Duration.ofSeconds(60), Duration.ofSeconds(30));
    var windows =
        WindowAggregator.on(Order.class)
            .keyedBy(Order::item, String.class)
            .windows(tumbling, sliding)
            .aggregate(new Revenue())
            .allowedLateness(Duration.ofSeconds(60))
            .build();
    Order late = order("hat", 55, 9);
    Scenario.of(windows.toFunction())
        .keyedBy(Order::item, String.class)
        .event(order("hat", 40, 500), 40_000)
        .event(order("hat", 10, 300), 10_000)
        .event(order("hat", 70, 200), 70_000)
        .expectNothing()
        .watermark(29_999)
        .expect(hat(sliding, -30, 300, 1))
        .watermark(59_999)
        .expect(hat(tumbling, 0, 800, 1), hat(sliding, 0, 800, 1))
        .watermark(80_000)
        .event(order("hat", 50, 7), 50_000)
        .expect(hat(tumbling, 0, 807, 2), hat(sliding, 0, 807, 2))
        .watermark(89_999)
        .expect(hat(sliding, 30, 707, 1))
        .watermark(119_999)
        .expect(hat(tumbling, 60, 200, 1), hat(sliding, 60, 200, 1))
        .event(late, 55_000)
        .expect(hat(sliding, 30, 716, 2))
        .expectSide(windows.late(tumbling), late)
        .watermark(149_999)
        .expectNothing()
        .watermark(200_000)
        .verify(ExecutionMatrix.standard());
  }

  private static WindowResult<String, Long> hat(
      Windows windows, long startSecond, long cents, int revision) {
    return new WindowResult<>(
        "hat", windows, startSecond * 1_000, startSecond * 1_000 + 60_000, cents, revision);
  }

  @Test
  void theRankingRunsAsAJob() throws Exception {
    DataStream<Order> orders = orders();

    // docs: begin top
    var revenue =
        WindowAggregator.on(Order.class)
            .keyedBy(Order::item, String.class)
            .windows(Windows.sliding(Duration.ofMinutes(10), Duration.ofMinutes(1)))
            .aggregate(new Revenue())
            .build();
    var top = TopPerWindow.of(revenue, 5, cents -> cents);
    DataStream<WindowRanking<String, Long>> rankings =
        top.applyTo(revenue.applyTo(orders, "item-revenue"), "top-items");
    // docs: end top

    List<WindowRanking<String, Long>> found = rankings.executeAndCollect(100);
    assertThat(found).hasSize(11);
    assertThat(found.get(0).best())
        .extracting(WindowRanking.Place::key)
        .containsExactly("cap", "hat"); // 800 each until the first minute ends
    assertThat(found.get(1).best())
        .extracting(WindowRanking.Place::key)
        .containsExactly("hat", "cap");
  }

  @Test
  void theOtherExamplesBuild() {
    DataStream<Order> orders = orders();

    // docs: begin function
    var summaries =
        WindowAggregator.on(Order.class)
            .keyedBy(Order::item, String.class)
            .windows(Windows.tumbling(Duration.ofDays(1)).withOffset(Duration.ofHours(-2)))
            .summarize(Order::cents)
            .build();
    orders.keyBy(Order::item).process(summaries.toFunction()).uid("daily-summaries");
    // docs: end function
    assertThat(summaries.logic().outputType().getTypeClass()).isEqualTo(WindowResult.class);
  }

  @Test
  void theHighestRevisionIsTheTruth() {
    Windows minute = Windows.tumbling(Duration.ofMinutes(1));
    Map<Object, WindowResult<String, Long>> table = new HashMap<>();
    WindowResult<String, Long> second = new WindowResult<>("hat", minute, 0, 60_000, 900L, 2);
    for (WindowResult<String, Long> result :
        List.of(new WindowResult<>("hat", minute, 0, 60_000, 800L, 1), second)) {
      // docs: begin upsert
      var window = List.of(result.key(), result.windows(), result.endMillis());
      table.merge(window, result, (a, b) -> a.revision() > b.revision() ? a : b);
      // docs: end upsert
    }
    assertThat(table.values()).containsExactly(second);
  }
}
