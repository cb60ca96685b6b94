// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.rival;

import io.github.flinkpatterns.bench.stream.Visit;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple4;
import org.apache.flink.api.java.tuple.Tuple5;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * The usual session by hand: one value for each key, and a timer that every event moves. Right only
 * for events in order: an early event cannot lengthen a session backwards, and none are merged.
 *
 * @param gap when a session ends
 */
public record TimerPerEventSessions(Duration gap)
    implements Way<Visit, Tuple5<String, Long, Long, Long, Long>> {

  @Override
  public String name() {
    return "by hand, a timer moved at every event";
  }

  @Override
  public DataStream<Tuple5<String, Long, Long, Long, Long>> applyTo(DataStream<Visit> visits) {
    return visits
        .keyBy(Visit::user, Types.STRING)
        .process(new Function(gap.toMillis()))
        .returns(FlinkWindow.RESULT);
  }

  @Override
  public long digest(Tuple5<String, Long, Long, Long, Long> t) {
    return FlinkWindow.digest(t.f0, t.f1, t.f2, t.f3, t.f4);
  }

  /** The function. */
  static final class Function
      extends KeyedProcessFunction<String, Visit, Tuple5<String, Long, Long, Long, Long>> {
    private final long gapMillis;

    /** Start, last event, count, sum. */
    private transient @Nullable ValueState<Tuple4<Long, Long, Long, Long>> session;

    Function(long gapMillis) {
      this.gapMillis = gapMillis;
    }

    @Override
    public void open(OpenContext context) {
      session =
          getRuntimeContext()
              .getState(
                  new ValueStateDescriptor<>(
                      "session", Types.TUPLE(Types.LONG, Types.LONG, Types.LONG, Types.LONG)));
    }

    @Override
    @SuppressWarnings("NullAway")
    public void processElement(
        Visit visit, Context context, Collector<Tuple5<String, Long, Long, Long, Long>> out)
        throws Exception {
      long time = context.timestamp();
      Tuple4<Long, Long, Long, Long> open = session.value();
      if (open != null) {
        context.timerService().deleteEventTimeTimer(open.f1 + gapMillis - 1);
        if (time > open.f1 + gapMillis) {
          emit(context.getCurrentKey(), open, out);
          open = null;
        }
      }
      session.update(
          open == null
              ? Tuple4.of(time, time, 1L, visit.amount())
              : Tuple4.of(open.f0, time, open.f2 + 1, open.f3 + visit.amount()));
      context.timerService().registerEventTimeTimer(time + gapMillis - 1);
    }

    @Override
    @SuppressWarnings("NullAway")
    public void onTimer(
        long time, OnTimerContext context, Collector<Tuple5<String, Long, Long, Long, Long>> out)
        throws Exception {
      emit(context.getCurrentKey(), session.value(), out);
      session.clear();
    }

    private void emit(
        String key,
        Tuple4<Long, Long, Long, Long> closed,
        Collector<Tuple5<String, Long, Long, Long, Long>> out) {
      out.collect(Tuple5.of(key, closed.f0, closed.f1 + gapMillis, closed.f2, closed.f3));
    }
  }
}
