// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.readme;

import io.github.flinkpatterns.dedup.Deduplicator;
import io.github.flinkpatterns.testkit.ExecutionMatrix;
import io.github.flinkpatterns.testkit.Scenario;
import java.time.Duration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** The code on the README's first screen. */
class ReadmeTest {

  /** An order. */
  public record Order(String orderId, long cents) {}

  @Test
  void theJobIsWiredAsTheReadmeSays() {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    DataStream<Order> orders = env.fromData(new Order("a", 1));
    // docs: begin job
    var dedup =
        Deduplicator.on(Order.class)
            .keyedBy(Order::orderId, String.class)
            .within(Duration.ofHours(24))
            .emitDuplicates()
            .build();
    var unique = dedup.applyTo(orders, "order-dedup");
    unique.print();
    unique.getSideOutput(dedup.duplicates()).print("duplicate");
    unique.getSideOutput(dedup.late()).print("too late to judge");
    // docs: end job
    Assertions.assertThat(env.getStreamGraph().getStreamNodes())
        .anyMatch(node -> "order-dedup".equals(node.getTransformationUID()));
  }

  // docs: begin test
  @Test
  void anOrderLeavesOncePerDay() {
    var dedup =
        Deduplicator.on(Order.class)
            .keyedBy(Order::orderId, String.class)
            .within(Duration.ofHours(24))
            .build();
    Scenario.of(dedup.toFunction())
        .keyedBy(Order::orderId, String.class)
        .event(new Order("a", 100), 1_000)
        .event(new Order("b", 200), 2_000)
        .event(new Order("a", 100), 3_000) // a redelivery
        .expect(new Order("a", 100), new Order("b", 200))
        .verify(ExecutionMatrix.full()); // restores, crashes, rescaling; heap, RocksDB, changelog
  }
  // docs: end test
}
