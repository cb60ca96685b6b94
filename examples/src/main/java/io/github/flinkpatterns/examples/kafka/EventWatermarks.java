// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.kafka;

import io.github.flinkpatterns.examples.input.Line;
import io.github.flinkpatterns.examples.input.Timestamped;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;

/**
 * The watermark of one partition, behind every event that moves it: a periodic one would let the
 * clock decide which event is late. It trails as that of files does, so that both give the same.
 */
final class EventWatermarks<T extends Timestamped> implements WatermarkGenerator<Line<T>> {

  private final long trailMillis;
  private long latest = Long.MIN_VALUE;

  EventWatermarks(long trailMillis) {
    this.trailMillis = trailMillis;
  }

  @Override
  public void onEvent(Line<T> line, long timestamp, WatermarkOutput output) {
    T event = line.event();
    if (event != null && event.timestampMillis() > latest) {
      latest = event.timestampMillis();
      output.emitWatermark(new Watermark(latest - trailMillis));
    }
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {
    // Emitted with the event.
  }
}
