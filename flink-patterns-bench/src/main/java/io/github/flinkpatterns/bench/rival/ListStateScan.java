// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.rival;

import io.github.flinkpatterns.bench.stream.Transfer;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Velocity as most jobs have it: a list of events that is read, pruned, summed and written back at
 * every event.
 *
 * @param name what tables and charts call it
 * @param limits the rules
 */
public record ListStateScan(String name, Limits limits)
    implements Way<Transfer, Tuple3<String, Long, Long>> {

  @Override
  public DataStream<Tuple3<String, Long, Long>> applyTo(DataStream<Transfer> transfers) {
    return transfers
        .keyBy(Transfer::customer, Types.STRING)
        .process(new Function(limits))
        .returns(Limits.ALERT);
  }

  @Override
  public long digest(Tuple3<String, Long, Long> alert) {
    return Limits.digest(alert.f0, alert.f1, alert.f2);
  }

  /** The function. */
  static final class Function
      extends KeyedProcessFunction<String, Transfer, Tuple3<String, Long, Long>> {
    private final Limits limits;
    private transient @Nullable ListState<Tuple2<Long, Long>> recent;

    Function(Limits limits) {
      this.limits = limits;
    }

    @Override
    public void open(OpenContext context) {
      recent =
          getRuntimeContext()
              .getListState(
                  new ListStateDescriptor<>("recent", Types.TUPLE(Types.LONG, Types.LONG)));
    }

    @Override
    @SuppressWarnings("NullAway")
    public void processElement(
        Transfer transfer, Context context, Collector<Tuple3<String, Long, Long>> out)
        throws Exception {
      long time = context.timestamp();
      List<Tuple2<Long, Long>> kept = new ArrayList<>();
      long sum = transfer.cents();
      for (Tuple2<Long, Long> each : recent.get()) {
        if (each.f0 > time - limits.windowMillis()) {
          kept.add(each);
          sum += each.f1;
        }
      }
      kept.add(Tuple2.of(time, transfer.cents()));
      recent.update(kept);
      if (kept.size() > limits.mostEvents()) {
        out.collect(Tuple3.of("count", transfer.id(), (long) kept.size()));
      }
      if (sum > limits.mostCents()) {
        out.collect(Tuple3.of("sum", transfer.id(), sum));
      }
    }
  }
}
