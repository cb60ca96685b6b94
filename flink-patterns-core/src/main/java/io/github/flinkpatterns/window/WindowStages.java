// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.window;

import static io.github.flinkpatterns.window.WindowAggregator.NAME;

import io.github.flinkpatterns.logic.AggregateTypes;
import io.github.flinkpatterns.logic.Require;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;

/** The steps that a window aggregator needs before it can be built: key, windows, aggregate. */
public final class WindowStages {

  private WindowStages() {}

  /**
   * Asks for the key.
   *
   * @param <T> the event
   */
  public static final class Keying<T> {

    private final TypeInformation<T> event;

    Keying(TypeInformation<T> event) {
      this.event = event;
    }

    /** Makes windows for each key that {@code key} gives. */
    public <K> Choosing<T, K> keyedBy(KeySelector<T, K> key, Class<K> type) {
      return keyedBy(key, TypeInformation.of(Require.given(type, NAME, "keyedBy")));
    }

    /** As {@link #keyedBy(KeySelector, Class)}, for a type that a class does not tell. */
    public <K> Choosing<T, K> keyedBy(KeySelector<T, K> key, TypeInformation<K> type) {
      return new Choosing<>(
          event, Require.serializable(key, NAME, "keyedBy"), Require.given(type, NAME, "keyedBy"));
    }
  }

  /**
   * Asks for the windows.
   *
   * @param <T> the event
   * @param <K> the key
   */
  public static final class Choosing<T, K> {

    private final TypeInformation<T> event;
    private final KeySelector<T, K> key;
    private final TypeInformation<K> keyType;

    Choosing(TypeInformation<T> event, KeySelector<T, K> key, TypeInformation<K> keyType) {
      this.event = event;
      this.key = key;
      this.keyType = keyType;
    }

    /**
     * Makes windows of each of these kinds.
     *
     * @throws IllegalArgumentException if there is none, one comes twice, or the longest window
     *     would have more than 10,000 panes
     */
    public Aggregate<T, K> windows(Windows... windows) {
      for (Windows each : Require.given(windows, NAME, "windows")) {
        Require.given(each, NAME, "windows");
      }
      List<Windows> all = List.of(windows);
      WindowPlan.of(all, 0);
      return new Aggregate<>(this, all);
    }
  }

  /**
   * Asks for the aggregate function.
   *
   * @param <T> the event
   * @param <K> the key
   */
  public static final class Aggregate<T, K> {

    private final Choosing<T, K> stream;
    private final List<Windows> windows;

    Aggregate(Choosing<T, K> stream, List<Windows> windows) {
      this.stream = stream;
      this.windows = windows;
    }

    /**
     * Aggregates the events of a window with {@code function}, whose {@code merge} makes a window
     * of its panes.
     *
     * <p>The accumulator must not keep the event itself, which Flink may reuse, and the result must
     * not be the accumulator, which goes on changing.
     *
     * @throws IllegalArgumentException if the function is not serializable, or is a {@code
     *     RichFunction}, which nothing would open
     */
    public <A, R> Builder<T, K, A, R> aggregate(
        AggregateFunction<T, A, R> function, Class<A> accumulator, Class<R> result) {
      return aggregate(
          function,
          TypeInformation.of(Require.given(accumulator, NAME, "aggregate")),
          TypeInformation.of(Require.given(result, NAME, "aggregate")));
    }

    /**
     * As {@link #aggregate(AggregateFunction, Class, Class)}, with the types that the class of the
     * function declares.
     *
     * @throws IllegalArgumentException if the class does not tell them
     */
    public <A, R> Builder<T, K, A, R> aggregate(AggregateFunction<T, A, R> function) {
      return aggregate(function, AggregateTypes.declaredBy(function, stream.event, NAME));
    }

    /** As {@link #aggregate(AggregateFunction, Class, Class)}, for types a class does not tell. */
    public <A, R> Builder<T, K, A, R> aggregate(
        AggregateFunction<T, A, R> function,
        TypeInformation<A> accumulator,
        TypeInformation<R> result) {
      return aggregate(function, AggregateTypes.given(function, accumulator, result, NAME));
    }

    private <A, R> Builder<T, K, A, R> aggregate(
        AggregateFunction<T, A, R> function, AggregateTypes<A, R> types) {
      return new Builder<>(
          stream,
          windows,
          new WindowTypes<>(stream.event, stream.keyType, types.accumulator(), types.result()),
          function);
    }

    /**
     * Gives count, sum, smallest, largest, mean and variance of a number of each event.
     *
     * @param number must not give null
     */
    public Builder<T, K, double[], Summary> summarize(KeySelector<T, ? extends Number> number) {
      return aggregate(
          new Summarizing<>(Require.serializable(number, NAME, "summarize")),
          Summarizing.ACCUMULATOR,
          Summary.type());
    }
  }

  /**
   * Has all that is needed. Defaults: no allowed lateness, 64 bytes of heap for an accumulator.
   *
   * @param <T> the event
   * @param <K> the key
   * @param <A> the accumulator
   * @param <R> the result
   */
  public static final class Builder<T, K, A, R> {

    private final Choosing<T, K> stream;
    private final List<Windows> windows;
    private final WindowTypes<T, K, A, R> types;
    private final AggregateFunction<T, A, R> function;
    private long latenessMillis;
    private int accumulatorBytes = 64;

    Builder(
        Choosing<T, K> stream,
        List<Windows> windows,
        WindowTypes<T, K, A, R> types,
        AggregateFunction<T, A, R> function) {
      this.stream = stream;
      this.windows = windows;
      this.types = types;
      this.function = function;
    }

    /**
     * Corrects a window for events that come after its result, until the watermark reaches {@code
     * end - 1 + lateness}; 0 by default.
     *
     * @throws IllegalArgumentException if negative or above 2^52 ms
     */
    public Builder<T, K, A, R> allowedLateness(Duration lateness) {
      latenessMillis =
          Require.inRange(
              Require.nonNegativeMillis(lateness, NAME, "allowedLateness"),
              0,
              Windows.MAX_MILLIS,
              NAME,
              "allowedLateness");
      return this;
    }

    /**
     * Says about how many bytes of heap an accumulator takes, for the bounds of the fast host's
     * cache; 64 by default.
     *
     * @throws IllegalArgumentException if negative
     */
    public Builder<T, K, A, R> accumulatorBytes(int bytes) {
      accumulatorBytes =
          (int) Require.inRange(bytes, 0, Integer.MAX_VALUE, NAME, "accumulatorBytes");
      return this;
    }

    /** Returns the aggregator; what this builder is told later does not change it. */
    public WindowAggregator<T, K, A, R> build() {
      WindowPlan plan = WindowPlan.of(windows, latenessMillis);
      return new WindowAggregator<>(
          stream.key, types, plan, new WindowLogic<>(types, plan, function, accumulatorBytes));
    }
  }
}
