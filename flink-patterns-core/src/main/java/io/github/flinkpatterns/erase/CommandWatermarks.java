// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.erase;

import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;

/**
 * Marks a stream of commands as idle for ever: commands come rarely, and must not hold back the
 * event time of the stream that they are connected with.
 */
final class CommandWatermarks<T> implements WatermarkGenerator<T> {

  @Override
  public void onEvent(T command, long timestamp, WatermarkOutput output) {
    output.markIdle();
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {
    output.markIdle();
  }
}
