// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneId;
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

/** What docs/session-aggregator.md says, compiled; its first example also run as a job. */
class SessionDocsTest {

  /** An order; the customer is null on a broken one. */
  public record Order(
      String customer, long atMillis, long cents, String campaign, boolean paid, boolean premium) {}

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

  private static Order order(String customer, long minute, long cents) {
    return new Order(customer, minute * 60_000, cents, "", false, false);
  }

  @Test
  void theFirstExampleRunsAsAJob() throws Exception {
    Configuration conf = new Configuration();
    conf.setString("pipeline.generic-types", "false");
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, conf);
    DataStream<Order> orders =
        env.fromData(
                TypeInformation.of(Order.class),
                order("ann", 0, 100),
                order("ann", 40, 300),
                order("ann", 20, 200),
                order(null, 20, 1),
                order("bob", 25, 500),
                order("ann", 200, 400))
            .assignTimestampsAndWatermarks(
                WatermarkStrategy.<Order>forBoundedOutOfOrderness(Duration.ofMinutes(30))
                    .withTimestampAssigner((order, previous) -> order.atMillis()));

    // docs: begin example
    var sessions =
        SessionAggregator.on(Order.class)
            .keyedBy(Order::customer, String.class)
            .closeAfterInactivity(Duration.ofMinutes(30))
            .aggregate(new Revenue())
            .allowedLateness(Duration.ofMinutes(5))
            .build();
    SingleOutputStreamOperator<Session<String, Long>> results =
        sessions.applyTo(orders, "order-sessions");
    DataStream<Order> late = results.getSideOutput(sessions.late());
    DataStream<Order> withoutCustomer = results.getSideOutput(sessions.nullKeys());
    // docs: end example

    late.print("late");
    withoutCustomer.print("without customer");
    List<String> found =
        results.executeAndCollect(100).stream()
            .map(s -> s.key() + " " + s.events() + " " + s.result() + " " + s.type())
            .toList();
    assertThat(found)
        .containsExactlyInAnyOrder("ann 3 600 CLOSED", "bob 1 500 CLOSED", "ann 1 400 CLOSED");
  }

  @Test
  void theOtherExamplesBuild() {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    DataStream<Order> orders = env.fromData(order("ann", 0, 100));

    // docs: begin capped
    var capped =
        SessionAggregator.on(Order.class)
            .keyedBy(Order::customer, String.class)
            .closeAfterInactivity(Duration.ofMinutes(30))
            .maxDuration(Duration.ofHours(12))
            .maxEvents(1_000)
            .endAfter(Order::paid)
            .cutOnChangeOf(Order::campaign)
            .cutAtMidnight(ZoneId.of("Europe/Berlin"))
            .aggregate(new Revenue(), Long.class, Long.class)
            .build();
    // docs: end capped
    assertThat(capped.applyTo(orders, "capped").getType().getTypeClass()).isEqualTo(Session.class);

    // docs: begin function
    var premium =
        SessionAggregator.on(Order.class)
            .keyedBy(Order::customer, String.class)
            .closeAfterInactivity(order -> order.premium() ? 1_800_000 : 900_000)
            .aggregate(new Revenue())
            .build();
    orders.keyBy(Order::customer).process(premium.toFunction()).uid("premium-sessions");
    // docs: end function
  }

  @Test
  void theNewestRevisionsAreTheTruth() {
    Session<String, Long> first = record(1, 1, List.of());
    Session<String, Long> second = record(2, 1, List.of());
    Session<String, Long> both = record(1, 2, List.of(2L));
    Map<Long, Session<String, Long>> table = new HashMap<>();
    for (Session<String, Long> session : List.of(first, second, both)) {
      // docs: begin upsert
      session.replacedIds().forEach(table::remove);
      table.merge(session.id(), session, (a, b) -> a.revision() > b.revision() ? a : b);
      // docs: end upsert
    }
    assertThat(table.values()).containsExactly(both);
  }

  private static Session<String, Long> record(long id, int revision, List<Long> replaced) {
    return new Session<>(
        "ann",
        id,
        0,
        0,
        0,
        1,
        1L,
        revision == 1 ? Session.Type.CLOSED : Session.Type.CORRECTED,
        Session.CloseReason.INACTIVITY,
        revision,
        replaced);
  }
}
