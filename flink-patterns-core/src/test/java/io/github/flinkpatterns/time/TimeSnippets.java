// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.time;

import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The code of docs/watermarks.md; it compiles, and that is all. */
final class TimeSnippets {

  /** An order. */
  public record Order(String id, long timeMillis, boolean endOfFile) {}

  private TimeSnippets() {}

  static void adaptive(StreamExecutionEnvironment env, Source<Order, ?, ?> source) {
    // docs: begin adaptive
    WatermarkStrategy<Order> strategy =
        AdaptiveWatermarks.on(Order.class)
            .quantile(0.99)
            .between(Duration.ofSeconds(1), Duration.ofMinutes(5))
            .build()
            .withTimestampAssigner((order, unused) -> order.timeMillis())
            .withIdleness(Duration.ofMinutes(1))
            .withWatermarkAlignment("orders", Duration.ofMinutes(2));
    DataStream<Order> orders = env.fromSource(source, strategy, "orders");
    // docs: end adaptive
    late(orders);
  }

  static WatermarkStrategy<Order> markers() {
    // docs: begin markers
    WatermarkStrategy<Order> strategy =
        MarkerWatermarks.on(Order.class)
            .markedBy(Order::endOfFile)
            .orAfter(Duration.ofMinutes(10))
            .build()
            .withTimestampAssigner((order, unused) -> order.timeMillis());
    // docs: end markers
    return strategy;
  }

  static void late(DataStream<Order> orders) {
    // docs: begin late
    var lateness = LateEvents.on(Order.class).laterThan(Duration.ofMinutes(5));
    SingleOutputStreamOperator<Order> inTime = lateness.applyTo(orders, "lateness");

    DataStream<LateEvent<Order>> late = inTime.getSideOutput(lateness.late());
    DataStream<Order> withoutTimestamp = inTime.getSideOutput(lateness.withoutTimestamp());
    // docs: end late
    late.getType();
    withoutTimestamp.getType();
  }
}
