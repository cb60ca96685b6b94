// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.host.fast;

import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.Combiner;
import io.github.flinkpatterns.host.TimeOf;
import io.github.flinkpatterns.logic.BroadcastLogic;
import io.github.flinkpatterns.logic.ControlledLogic;
import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.logic.LocalLogic;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;

/**
 * Makes the cached operators, and wires them into a job. Jobs use {@code Hosts}, which also names
 * the state; tests and benchmarks take an operator to drive it themselves.
 */
public final class FastHost {

  private FastHost() {}

  /** Returns the operator that runs {@code logic}. */
  public static <K, IN, OUT> OneInputStreamOperator<IN, OUT> operator(
      KeyedLogic<K, IN, ?, OUT> logic, KeySelector<IN, K> keySelector, CacheSettings cache) {
    return new OneInputOperator<>(logic, keySelector, cache);
  }

  /** Returns the operator that runs {@code logic}, with keyed controls as its second input. */
  public static <K, IN, C, OUT> TwoInputStreamOperator<IN, C, OUT> operator(
      ControlledLogic<K, IN, C, ?, OUT> logic,
      KeySelector<IN, K> keySelector,
      KeySelector<C, K> controlKey,
      CacheSettings cache) {
    return new ControlledOperator<>(logic, keySelector, controlKey, cache);
  }

  /** Returns the operator that runs {@code logic}, with broadcast controls as its second input. */
  public static <K, IN, C, OUT> TwoInputStreamOperator<IN, C, OUT> operator(
      BroadcastLogic<K, IN, C, ?, ?, OUT> logic,
      KeySelector<IN, K> keySelector,
      CacheSettings cache) {
    return new BroadcastOperator<>(logic, keySelector, cache);
  }

  /** Returns the operator that runs {@code logic}, which has no keys. */
  public static <IN, OUT> OneInputStreamOperator<IN, OUT> operator(
      LocalLogic<IN, ?, ?, OUT> logic) {
    return new LocalOperator<>(logic);
  }

  /** Runs {@code logic}, which has no keys, over {@code stream}. */
  public static <IN, OUT> SingleOutputStreamOperator<OUT> transform(
      DataStream<IN> stream, LocalLogic<IN, ?, ?, OUT> logic) {
    return stream.transform(logic.name(), logic.outputType(), operator(logic));
  }

  /** Combines messages of {@code stream} where they arise. */
  public static <T> SingleOutputStreamOperator<T> combine(
      DataStream<T> stream, Combiner<T, ?> combiner, int maxMessages) {
    return stream.transform(
        "combine", stream.getType(), new CombineOperator<>(combiner, maxMessages));
  }

  /** Gives values the timestamps they tell, and delays watermarks. */
  public static <T> SingleOutputStreamOperator<T> delayed(
      DataStream<T> stream, TimeOf<T> timeOf, long delayMillis) {
    return stream.transform("time", stream.getType(), new DelayOperator<>(timeOf, delayMillis));
  }

  /** Runs {@code logic} over {@code stream}. */
  public static <K, IN, OUT> SingleOutputStreamOperator<OUT> transform(
      KeyedStream<IN, K> stream, KeyedLogic<K, IN, ?, OUT> logic, CacheSettings cache) {
    return stream.transform(
        logic.name(), logic.outputType(), operator(logic, stream.getKeySelector(), cache));
  }

  /** Runs {@code logic} over {@code stream} and keyed {@code controls}. */
  public static <K, IN, C, OUT> SingleOutputStreamOperator<OUT> transform(
      KeyedStream<IN, K> stream,
      KeyedStream<C, K> controls,
      ControlledLogic<K, IN, C, ?, OUT> logic,
      CacheSettings cache) {
    return stream
        .connect(controls)
        .transform(
            logic.name(),
            logic.outputType(),
            operator(logic, stream.getKeySelector(), controls.getKeySelector(), cache));
  }

  /** Runs {@code logic} over {@code stream}, with every control going to every instance. */
  public static <K, IN, C, OUT> SingleOutputStreamOperator<OUT> transform(
      KeyedStream<IN, K> stream,
      DataStream<C> controls,
      BroadcastLogic<K, IN, C, ?, ?, OUT> logic,
      CacheSettings cache) {
    return stream
        .connect(controls.broadcast())
        .transform(
            logic.name(), logic.outputType(), operator(logic, stream.getKeySelector(), cache));
  }
}
