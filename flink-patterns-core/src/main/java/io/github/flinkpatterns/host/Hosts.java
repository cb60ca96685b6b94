// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.host;

import io.github.flinkpatterns.host.fast.FastHost;
import io.github.flinkpatterns.host.fast.OperatorStream;
import io.github.flinkpatterns.logic.BroadcastLogic;
import io.github.flinkpatterns.logic.ControlledLogic;
import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.logic.LocalLogic;
import io.github.flinkpatterns.logic.Require;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.OutputTag;

/**
 * Runs a {@link KeyedLogic} inside a Flink job.
 *
 * <p><b>Function host.</b> The {@code function} methods give a plain Flink function, made of public
 * API only: {@code stream.keyBy(...).process(Hosts.function(logic)).uid("...")}. It reads and
 * writes keyed state at every event.
 *
 * <p><b>Fast host.</b> The {@code apply} methods wire the cached operator, which keeps live values
 * on the heap and writes them to keyed state when a checkpoint barrier comes, or when the cache is
 * full. It needs STREAMING execution; in BATCH execution it stops with an error that says so.
 *
 * <p><b>One state.</b> Both keep the same state under the same names: a savepoint of either
 * restores into the other, at any parallelism, if the uid is the same. State per key: what the
 * logic writes, plus 3 bytes and 8 for each timer that is set; one timer at most per time domain.
 *
 * <p>Side outputs are reached with {@code getSideOutput} on the returned stream.
 */
public final class Hosts {

  private Hosts() {}

  /** Returns {@code logic} as a function for {@code keyBy(...).process(...)}. */
  public static <K, IN, OUT> KeyedProcessFunction<K, IN, OUT> function(
      KeyedLogic<K, IN, ?, OUT> logic) {
    return new LogicFunction<>(logic);
  }

  /** Returns {@code logic} as a function for two connected keyed streams. */
  public static <K, IN, C, OUT> KeyedCoProcessFunction<K, IN, C, OUT> function(
      ControlledLogic<K, IN, C, ?, OUT> logic) {
    return new ControlledFunction<>(logic);
  }

  /**
   * Returns {@code logic} as a function for a keyed stream connected with a broadcast one, which
   * must be broadcast with {@link #sharedState}.
   */
  public static <K, IN, C, OUT> KeyedBroadcastProcessFunction<K, IN, C, OUT> function(
      BroadcastLogic<K, IN, C, ?, ?, OUT> logic) {
    return new BroadcastFunction<>(logic);
  }

  /** Returns the descriptor for {@code controls.broadcast(...)} of the function host. */
  public static <G> MapStateDescriptor<Integer, G> sharedState(
      BroadcastLogic<?, ?, ?, G, ?, ?> logic) {
    return StateNames.shared(logic);
  }

  /**
   * Runs {@code logic} on the fast host.
   *
   * @param uid names the state in savepoints: choose once, never change
   * @throws IllegalArgumentException if the uid is empty
   */
  public static <K, IN, OUT> SingleOutputStreamOperator<OUT> apply(
      KeyedStream<IN, K> stream, KeyedLogic<K, IN, ?, OUT> logic, String uid, CacheSettings cache) {
    return named(FastHost.transform(stream, logic, cache), logic, uid);
  }

  /** Runs {@code logic} on the fast host, with a second input keyed like the first. */
  public static <K, IN, C, OUT> SingleOutputStreamOperator<OUT> apply(
      KeyedStream<IN, K> stream,
      KeyedStream<C, K> controls,
      ControlledLogic<K, IN, C, ?, OUT> logic,
      String uid,
      CacheSettings cache) {
    return named(FastHost.transform(stream, controls, logic, cache), logic, uid);
  }

  /** Runs {@code logic} on the fast host, with a second input that goes to every instance. */
  public static <K, IN, C, OUT> SingleOutputStreamOperator<OUT> apply(
      KeyedStream<IN, K> stream,
      DataStream<C> controls,
      BroadcastLogic<K, IN, C, ?, ?, OUT> logic,
      String uid,
      CacheSettings cache) {
    return named(FastHost.transform(stream, controls, logic, cache), logic, uid);
  }

  /**
   * Runs {@code logic}, which has no keys, in every instance of an operator.
   *
   * <p>There is no function for it: Flink tells a function without keys neither the watermark nor
   * the end of the input, so what it holds would stay there.
   *
   * @param uid names the state in savepoints: choose once, never change
   * @throws IllegalArgumentException if the uid is empty
   */
  public static <IN, OUT> SingleOutputStreamOperator<OUT> apply(
      DataStream<IN> stream, LocalLogic<IN, ?, ?, OUT> logic, String uid) {
    checkUid(logic.name(), uid);
    return FastHost.transform(Require.given(stream, logic.name(), "stream"), logic)
        .uid(uid)
        .name(uid);
  }

  /** Something that runs a keyed stream in a host; for {@link #withNullKeys}. */
  @FunctionalInterface
  public interface Wiring<K, IN, OUT> {
    /** Returns the result of the operator over {@code stream}. */
    SingleOutputStreamOperator<OUT> apply(KeyedStream<IN, K> stream);
  }

  /**
   * Keys {@code stream} and runs {@code wiring} over it; events without a key leave by the side
   * output {@code nullKeys} of the returned stream, counted as {@code nullKeys}.
   *
   * <p>An event has no key if the key function returns null or throws. The extra step is chained to
   * the one before it and has the uid {@code <uid>-null-keys}.
   */
  public static <K, IN, OUT> SingleOutputStreamOperator<OUT> withNullKeys(
      DataStream<IN> stream,
      KeySelector<IN, K> keySelector,
      TypeInformation<K> keyType,
      OutputTag<IN> nullKeys,
      String name,
      String uid,
      Wiring<K, IN, OUT> wiring) {
    checkUid(name, uid);
    SingleOutputStreamOperator<IN> keyed =
        stream
            .process(new NullKeyFilter<>(name, keySelector, nullKeys, stream.getType()))
            .uid(uid + "-null-keys")
            .name(uid + " (null keys)")
            .setParallelism(stream.getParallelism());
    return new OperatorStream<>(wiring.apply(keyed.keyBy(keySelector, keyType)), keyed, nullKeys);
  }

  /**
   * Combines messages of {@code stream} where they arise, to send fewer of them: what is held
   * leaves before each checkpoint barrier and each watermark, at the end, and at {@code
   * maxMessages}. So it keeps no state, and nothing is sent twice or lost. It is chained to the
   * step before it.
   *
   * @param maxMessages how many messages are held at most, combined or not
   */
  public static <T> SingleOutputStreamOperator<T> combine(
      DataStream<T> stream, Combiner<T, ?> combiner, int maxMessages, String uid) {
    return FastHost.combine(stream, combiner, maxMessages)
        .setParallelism(stream.getParallelism())
        .uid(uid)
        .name(uid);
  }

  /**
   * Gives values the timestamps that {@code timeOf} tells, and holds watermarks back by {@code
   * delayMillis}: for values that waited that long in the step before. Nothing is late behind it
   * that was not late before, and event time is that much behind. It is chained to the step before.
   */
  public static <T> SingleOutputStreamOperator<T> delayed(
      DataStream<T> stream, TimeOf<T> timeOf, long delayMillis, String uid) {
    return FastHost.delayed(stream, timeOf, delayMillis)
        .setParallelism(stream.getParallelism())
        .uid(uid)
        .name(uid);
  }

  private static <OUT> SingleOutputStreamOperator<OUT> named(
      SingleOutputStreamOperator<OUT> stream, KeyedLogic<?, ?, ?, ?> logic, String uid) {
    checkUid(logic.name(), uid);
    return stream.uid(uid).name(uid);
  }

  private static void checkUid(String name, String uid) {
    if (Require.given(uid, name, "uid").isBlank()) {
      throw Require.wrong(
          name, "uid", "''", "must name the state in savepoints", "pass a name that never changes");
    }
  }
}
