// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import com.google.common.hash.Hashing;
import java.time.Duration;
import java.time.ZoneId;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** The code of {@code docs/deduplicator.md}. */
final class DeduplicatorSnippets {

  private DeduplicatorSnippets() {}

  /** An order. */
  public record Order(String orderId, String customer, long amountCents, int revision) {}

  static SingleOutputStreamOperator<Order> function(DataStream<Order> orders) {
    // docs: begin function
    var dedup =
        Deduplicator.on(Order.class)
            .keyedBy(Order::orderId, String.class)
            .within(Duration.ofHours(24))
            .emitDuplicates()
            .build();

    SingleOutputStreamOperator<Order> unique =
        orders
            .keyBy(dedup.keySelector(), dedup.keyType())
            .process(dedup.toFunction())
            .uid("order-dedup");
    // docs: end function
    return unique;
  }

  static void fast(DataStream<Order> orders) {
    var dedup =
        Deduplicator.on(Order.class)
            .keyedBy(Order::orderId, String.class)
            .within(Duration.ofHours(24))
            .emitDuplicates()
            .build();
    // docs: begin fast
    SingleOutputStreamOperator<Order> unique = dedup.applyTo(orders, "order-dedup");

    DataStream<Duplicate<Order>> duplicates = unique.getSideOutput(dedup.duplicates());
    DataStream<Order> late = unique.getSideOutput(dedup.late());
    DataStream<Order> withoutId = unique.getSideOutput(dedup.nullKeys());
    DataStream<Order> withoutTimestamp = unique.getSideOutput(dedup.withoutTimestamp());
    // docs: end fast
    duplicates.print();
    late.union(withoutId, withoutTimestamp).print();
  }

  static Deduplicator<Order, String> conflicts() {
    // docs: begin conflicts
    var dedup =
        Deduplicator.on(Order.class)
            .keyedBy(Order::orderId, String.class)
            .within(Duration.ofHours(24))
            .payloadBy(
                order ->
                    Hashing.murmur3_128()
                        .newHasher()
                        .putUnencodedChars(order.customer())
                        .putLong(order.amountCents())
                        .hash()
                        .asLong())
            .build();
    // docs: end conflicts
    return dedup;
  }

  static Deduplicator<Order, String> newest() {
    // docs: begin newest
    var newest =
        Deduplicator.on(Order.class)
            .keyedBy(Order::orderId, String.class)
            .within(Duration.ofMinutes(10))
            .keepMax(EventOrder.by(Order::revision))
            .inEventTimeOrder()
            .build();
    // docs: end newest
    return newest;
  }

  static Deduplicator<Order, String> daily() {
    // docs: begin daily
    var oncePerDay =
        Deduplicator.on(Order.class)
            .keyedBy(Order::customer, String.class)
            .withinCalendar(CalendarUnit.DAY, ZoneId.of("Europe/Berlin"))
            .build();
    // docs: end daily
    return oncePerDay;
  }

  static Deduplicator<Order, Integer> compact() {
    // docs: begin compact
    var compact =
        Deduplicator.on(Order.class)
            .keyedBy(Order::orderId, String.class)
            .within(Duration.ofHours(24))
            .compact(50_000_000)
            .build();
    // docs: end compact
    return compact;
  }

  static Deduplicator<Order, Integer> approximate() {
    // docs: begin approximate
    var approximate =
        Deduplicator.on(Order.class)
            .keyedBy(Order::orderId, String.class)
            .within(Duration.ofHours(24))
            .approximate(50_000_000, 0.001)
            .build();
    // docs: end approximate
    return approximate;
  }
}
