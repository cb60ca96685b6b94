// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.frame;

import io.github.flinkpatterns.examples.input.Line;
import io.github.flinkpatterns.examples.input.RejectedLine;
import io.github.flinkpatterns.examples.input.Timestamped;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Passes the events on and puts the rejected lines aside. */
final class SplitLines<T extends Timestamped> extends ProcessFunction<Line<T>, T> {

  static final OutputTag<RejectedLine> REJECTED = new OutputTag<>("rejected", RejectedLine.TYPE);

  @Override
  public void processElement(Line<T> line, Context context, Collector<T> out) {
    T event = line.event();
    RejectedLine rejected = line.rejected();
    if (event != null) {
      out.collect(event);
    } else if (rejected != null) {
      context.output(REJECTED, rejected);
    }
  }
}
