// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench;

import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** What every comparison stands on: nothing at all, and one state access. They emit nothing. */
final class Baselines {

  private Baselines() {}

  /** Returns both, to run beside the variants over {@code stream}. */
  static <K, IN> List<Variant<IN>> of(
      DataStream<IN> stream,
      KeySelector<IN, K> key,
      TypeInformation<K> keyType,
      String backend,
      Path folder)
      throws Exception {
    var keyed = stream.keyBy(key, keyType);
    return List.of(
        new OperatorVariant<>(
            "nothing (keyed operator)",
            Operators.<IN, Long>of(keyed.process(new NoOp<K, IN>())),
            key,
            keyType,
            backend,
            folder,
            value -> value),
        new OperatorVariant<>(
            "one ValueState read and update",
            Operators.<IN, Long>of(keyed.process(new ReadAndUpdate<K, IN>())),
            key,
            keyType,
            backend,
            folder,
            value -> value));
  }

  /** A keyed operator that does nothing. */
  static final class NoOp<K, IN> extends KeyedProcessFunction<K, IN, Long> {
    @Override
    public void processElement(IN event, Context context, Collector<Long> out) {}
  }

  /** One read and one write of a value state for each event. */
  static final class ReadAndUpdate<K, IN> extends KeyedProcessFunction<K, IN, Long> {
    private transient @Nullable ValueState<Long> state;

    @Override
    public void open(OpenContext context) {
      state = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.LONG));
    }

    @Override
    @SuppressWarnings("NullAway")
    public void processElement(IN event, Context context, Collector<Long> out) throws Exception {
      Long count = state.value();
      state.update(count == null ? 1 : count + 1);
    }
  }
}
