// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.metrics;

import io.github.flinkpatterns.host.Hosts;
import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.logic.Require;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;

/**
 * Wraps a function, so that it tells how much it takes in and gives out, how fast and how long it
 * takes.
 *
 * <pre>{@code
 * orders.map(Metered.map("price", new Price(), Types.LONG));
 * orders.keyBy(Order::customer).process(Metered.keyed("sum", new Sum(), Types.LONG));
 * }</pre>
 *
 * <p>Metrics, in a group of the name given, in the operator's group: the counters {@code in},
 * {@code out} (side outputs not counted), {@code timers} and {@code failures} (calls that threw);
 * the meter {@code inPerSecond}, over the last 60 whole seconds; the histogram {@code
 * latencyNanos}: the duration of a call, of events and timers, with exact quantiles of the last
 * 1,024. What a call sends to chained operators is part of its duration.
 *
 * <p>Example: calls of 1, 2, ..., 100 us give the 50th, 95th and 99th percentiles 50, 95 and 99 us.
 *
 * <p>A wrapped function behaves as before: its state, timers, side outputs and life cycle are its
 * own, and it restores a savepoint that it wrote without the wrapper, and the other way round. The
 * cost is two readings of the clock per call; the histogram takes 8 kB.
 */
public final class Metered {

  private static final String NAME = "Metered";

  private Metered() {}

  /** Wraps a map function whose results are of {@code type}. */
  public static <IN, OUT> MapFunction<IN, OUT> map(
      String name, MapFunction<IN, OUT> function, TypeInformation<OUT> type) {
    return new MeteredMap<>(
        name(name),
        Require.serializable(function, NAME, "function"),
        Require.noKryo(type, NAME, "type"));
  }

  /** Wraps a process function whose results are of {@code type}. */
  public static <IN, OUT> ProcessFunction<IN, OUT> process(
      String name, ProcessFunction<IN, OUT> function, TypeInformation<OUT> type) {
    return new MeteredProcess<>(
        name(name),
        Require.serializable(function, NAME, "function"),
        Require.noKryo(type, NAME, "type"));
  }

  /** Wraps a keyed function whose results are of {@code type}. */
  public static <K, IN, OUT> KeyedProcessFunction<K, IN, OUT> keyed(
      String name, KeyedProcessFunction<K, IN, OUT> function, TypeInformation<OUT> type) {
    return new MeteredKeyed<>(
        name(name),
        Require.serializable(function, NAME, "function"),
        Require.noKryo(type, NAME, "type"),
        null);
  }

  /** Wraps a keyed function of two inputs, both of which count; its results are {@code type}. */
  public static <K, A, B, OUT> KeyedCoProcessFunction<K, A, B, OUT> keyed(
      String name, KeyedCoProcessFunction<K, A, B, OUT> function, TypeInformation<OUT> type) {
    return new MeteredCo<>(
        name(name),
        Require.serializable(function, NAME, "function"),
        Require.noKryo(type, NAME, "type"));
  }

  /**
   * Wraps a keyed function with a broadcast input, both inputs of which count; its results are
   * {@code type}. What it does by {@code applyToKeyedState} is part of the call.
   */
  public static <K, A, B, OUT> KeyedBroadcastProcessFunction<K, A, B, OUT> keyed(
      String name,
      KeyedBroadcastProcessFunction<K, A, B, OUT> function,
      TypeInformation<OUT> type) {
    return new MeteredBroadcast<>(
        name(name),
        Require.serializable(function, NAME, "function"),
        Require.noKryo(type, NAME, "type"));
  }

  /**
   * Returns {@code logic} as a function that also tells how large its state is, in the gauges
   * {@code stateEntries} (keys that have a value) and {@code stateBytes} (what their values take in
   * state, without keys, timers and what the backend adds).
   *
   * <p>Both are exact, not samples: the value is serialized before and after each call, for its
   * length alone. That is the cost: well below that of a read and a write on RocksDB, and too much
   * for a fast job on the heap. They are part of checkpoints, as one small operator state named
   * {@code metered-state-size}; after a rescale the sum over the subtasks is right, the share of
   * each is not. Added to a job with state, or restored without it, they count from 0 on.
   */
  public static <K, IN, OUT> KeyedProcessFunction<K, IN, OUT> logic(
      String name, KeyedLogic<K, IN, ?, OUT> logic) {
    return sized(name(name), Require.serializable(logic, NAME, "logic"));
  }

  private static <K, IN, S, OUT> KeyedProcessFunction<K, IN, OUT> sized(
      String name, KeyedLogic<K, IN, S, OUT> logic) {
    StateSize size = new StateSize();
    return new MeteredKeyed<>(
        name, Hosts.function(new SizedLogic<>(logic, size)), logic.outputType(), size);
  }

  private static String name(String name) {
    if (Require.given(name, NAME, "name").isBlank()) {
      throw Require.wrong(
          NAME, "name", "'" + name + "'", "must name the metric group", "pass the step's name");
    }
    return name;
  }
}
