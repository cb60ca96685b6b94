// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.rival;

import io.github.flinkpatterns.bench.stream.Payment;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Deduplication as most jobs have it: a flag with time-to-live for each id.
 *
 * @param horizon how long an id is remembered
 */
public record ValueStateWithTtl(Duration horizon) implements Way<Payment, Payment> {

  @Override
  public String name() {
    return "ValueState with TTL";
  }

  @Override
  public DataStream<Payment> applyTo(DataStream<Payment> payments) {
    return payments
        .keyBy(Payment::id, Types.STRING)
        .process(new Function(horizon))
        .returns(payments.getType());
  }

  @Override
  public long digest(Payment payment) {
    return payment.amount();
  }

  /** The function. */
  static final class Function extends KeyedProcessFunction<String, Payment, Payment> {
    private final Duration horizon;
    private transient @Nullable ValueState<Boolean> seen;

    Function(Duration horizon) {
      this.horizon = horizon;
    }

    @Override
    public void open(OpenContext context) {
      ValueStateDescriptor<Boolean> descriptor = new ValueStateDescriptor<>("seen", Types.BOOLEAN);
      descriptor.enableTimeToLive(
          StateTtlConfig.newBuilder(horizon).cleanupInRocksdbCompactFilter(1_000).build());
      seen = getRuntimeContext().getState(descriptor);
    }

    @Override
    @SuppressWarnings("NullAway")
    public void processElement(Payment payment, Context context, Collector<Payment> out)
        throws Exception {
      if (seen.value() == null) {
        seen.update(true);
        out.collect(payment);
      }
    }
  }
}
