// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.storefront;

import io.github.flinkpatterns.examples.frame.Outputs;
import io.github.flinkpatterns.examples.storefront.StoreRecords.ProductRecord;
import io.github.flinkpatterns.examples.storefront.StoreRecords.RevenueRecord;
import io.github.flinkpatterns.window.TopPerWindow;
import io.github.flinkpatterns.window.WindowAggregator;
import io.github.flinkpatterns.window.WindowRanking.Place;
import io.github.flinkpatterns.window.Windows;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;

/** What was sold: revenue and orders per minute, and the products that bring the most. */
final class Sales {

  private static final Windows MINUTE = Windows.tumbling(Duration.ofMinutes(1));
  private static final Windows TEN_MINUTES =
      Windows.sliding(Duration.ofMinutes(10), Duration.ofMinutes(1));

  private Sales() {}

  static void build(DataStream<StoreEvent> events, int top, Outputs outputs) {
    DataStream<StoreEvent> purchases =
        events
            .filter(event -> event.type() == EventType.PURCHASE)
            .name("purchases")
            .uid("purchases");
    revenue(purchases, outputs);
    topProducts(purchases, top, outputs);
  }

  /** All purchases have the same key: one subtask adds up the shop. */
  private static void revenue(DataStream<StoreEvent> purchases, Outputs outputs) {
    WindowAggregator<StoreEvent, Integer, long[], long[]> perMinute =
        WindowAggregator.on(StoreEvent.TYPE)
            .keyedBy(purchase -> 0, Types.INT)
            .windows(MINUTE)
            .aggregate(new SalesTotals(), SalesTotals.TYPE, SalesTotals.TYPE)
            .build();
    outputs.write(perMinute.applyTo(purchases, "revenue"), RevenueRecord::of, "revenue");
  }

  @SuppressWarnings("NullAway") // a purchase has an item: the parser refuses one without
  private static void topProducts(DataStream<StoreEvent> purchases, int top, Outputs outputs) {
    WindowAggregator<StoreEvent, String, long[], long[]> perItem =
        WindowAggregator.on(StoreEvent.TYPE)
            .keyedBy(StoreEvent::itemId, Types.STRING)
            .windows(TEN_MINUTES)
            .aggregate(new SalesTotals(), SalesTotals.TYPE, SalesTotals.TYPE)
            .build();
    TopPerWindow<String, long[]> best =
        TopPerWindow.of(perItem, top, totals -> totals[SalesTotals.CENTS]);
    outputs.write(
        best.applyTo(perItem.applyTo(purchases, "item-revenue"), "top-products")
            .flatMap(
                (ranking, out) -> {
                  for (Place<String, long[]> place : ranking.best()) {
                    out.collect(ProductRecord.of(ranking, place));
                  }
                },
                ProductRecord.TYPE)
            .name("places")
            .uid("places"),
        "top-products");
  }
}
