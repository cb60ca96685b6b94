// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import io.github.flinkpatterns.testkit.harness.Blueprint;
import io.github.flinkpatterns.testkit.harness.Blueprint.Inputs;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * A script of events, times and expectations for one function, which can be run again and again
 * under different conditions.
 *
 * <pre>{@code
 * Scenario.of(new CountClicks()).keyedBy(Click::user, String.class)
 *     .event(new Click("ann"), 1_000)
 *     .event(new Click("ann"), 2_000)
 *     .watermark(60_000)
 *     .expect("ann: 2")
 *     .verify(ExecutionMatrix.standard());
 * }</pre>
 *
 * <p>The function is serialized when it is given, and each start works on a fresh copy, so a field
 * that does not survive the way to a cluster does not survive here either.
 *
 * <p>Steps are counted from 1; expectations are not steps. Times are epoch milliseconds. There is
 * one clock: {@link #processingTime} moves processing time and state time-to-live together, from 0.
 * A watermark or a clock that goes back is an error.
 *
 * <p>When a script ends, the kit checks for leaks: it sends the last watermark, lets every timer
 * fire, and fails if keyed state without time-to-live or a timer is left. {@link #mayKeep} and
 * {@link #withoutLeakCheck} turn this off.
 *
 * <p>After a restore the operator sees the last watermark again before the next step. On a cluster
 * it may see some events first, with no watermark at all.
 *
 * <p>Immutable: each method returns a new scenario, so a common beginning can be shared.
 *
 * @param <K> the type of the key, {@code Void} without one
 * @param <A> the type of the first input
 * @param <B> the type of the second input, {@code Void} without one
 * @param <OUT> the type of the main output
 */
public final class Scenario<K, A, B, OUT> {

  private final Script script;

  Scenario(Script script) {
    this.script = script;
  }

  Script script() {
    return script;
  }

  /** Starts a scenario for a keyed function. */
  public static <K, IN, OUT> Keying<K, IN, OUT> of(KeyedProcessFunction<K, IN, OUT> function) {
    return new Keying<>(Blueprint.of(Inputs.KEYED, function, List.of()));
  }

  /** Starts a scenario for a keyed function with two keyed inputs. */
  public static <K, A, B, OUT> CoKeying<K, A, B, OUT> of(
      KeyedCoProcessFunction<K, A, B, OUT> function) {
    return new CoKeying<>(Blueprint.of(Inputs.KEYED_KEYED, function, List.of()));
  }

  /**
   * Starts a scenario for a keyed function with a broadcast second input.
   *
   * @param function the function
   * @param broadcastStates the descriptors that a job would give to {@code broadcast(...)}
   */
  public static <K, A, B, OUT> BroadcastKeying<K, A, B, OUT> of(
      KeyedBroadcastProcessFunction<K, A, B, OUT> function,
      MapStateDescriptor<?, ?>... broadcastStates) {
    return new BroadcastKeying<>(
        Blueprint.of(Inputs.KEYED_BROADCAST, function, List.of(broadcastStates)));
  }

  /** Starts a scenario for a function without a key. */
  public static <IN, OUT> Scenario<Void, IN, Void, OUT> of(ProcessFunction<IN, OUT> function) {
    return new Scenario<>(Script.of(Blueprint.of(Inputs.ONE, function, List.of())));
  }

  /** Starts a scenario for an operator with one input. */
  public static <IN, OUT> OperatorKeying<IN, OUT> of(OneInputStreamOperator<IN, OUT> operator) {
    return new OperatorKeying<>(Blueprint.of(Inputs.ONE, operator, List.of()));
  }

  /** Starts a scenario for an operator with two inputs, of which the second may be broadcast. */
  public static <A, B, OUT> TwoInputOperatorKeying<A, B, OUT> of(
      TwoInputStreamOperator<A, B, OUT> operator) {
    return new TwoInputOperatorKeying<>(Blueprint.of(Inputs.KEYED_KEYED, operator, List.of()));
  }

  /** Names the scenario in reports; the default is the function's class. */
  public Scenario<K, A, B, OUT> named(String name) {
    return new Scenario<>(script.with(script.settings().withName(name)));
  }

  /** Feeds an event with an event time. */
  public Scenario<K, A, B, OUT> event(A value, long timestampMillis) {
    return then(new Step.Element(0, value, timestampMillis));
  }

  /** Feeds events one after the other, each with its event time. */
  public Scenario<K, A, B, OUT> events(
      Iterable<? extends A> values, ToLongFunction<? super A> timestampMillis) {
    Scenario<K, A, B, OUT> result = this;
    for (A value : values) {
      result = result.event(value, timestampMillis.applyAsLong(value));
    }
    return result;
  }

  /** Feeds an event without an event time, as a source without timestamps does. */
  public Scenario<K, A, B, OUT> eventWithoutTime(A value) {
    return then(new Step.Element(0, value, null));
  }

  /** Feeds an event of the second input; a broadcast one reaches every subtask. */
  public Scenario<K, A, B, OUT> secondEvent(B value, long timestampMillis) {
    return then(new Step.Element(1, value, timestampMillis));
  }

  /** Feeds an event of the second input without an event time. */
  public Scenario<K, A, B, OUT> secondEventWithoutTime(B value) {
    return then(new Step.Element(1, value, null));
  }

  /**
   * Sends a watermark on every input.
   *
   * @throws IllegalArgumentException when it is below the last one
   */
  public Scenario<K, A, B, OUT> watermark(long timestampMillis) {
    return then(new Step.WatermarkAt(timestampMillis));
  }

  /**
   * Moves the clock to a time: state time-to-live first, then processing time, whose timers fire.
   *
   * @throws IllegalArgumentException when it is below the last one
   */
  public Scenario<K, A, B, OUT> processingTime(long timestampMillis) {
    return then(new Step.Clock(timestampMillis));
  }

  /** Moves the clock forward from where the script has brought it. */
  public Scenario<K, A, B, OUT> advanceProcessingTime(Duration by) {
    return processingTime(script.clock() + by.toMillis());
  }

  /** Ends all inputs: the last watermark, the end-of-input calls, {@code finish()}. */
  public Scenario<K, A, B, OUT> endOfInput() {
    return then(new Step.EndOfInput());
  }

  /**
   * Expects exactly these records on the main output since the last such expectation.
   *
   * <p>Records of one step may come in any order (see {@link #inOrder()}), those of different steps
   * in the order of the steps. A script that uses this once expects every main record.
   */
  @SafeVarargs
  @SuppressWarnings("varargs")
  public final Scenario<K, A, B, OUT> expect(OUT... values) {
    return then(new Step.Output(null, List.copyOf(Arrays.asList(values))));
  }

  /** Expects no record on the main output since the last such expectation. */
  public Scenario<K, A, B, OUT> expectNothing() {
    return then(new Step.Output(null, List.of()));
  }

  /** Expects exactly these records on a side output since the last such expectation for it. */
  @SafeVarargs
  @SuppressWarnings("varargs")
  public final <X> Scenario<K, A, B, OUT> expectSide(OutputTag<X> tag, X... values) {
    return then(new Step.Output(tag, List.copyOf(Arrays.asList(values))));
  }

  /**
   * Expects what a state holds for a key now; time-to-live counts.
   *
   * @param stateName the name in the state's descriptor
   * @param key the key
   * @param value the value, a {@code List} for list state, a {@code Map} for map state, or null for
   *     nothing
   */
  public Scenario<K, A, B, OUT> expectState(String stateName, K key, @Nullable Object value) {
    return then(new Step.State(stateName, key, value));
  }

  /** Expects exactly these pending event-time timers for a key. */
  public Scenario<K, A, B, OUT> expectEventTimers(K key, Long... timestampsMillis) {
    return then(new Step.Timers(true, key, List.of(timestampsMillis)));
  }

  /** Expects exactly these pending processing-time timers for a key. */
  public Scenario<K, A, B, OUT> expectProcessingTimers(K key, Long... timestampsMillis) {
    return then(new Step.Timers(false, key, List.of(timestampsMillis)));
  }

  /**
   * Expects the value of a counter or numeric gauge, summed over the subtasks. Metrics start anew
   * with every restore, so this is looked at in uninterrupted runs only.
   *
   * @param name its name, such as {@code duplicates}, or with the groups below the operator's own,
   *     such as {@code dedup.duplicates}
   * @param value the sum
   */
  public Scenario<K, A, B, OUT> expectMetric(String name, long value) {
    return then(new Step.Metric(name, value));
  }

  /** Compares records of one step as a list; meant for runs with one subtask and one backend. */
  public Scenario<K, A, B, OUT> inOrder() {
    return new Scenario<>(script.with(script.settings().inOrder()));
  }

  /**
   * Says what must not depend on the order of arrival, for a function that also emits early or
   * intermediate results; the default is every record of every output.
   *
   * @param view turns what was emitted into something with {@code equals}, such as the last record
   *     of each key
   */
  @SuppressWarnings("unchecked")
  public Scenario<K, A, B, OUT> finalResult(Function<? super Outcome<OUT>, ?> view) {
    Function<Outcome<Object>, Object> erased =
        outcome -> Objects.requireNonNull(view.apply((Outcome<OUT>) (Outcome<?>) outcome));
    return new Scenario<>(script.with(script.settings().withFinalView(erased)));
  }

  /** Sets the number of key groups; the default is 128, as on a small cluster. */
  public Scenario<K, A, B, OUT> maxParallelism(int keyGroups) {
    return new Scenario<>(script.with(script.settings().withMaxParallelism(keyGroups)));
  }

  /** Lets the named states hold something at the end; their entries are no leak. */
  public Scenario<K, A, B, OUT> mayKeep(String... stateNames) {
    return new Scenario<>(script.with(script.settings().withKept(Set.of(stateNames))));
  }

  /** Turns the leak check off, timers included. */
  public Scenario<K, A, B, OUT> withoutLeakCheck() {
    return new Scenario<>(script.with(script.settings().withoutLeakCheck()));
  }

  /**
   * Turns the type check off: state may fall to Kryo. Kryo state cannot evolve, and on RocksDB it
   * has been seen to restore silently with wrong data across Flink versions.
   */
  public Scenario<K, A, B, OUT> withoutTypeCheck() {
    return new Scenario<>(script.with(script.settings().withoutTypeCheck()));
  }

  /**
   * Marks the place where {@link StateCompatibility} takes its snapshot; runs of the scenario pass
   * over it.
   */
  public Scenario<K, A, B, OUT> savepoint() {
    return then(new Step.Savepoint());
  }

  /**
   * Takes turns with another implementation of the same operator: every restore starts the other
   * one from the state that the last one wrote. Shows that both share one state layout.
   */
  public Scenario<K, A, B, OUT> alternatingWith(OneInputStreamOperator<A, OUT> other) {
    return alternating(Blueprint.of(Inputs.KEYED, other, List.of()));
  }

  /** As {@link #alternatingWith(OneInputStreamOperator)}, with a function. */
  public Scenario<K, A, B, OUT> alternatingWith(KeyedProcessFunction<K, A, OUT> other) {
    return alternating(Blueprint.of(Inputs.KEYED, other, List.of()));
  }

  /** As {@link #alternatingWith(OneInputStreamOperator)}, with an operator of two inputs. */
  public Scenario<K, A, B, OUT> alternatingWith(TwoInputStreamOperator<A, B, OUT> other) {
    return alternating(Blueprint.of(script.host(0).inputs(), other, List.of()));
  }

  /** As {@link #alternatingWith(OneInputStreamOperator)}, with a function of two keyed inputs. */
  public Scenario<K, A, B, OUT> alternatingWith(KeyedCoProcessFunction<K, A, B, OUT> other) {
    return alternating(Blueprint.of(Inputs.KEYED_KEYED, other, List.of()));
  }

  /** As {@link #alternatingWith(OneInputStreamOperator)}, with a broadcast function. */
  public Scenario<K, A, B, OUT> alternatingWith(
      KeyedBroadcastProcessFunction<K, A, B, OUT> other,
      MapStateDescriptor<?, ?>... broadcastStates) {
    return alternating(Blueprint.of(Inputs.KEYED_BROADCAST, other, List.of(broadcastStates)));
  }

  private Scenario<K, A, B, OUT> alternating(Blueprint other) {
    return new Scenario<>(script.withHost(other));
  }

  /** Runs once on the heap, uninterrupted, and checks the expectations and leaks. */
  public Outcome<OUT> verify() {
    return verify(ExecutionMatrix.of(Cell.PLAIN));
  }

  /**
   * Runs in every cell of a matrix and checks the expectations, leaks, and that all cells agree.
   *
   * @return what the first cell gave
   * @throws AssertionError when a cell fails, with the cell, the step and the records in question
   */
  public Outcome<OUT> verify(ExecutionMatrix matrix) {
    return matrix.verify(this);
  }

  private Scenario<K, A, B, OUT> then(Step step) {
    return new Scenario<>(script.with(step));
  }
}
