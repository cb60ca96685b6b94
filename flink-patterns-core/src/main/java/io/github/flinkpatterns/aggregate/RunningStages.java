// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.aggregate;

import io.github.flinkpatterns.logic.Require;
import java.time.Duration;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.functions.ReduceFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;

/**
 * The stages of building a {@link RunningAggregator}: what must be decided, in order, and then the
 * options.
 */
public final class RunningStages {

  private static final String NAME = RunningAggregator.NAME;

  private RunningStages() {}

  /**
   * Asks for the key.
   *
   * @param <T> the event
   */
  public static final class Start<T> {
    private final TypeInformation<T> type;

    Start(TypeInformation<T> type) {
      this.type = type;
    }

    /** Keys events by {@code key}. */
    public <K> Keyed<T, K> keyedBy(KeySelector<T, K> key, Class<K> keyType) {
      return keyedBy(key, TypeInformation.of(Require.given(keyType, NAME, "keyedBy type")));
    }

    /** Keys events by {@code key}. */
    public <K> Keyed<T, K> keyedBy(KeySelector<T, K> key, TypeInformation<K> keyType) {
      return new Keyed<>(
          type,
          Require.serializable(key, NAME, "keyedBy"),
          Require.noKryo(keyType, NAME, "keyedBy type"));
    }
  }

  /**
   * Asks for how long a quiet key is kept.
   *
   * @param <T> the event
   * @param <K> the key
   */
  public static final class Keyed<T, K> {
    final TypeInformation<T> type;
    final KeySelector<T, K> key;
    final TypeInformation<K> keyType;

    Keyed(TypeInformation<T> type, KeySelector<T, K> key, TypeInformation<K> keyType) {
      this.type = type;
      this.key = key;
      this.keyType = keyType;
    }

    /**
     * Forgets a key that had no event for so long, in event time; at least 1 ms.
     *
     * <p>Longer than any pause after which the aggregate shall go on.
     */
    public Aggregating<T, K> forgetAfterInactivity(Duration inactivity) {
      return new Aggregating<>(
          this, Require.positiveMillis(inactivity, NAME, "forgetAfterInactivity"));
    }
  }

  /**
   * Asks for the function.
   *
   * @param <T> the event
   * @param <K> the key
   */
  public static final class Aggregating<T, K> {
    private final Keyed<T, K> keyed;
    private final long inactivityMillis;

    Aggregating(Keyed<T, K> keyed, long inactivityMillis) {
      this.keyed = keyed;
      this.inactivityMillis = inactivityMillis;
    }

    /** Combines events into one of their kind, such as the largest or the sum. */
    public Builder<T, K, T, T> reduce(ReduceFunction<T> function) {
      return new Builder<>(
          keyed,
          inactivityMillis,
          new Step.Reducing<>(Require.serializable(function, NAME, "reduce")),
          keyed.type,
          keyed.type);
    }

    /** Aggregates events by Flink's own kind of function; {@code merge} is never called. */
    public <A, R> Builder<T, K, A, R> aggregate(
        AggregateFunction<T, A, R> function, Class<A> accumulator, Class<R> result) {
      return aggregate(
          function,
          TypeInformation.of(Require.given(accumulator, NAME, "aggregate accumulator")),
          TypeInformation.of(Require.given(result, NAME, "aggregate result")));
    }

    /** Aggregates events by Flink's own kind of function; {@code merge} is never called. */
    public <A, R> Builder<T, K, A, R> aggregate(
        AggregateFunction<T, A, R> function,
        TypeInformation<A> accumulator,
        TypeInformation<R> result) {
      return new Builder<>(
          keyed,
          inactivityMillis,
          new Step.Aggregating<>(Require.serializable(function, NAME, "aggregate")),
          Require.noKryo(accumulator, NAME, "aggregate accumulator"),
          Require.noKryo(result, NAME, "aggregate result"));
    }
  }

  /**
   * Takes the options, and builds.
   *
   * @param <T> the event
   * @param <K> the key
   * @param <A> the accumulator
   * @param <R> the result
   */
  public static final class Builder<T, K, A, R> {
    private final Keyed<T, K> keyed;
    private final long inactivityMillis;
    private final Step<T, A, R> step;
    private final TypeInformation<A> accumulator;
    private final TypeInformation<R> result;
    private int emitEvery = 1;
    private boolean startAnew;
    private int accumulatorBytes = 64;

    Builder(
        Keyed<T, K> keyed,
        long inactivityMillis,
        Step<T, A, R> step,
        TypeInformation<A> accumulator,
        TypeInformation<R> result) {
      this.keyed = keyed;
      this.inactivityMillis = inactivityMillis;
      this.step = step;
      this.accumulator = accumulator;
      this.result = result;
    }

    /** Sends a result at every {@code n}-th event of a key; 1 by default. */
    public Builder<T, K, A, R> emitEvery(int n) {
      emitEvery = (int) Require.inRange(n, 1, Integer.MAX_VALUE, NAME, "emitEvery");
      return this;
    }

    /** Starts anew after each result: one for every n events, of these n alone. Off by default. */
    public Builder<T, K, A, R> startAnewAfterEmit() {
      startAnew = true;
      return this;
    }

    /** Tells about how large an accumulator is, for the cache of the fast host; 64 by default. */
    public Builder<T, K, A, R> accumulatorBytes(int bytes) {
      accumulatorBytes =
          (int) Require.inRange(bytes, 1, Integer.MAX_VALUE / 2, NAME, "accumulatorBytes");
      return this;
    }

    /**
     * Builds the aggregator.
     *
     * @throws IllegalArgumentException if the options contradict each other
     */
    public RunningAggregator<T, K, R> build() {
      if (startAnew && emitEvery == 1) {
        throw Require.wrong(
            NAME,
            "startAnewAfterEmit",
            "true",
            "needs emitEvery above 1, or every result would be of one event",
            "call emitEvery(n)");
      }
      return new RunningAggregator<>(
          keyed,
          step,
          accumulator,
          result,
          new RunningSettings(inactivityMillis, emitEvery, startAnew, accumulatorBytes));
    }
  }
}
