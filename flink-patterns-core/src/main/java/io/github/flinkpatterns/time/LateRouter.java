// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.time;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** The function of {@link LateEvents}. */
final class LateRouter<E> extends ProcessFunction<E, E> implements ResultTypeQueryable<E> {

  private final TypeInformation<E> type;
  private final long allowedMillis;
  private final OutputTag<LateEvent<E>> late;
  private final OutputTag<E> withoutTimestamp;
  private transient Counter lateCounter;
  private transient Counter withoutTimestampCounter;

  @SuppressWarnings("NullAway.Init")
  LateRouter(
      TypeInformation<E> type,
      long allowedMillis,
      OutputTag<LateEvent<E>> late,
      OutputTag<E> withoutTimestamp) {
    this.type = type;
    this.allowedMillis = allowedMillis;
    this.late = late;
    this.withoutTimestamp = withoutTimestamp;
  }

  @Override
  public void open(OpenContext openContext) {
    MetricGroup group = getRuntimeContext().getMetricGroup().addGroup(LateEvents.NAME);
    lateCounter = group.counter("late");
    withoutTimestampCounter = group.counter("withoutTimestamp");
  }

  @Override
  public void processElement(E event, Context ctx, Collector<E> out) {
    Long timestamp = ctx.timestamp();
    long watermark = ctx.timerService().currentWatermark();
    if (timestamp == null) {
      withoutTimestampCounter.inc();
      ctx.output(withoutTimestamp, event);
    } else if (watermark >= Long.MIN_VALUE + allowedMillis
        && timestamp <= watermark - allowedMillis) {
      lateCounter.inc();
      ctx.output(late, new LateEvent<>(event, timestamp, watermark - timestamp));
    } else {
      out.collect(event);
    }
  }

  @Override
  public TypeInformation<E> getProducedType() {
    return type;
  }
}
