// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.window;

import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.Hosts;
import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.logic.Require;
import java.io.Serializable;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.OutputTag;

/**
 * Ranks the keys of each window by their results and gives the best ones: the top 5 products by
 * revenue of every window of ten minutes.
 *
 * <p>It stands behind a {@link WindowAggregator}, which has one result for each key and window, and
 * ranks all results of one window in one place. Equal scores go by the key, ascending.
 *
 * <p>In numbers, keeping 2: the results of [0, 60) are a 5, b 7, c 5, d 1. When the watermark
 * reaches 59.999 s: b 7, a 5. With a lateness of 60 s, an event that lifts c to 6 then gives
 * revision 2: b 7, c 6.
 *
 * <p><b>Guarantees.</b> A ranking is exact, whatever the parallelism, order of arrival, restarts or
 * host, if a correction never makes a key's score smaller, as with counts, largest values, and sums
 * of numbers that are not negative. A correction that does is counted as {@code lowered}: the key
 * keeps its place among those that are kept, while another that was given up before might now be
 * better. Without allowed lateness there are no corrections and every ranking is exact and final. A
 * ranking has the timestamp {@code endMillis - 1}; one that a correction causes has that of the
 * correction.
 *
 * <p><b>State</b> per window: 9 bytes, 10 more with its timer, and for each of the best keys the
 * key and its result. It is kept until the watermark reaches the end, and the allowed lateness
 * longer. All results of a window meet in one subtask, so what it takes in is one record for each
 * key and window, not one for each event.
 *
 * <p>Counters: {@code rankings}, {@code corrections}, {@code lowered}, {@code late}.
 *
 * @param <K> the key that is ranked
 * @param <R> the result of the aggregate function
 */
public final class TopPerWindow<K extends Comparable<? super K>, R> implements Serializable {

  static final String NAME = "TopPerWindow";

  private static final int MAX_TOP = 10_000;

  private final TopLogic<K, R, ?> logic;

  private TopPerWindow(TopLogic<K, R, ?> logic) {
    this.logic = logic;
  }

  /**
   * Returns what ranks the results of {@code windows}.
   *
   * @param windows the aggregator whose results are ranked; its allowed lateness holds here too
   * @param top how many keys to give, from 1 to 10,000
   * @param score what to rank by, the largest first; must not give null
   * @throws IllegalArgumentException if the number is out of range or the function cannot be
   *     serialized
   */
  public static <K extends Comparable<? super K>, R, S extends Comparable<? super S>>
      TopPerWindow<K, R> of(
          WindowAggregator<?, K, ?, R> windows, int top, KeySelector<R, S> score) {
    WindowTypes<?, K, ?, R> types = Require.given(windows, NAME, "windows").types();
    return new TopPerWindow<>(
        new TopLogic<>(
            types.key(),
            types.result(),
            (int) Require.inRange(top, 1, MAX_TOP, NAME, "top"),
            Require.serializable(score, NAME, "score"),
            windows.latenessMillis()));
  }

  /**
   * Returns the key of the plain function: end, size and slide of the window, of type {@link
   * #keyType()}.
   */
  public KeySelector<WindowResult<K, R>, Tuple3<Long, Long, Long>> key() {
    return result ->
        Tuple3.of(
            result.endMillis(), result.windows().sizeMillis(), result.windows().slideMillis());
  }

  /** Returns the type of {@link #key()}. */
  public TypeInformation<Tuple3<Long, Long, Long>> keyType() {
    return Types.TUPLE(Types.LONG, Types.LONG, Types.LONG);
  }

  /**
   * Returns the plain Flink function, for {@code results.keyBy(top.key(),
   * top.keyType()).process(...).uid(...)}.
   */
  public KeyedProcessFunction<Tuple3<Long, Long, Long>, WindowResult<K, R>, WindowRanking<K, R>>
      toFunction() {
    return Hosts.function(logic);
  }

  /**
   * Runs it over the results of the aggregator on the fast host, with the default cache.
   *
   * @param uid names the state in savepoints: choose once, never change
   */
  public SingleOutputStreamOperator<WindowRanking<K, R>> applyTo(
      DataStream<WindowResult<K, R>> results, String uid) {
    return applyTo(results, uid, CacheSettings.defaults());
  }

  /**
   * Runs it over the results of the aggregator on the fast host.
   *
   * @param uid names the state in savepoints: choose once, never change
   */
  public SingleOutputStreamOperator<WindowRanking<K, R>> applyTo(
      DataStream<WindowResult<K, R>> results, String uid, CacheSettings cache) {
    return Hosts.apply(
        Require.given(results, NAME, "results").keyBy(key(), keyType()), logic, uid, cache);
  }

  /**
   * Returns the side output of results that came later than the allowed lateness; from the
   * aggregator itself there are none.
   */
  public OutputTag<WindowResult<K, R>> late() {
    return logic.late();
  }

  /** Returns what it does to one window, for running it in a host of your own. */
  public KeyedLogic<Tuple3<Long, Long, Long>, WindowResult<K, R>, ?, WindowRanking<K, R>> logic() {
    return logic;
  }
}
