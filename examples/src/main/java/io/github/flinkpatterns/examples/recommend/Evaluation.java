// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.recommend;

import io.github.flinkpatterns.examples.recommend.RecommendRecords.EvaluationRecord;
import java.util.Arrays;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Counts ranks, and tells at the end of the input how good they were. It takes {@link #EVENT} for
 * each event read, and the rank of the item, 0 if it was not named, for each one evaluated.
 */
final class Evaluation extends KeyedProcessFunction<Integer, Integer, EvaluationRecord> {

  /** Stands for an event that was read. */
  static final int EVENT = -1;

  private static final int TOP = 10;

  /** By rank from 1; at 0 what was evaluated, behind the ranks what was read. */
  private transient ValueState<long[]> counts;

  @SuppressWarnings("NullAway.Init")
  Evaluation() {}

  @Override
  public void open(OpenContext openContext) {
    counts =
        getRuntimeContext()
            .getState(
                new ValueStateDescriptor<>(
                    "counts", PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO));
  }

  @Override
  public void processElement(Integer rank, Context context, Collector<EvaluationRecord> out)
      throws Exception {
    long[] before = counts.value();
    long[] now = before == null ? new long[TOP + 2] : Arrays.copyOf(before, before.length);
    if (rank == EVENT) {
      now[TOP + 1]++;
    } else {
      now[0]++;
      if (rank >= 1 && rank <= TOP) {
        now[rank]++;
      }
    }
    counts.update(now);
    context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<EvaluationRecord> out)
      throws Exception {
    out.collect(evaluation(counts.value()));
    counts.clear();
  }

  /** Returns the means; 0 if nothing was evaluated. */
  static EvaluationRecord evaluation(long[] counts) {
    double hits = 0;
    double reciprocal = 0;
    double gain = 0;
    for (int rank = 1; rank <= TOP; rank++) {
      hits += counts[rank];
      reciprocal += (double) counts[rank] / rank;
      gain += counts[rank] * Math.log(2) / Math.log(rank + 1);
    }
    double cases = Math.max(1, counts[0]);
    return new EvaluationRecord(
        counts[TOP + 1], counts[0], hits / cases, reciprocal / cases, gain / cases);
  }
}
