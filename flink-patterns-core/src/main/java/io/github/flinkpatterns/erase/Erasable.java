// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.erase;

import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.Hosts;
import io.github.flinkpatterns.logic.ControlledLogic;
import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.logic.Require;
import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.types.Either;
import org.apache.flink.util.OutputTag;

/**
 * A keyed operator with a second input of commands, each of which erases one key, for good.
 *
 * <pre>{@code
 * var erasable = profiler.erasable(Duration.ofDays(7));
 * var profiles = erasable.applyTo(actions, commands, "profiles");
 * DataStream<EraseReceipt<String>> receipts = profiles.getSideOutput(erasable.receipts());
 * }</pre>
 *
 * <p>A command erases all that the operator keeps of the key, at once and without a result, and
 * sends a receipt. Then a tombstone stands: until the watermark reaches the command's moment plus
 * {@code refuseFor}, events of that moment and before are refused, and leave by {@link #refused()}.
 * So an event that was under way cannot bring back what was erased. Later events begin anew.
 *
 * <p><b>In numbers</b>: {@code refuseFor} 100, the command ("ann", 50). Until the watermark 150,
 * events of "ann" at 50 and before are refused, while one at 51 is taken. Choose {@code refuseFor}
 * longer than events can be late; what comes later still must be late for the operator itself.
 *
 * <p><b>Guarantees.</b> Of an event not after the command, nothing is kept once the command was
 * taken, whatever the order, restarts, rescaling or the host. Of events after the command, those
 * that came before it are erased too: a value cannot be divided.
 *
 * <p><b>State</b>: 2 bytes for each key, some 12 more for a tombstone, which is also kept for a key
 * that has nothing else. State that the operator wrote before it was erasable restores, with the
 * same uid; not the other way: an operator that was erasable stays so.
 *
 * <p>The operator's metric group also counts {@code erased} and {@code refused}.
 *
 * <p>Immutable and serializable.
 *
 * @param <K> the key
 * @param <IN> the event
 * @param <OUT> the main output
 */
public final class Erasable<K, IN, OUT> implements Serializable {

  private final ControlledLogic<K, IN, EraseCommand<K>, ?, OUT> logic;
  private final KeySelector<IN, K> key;
  private final TypeInformation<K> keyType;
  private final OutputTag<IN> nullKeys;
  private final long refuseMillis;
  private final OutputTag<EraseReceipt<K>> receipts;
  private final OutputTag<IN> refused;

  private <S> Erasable(
      KeyedLogic<K, IN, S, OUT> logic,
      KeySelector<IN, K> key,
      TypeInformation<K> keyType,
      TypeInformation<IN> event,
      OutputTag<IN> nullKeys,
      long refuseMillis) {
    this.key = key;
    this.keyType = keyType;
    this.nullKeys = nullKeys;
    this.receipts = new OutputTag<>("erase-receipts", EraseReceipt.type(keyType));
    this.refused = new OutputTag<>("erase-refused", event);
    this.refuseMillis = refuseMillis;
    this.logic = new CommandLogic<>(logic, refuseMillis, receipts, refused);
  }

  /**
   * Makes a logic erasable. Operators of this library offer it as {@code erasable(Duration)}.
   *
   * @param logic what is to forget; it may be of your own making
   * @param key the key of an event
   * @param nullKeys where {@link #applyTo} sends events without a key
   * @param refuseFor how long events not after a command are refused, from the command on
   * @throws IllegalArgumentException if {@code refuseFor} is negative
   */
  public static <K, IN, OUT> Erasable<K, IN, OUT> of(
      KeyedLogic<K, IN, ?, OUT> logic,
      KeySelector<IN, K> key,
      TypeInformation<K> keyType,
      TypeInformation<IN> event,
      OutputTag<IN> nullKeys,
      Duration refuseFor) {
    String name = Require.given(logic, "Erasable", "logic").name();
    return new Erasable<>(
        logic,
        Require.serializable(key, name, "key"),
        Require.given(keyType, name, "keyType"),
        Require.given(event, name, "event"),
        Require.given(nullKeys, name, "nullKeys"),
        Require.nonNegativeMillis(refuseFor, name, "refuseFor"));
  }

  /**
   * Returns the plain Flink function, for {@code
   * events.keyBy(...).connect(commands.keyBy(EraseCommand::key, keyType)).process(...)}.
   *
   * <p>Event time then waits for both inputs: the commands need watermarks of their own, or must be
   * marked as idle. {@link #applyTo(DataStream, DataStream, String)} sees to that.
   */
  public KeyedCoProcessFunction<K, IN, EraseCommand<K>, OUT> toFunction() {
    return Hosts.function(logic);
  }

  /**
   * Runs the operator over {@code events} and {@code commands} on the fast host, with the default
   * cache.
   *
   * @param uid names the state in savepoints: that of the operator before it was erasable
   */
  public SingleOutputStreamOperator<OUT> applyTo(
      DataStream<IN> events, DataStream<EraseCommand<K>> commands, String uid) {
    return applyTo(events, commands, uid, CacheSettings.defaults());
  }

  /**
   * Runs the operator over {@code events} and {@code commands} on the fast host.
   *
   * <p>The commands need neither timestamps nor watermarks, and never hold event time back: a step
   * of its own, {@code <uid>-commands}, marks their stream as idle. Receipts carry the moment of
   * the command as their timestamp.
   *
   * @param uid names the state in savepoints: that of the operator before it was erasable
   */
  public SingleOutputStreamOperator<OUT> applyTo(
      DataStream<IN> events,
      DataStream<EraseCommand<K>> commands,
      String uid,
      CacheSettings cache) {
    String name = logic.name();
    Require.given(commands, name, "commands");
    return Hosts.withNullKeys(
        Require.given(events, name, "events"),
        key,
        keyType,
        nullKeys,
        name,
        uid,
        keyed ->
            Hosts.apply(
                keyed,
                neverWaitedFor(commands, uid).keyBy(EraseCommand::key, keyType),
                logic,
                uid,
                Require.given(cache, name, "cache")));
  }

  /**
   * Returns {@code commands} marked as idle, so that event time never waits for them, with their
   * moments as timestamps; {@link #applyTo} does so itself.
   *
   * @param uid of the operator; the step is {@code <uid>-commands}
   */
  public static <K> SingleOutputStreamOperator<EraseCommand<K>> neverWaitedFor(
      DataStream<EraseCommand<K>> commands, String uid) {
    return commands
        .assignTimestampsAndWatermarks(
            WatermarkStrategy.<EraseCommand<K>>forGenerator(context -> new CommandWatermarks<>())
                .withTimestampAssigner((command, unused) -> command.atMillis()))
        .uid(uid + "-commands")
        .name(uid + " (commands)");
  }

  /**
   * Returns the same for a logic that has controls of its own: they and the commands share its
   * second input. Receipts and refused events leave by the side outputs of this operator.
   */
  public <C> ControlledLogic<K, IN, Either<C, EraseCommand<K>>, ?, OUT> beside(
      ControlledLogic<K, IN, C, ?, OUT> controlled) {
    return guard(Require.given(controlled, logic.name(), "controlled"));
  }

  private <C, S> ControlledLogic<K, IN, Either<C, EraseCommand<K>>, ?, OUT> guard(
      ControlledLogic<K, IN, C, S, OUT> controlled) {
    return new CommandOrControlLogic<>(controlled, refuseMillis, receipts, refused);
  }

  /** Returns the side output of receipts: one for each command. */
  public OutputTag<EraseReceipt<K>> receipts() {
    return receipts;
  }

  /** Returns the side output of events that a tombstone refused. */
  public OutputTag<IN> refused() {
    return refused;
  }

  /** Returns what it does to one key, for running it in a host of your own. */
  public ControlledLogic<K, IN, EraseCommand<K>, ?, OUT> logic() {
    return logic;
  }
}
