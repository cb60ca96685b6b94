// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.enrich;

import java.time.Duration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** The code of docs/enricher.md and docs/interval-join.md; it compiles, and that is all. */
final class EnrichSnippets {

  /** An order. */
  public record Order(String id, String customer) {}

  /** The tier of a customer, from its timestamp on. */
  public record Tier(String customer, String name) {}

  /** A click on an ad. */
  public record Click(String ad, String user) {}

  /** An ad that was shown. */
  public record Impression(String ad, String user) {}

  private EnrichSnippets() {}

  static void enricher(DataStream<Order> orders, DataStream<Tier> tiers) {
    // docs: begin enricher
    var enricher =
        Enricher.on(Order.class)
            .keyedBy(Order::customer, String.class)
            .with(Tier.class, Tier::customer)
            .validFor(Duration.ofDays(365))
            .waitAtMost(Duration.ofMinutes(5))
            .build();

    // a plain Flink function
    orders
        .keyBy(Order::customer)
        .connect(tiers.keyBy(Tier::customer))
        .process(enricher.toFunction())
        .uid("order-tier");
    // the fast host: the same state; takes care of what has no key
    SingleOutputStreamOperator<Joined<Order, Tier>> enriched =
        enricher.applyTo(orders, tiers, "order-tier");
    DataStream<Unmatched<Order>> misses = enriched.getSideOutput(enricher.unmatched());
    DataStream<Unmatched<Tier>> issues = enriched.getSideOutput(enricher.referenceIssues());
    // docs: end enricher
    misses.getType();
    issues.getType();
  }

  static void interval(DataStream<Click> clicks, DataStream<Impression> impressions) {
    // docs: begin interval
    var join =
        IntervalJoin.on(Click.class)
            .keyedBy(Click::ad, String.class)
            .with(Impression.class, Impression::ad)
            .within(Duration.ofHours(1), Duration.ofHours(1))
            .build();

    // a plain Flink function
    clicks
        .keyBy(Click::ad)
        .connect(impressions.keyBy(Impression::ad))
        .process(join.toFunction())
        .uid("clicks");
    // the fast host: the same state; takes care of what has no key
    SingleOutputStreamOperator<Joined<Click, Impression>> pairs =
        join.applyTo(clicks, impressions, "clicks");
    DataStream<Unmatched<Click>> clicksAlone = pairs.getSideOutput(join.unmatchedLeft());
    DataStream<Unmatched<Impression>> notClicked = pairs.getSideOutput(join.unmatchedRight());
    // docs: end interval
    clicksAlone.getType();
    notClicked.getType();
  }
}
