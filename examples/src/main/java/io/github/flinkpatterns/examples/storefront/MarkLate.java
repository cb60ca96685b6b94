// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.storefront;

import io.github.flinkpatterns.examples.input.LineSource;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Marks the events that lie further behind than allowed. It runs in the source's chain, so that it
 * sees each event with exactly the watermark that was before it; behind a shuffle the two race, and
 * results would depend on timing.
 */
final class MarkLate extends ProcessFunction<StoreEvent, StoreEvent> {

  @Override
  public void processElement(StoreEvent event, Context context, Collector<StoreEvent> out) {
    boolean late =
        LineSource.isLate(event.timestampMillis(), context.timerService().currentWatermark());
    out.collect(late ? event.asLate() : event);
  }
}
