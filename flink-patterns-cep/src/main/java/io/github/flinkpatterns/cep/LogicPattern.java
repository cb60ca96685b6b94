// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep;

import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.Hosts;
import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.logic.Require;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;

/**
 * A pattern that a logic of this library finds, on either host: same matches, same state.
 *
 * @param <K> the key
 * @param <IN> the event
 */
public abstract class LogicPattern<K, IN> extends PatternSpec<K, IN> {

  private final OrderedPattern<K, IN, ?> logic;

  /**
   * For the rooms of this module: the patterns say what they promise.
   *
   * @param skipStrategy where the search goes on after a match
   * @param contiguity what may lie between two events of a match
   * @param kept what is kept of the events that the watermark has passed
   */
  protected LogicPattern(
      OrderedPattern<K, IN, ?> logic, String skipStrategy, String contiguity, String kept) {
    super(
        logic.patternName(),
        logic.setup().input(),
        new PatternContract(
            PatternContract.Engine.KEYED_LOGIC,
            logic.setup().window(),
            skipStrategy,
            contiguity,
            kept + ", and those that the watermark has not passed",
            PatternContract.LATE_ASIDE));
    this.logic = logic;
  }

  /**
   * Returns the plain Flink function, for {@code events.keyBy(...).process(...).uid(...)} with the
   * same key. Events without a key stop the job there; {@link #applyTo(DataStream, String)} sends
   * them aside.
   */
  public final KeyedProcessFunction<K, IN, PatternMatch<K, IN>> toFunction() {
    return Hosts.function(logic);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Runs on the fast host, with the default cache.
   */
  @Override
  public final SingleOutputStreamOperator<PatternMatch<K, IN>> applyTo(
      DataStream<IN> events, String uid) {
    return applyTo(events, uid, CacheSettings.defaults());
  }

  /**
   * Finds the pattern in {@code events}, on the fast host.
   *
   * @param uid names the state in savepoints: choose once, never change
   */
  public final SingleOutputStreamOperator<PatternMatch<K, IN>> applyTo(
      DataStream<IN> events, String uid, CacheSettings cache) {
    return Hosts.withNullKeys(
        Require.given(events, input().operator(), "events"),
        input().keySelector(),
        input().key(),
        nullKeys(),
        input().operator(),
        uid,
        keyed -> Hosts.apply(keyed, logic, uid, cache));
  }

  /** Returns what it does to one key, for running it in a host of your own. */
  public final KeyedLogic<K, IN, ?, PatternMatch<K, IN>> logic() {
    return logic;
  }
}
