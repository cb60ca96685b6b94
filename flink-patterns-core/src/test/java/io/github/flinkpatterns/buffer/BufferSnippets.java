// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.buffer;

import java.time.Duration;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;

/** The code of the pages of Batcher and its like; it compiles, and that is all. */
final class BufferSnippets {

  /** An order. */
  public record Order(String customer, String shop, long cents) {}

  /** What is known of a request. */
  public record Feature(String request, String name, double value) {}

  private BufferSnippets() {}

  static void keyed(DataStream<Order> orders) {
    // docs: begin keyed
    var batcher =
        KeyedBatcher.on(Order.class)
            .keyedBy(Order::customer, String.class)
            .emitAfter(Duration.ofMinutes(10))
            .maxEvents(100)
            .build();

    // a plain Flink function
    orders.keyBy(Order::customer).process(batcher.toFunction()).uid("order-batches");
    // the fast host: the same state; takes care of events without a key
    SingleOutputStreamOperator<Batch<Order>> batches = batcher.applyTo(orders, "order-batches");
    DataStream<Order> withoutTimestamp = batches.getSideOutput(batcher.withoutTimestamp());
    // docs: end keyed
    withoutTimestamp.getType();
  }

  static void unkeyed(DataStream<Order> orders) {
    // docs: begin unkeyed
    var batcher =
        Batcher.on(Order.class)
            .emitAfterProcessingTime(Duration.ofSeconds(5))
            .maxEvents(500)
            .maxBytes(256 * 1024)
            .build();
    SingleOutputStreamOperator<Batch<Order>> batches = batcher.applyTo(orders, "upload-batches");
    // docs: end unkeyed
    batches.getType();
  }

  static void partial(DataStream<Order> orders, AggregateFunction<Order, Long, Long> revenue) {
    // docs: begin partial
    var partial =
        PartialAggregator.on(Order.class)
            .keyedBy(Order::shop, String.class)
            .aggregate(revenue, Types.LONG)
            .perSlice(Duration.ofMinutes(1))
            .build();
    DataStream<Long> perShop =
        partial
            .applyTo(orders, "partial-revenue")
            .keyBy(Partial::key, Types.STRING)
            .window(TumblingEventTimeWindows.of(Duration.ofMinutes(5)))
            .aggregate(partial.merging(), Types.LONG, Types.LONG)
            .uid("revenue");
    // docs: end partial
    perShop.getType();
  }

  static void features(DataStream<Feature> features) {
    // docs: begin features
    var collector =
        FeatureCollector.on(Feature.class)
            .keyedBy(Feature::request, String.class)
            .featureBy(Feature::name, Feature::value)
            .waitAtMost(Duration.ofSeconds(30), "amount", "age", "risk")
            .build();
    SingleOutputStreamOperator<FeatureVector<String>> vectors =
        collector.applyTo(features, "features");
    DataStream<FeatureVector<String>> incomplete = vectors.getSideOutput(collector.incomplete());
    // docs: end features
    incomplete.getType();
  }
}
