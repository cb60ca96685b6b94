// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.session;

import static io.github.flinkpatterns.session.SessionAggregator.NAME;

import io.github.flinkpatterns.logic.AggregateTypes;
import io.github.flinkpatterns.logic.Require;
import java.time.Duration;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.windowing.assigners.SessionWindowTimeGapExtractor;

/** The steps that a session aggregator needs before it can be built: key, gap, aggregate. */
public final class SessionStages {

  private SessionStages() {}

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

    /** Makes sessions for each key that {@code key} gives; its {@code hashCode} must be stable. */
    public <K> Gap<T, K> keyedBy(KeySelector<T, K> key, Class<K> type) {
      return keyedBy(key, TypeInformation.of(Require.given(type, NAME, "keyedBy")));
    }

    /** As {@link #keyedBy(KeySelector, Class)}, for a type that a class does not tell. */
    public <K> Gap<T, K> keyedBy(KeySelector<T, K> key, TypeInformation<K> type) {
      return new Gap<>(
          event, Require.serializable(key, NAME, "keyedBy"), Require.given(type, NAME, "keyedBy"));
    }
  }

  /**
   * Asks for the gap.
   *
   * @param <T> the event
   * @param <K> the key
   */
  public static final class Gap<T, K> {

    private final TypeInformation<T> event;
    private final KeySelector<T, K> key;
    private final TypeInformation<K> keyType;

    Gap(TypeInformation<T> event, KeySelector<T, K> key, TypeInformation<K> keyType) {
      this.event = event;
      this.key = key;
      this.keyType = keyType;
    }

    /**
     * Ends a session when no event came for {@code gap}.
     *
     * <p>An event at exactly the gap after the one before still belongs: events at 0, 10 and 21
     * with a gap of 10 ms make the sessions [0, 10] and [21].
     *
     * @throws IllegalArgumentException if shorter than 1 ms
     */
    public Aggregate<T, K> closeAfterInactivity(Duration gap) {
      SessionSettings<T> settings = new SessionSettings<>();
      settings.gapMillis =
          SessionOptions.atMost(
              Require.positiveMillis(gap, NAME, "closeAfterInactivity"), "closeAfterInactivity");
      return new Aggregate<>(this, settings);
    }

    /**
     * Ends a session when no event came for the gap that each event asks for, in milliseconds.
     *
     * <p>A session lasts until the largest timestamp plus gap of its events. A gap below 1 ms stops
     * the job.
     */
    public Aggregate<T, K> closeAfterInactivity(SessionWindowTimeGapExtractor<T> gap) {
      SessionSettings<T> settings = new SessionSettings<>();
      settings.gap = Require.serializable(gap, NAME, "closeAfterInactivity");
      return new Aggregate<>(this, settings);
    }
  }

  /**
   * Asks for the aggregate function; options can be given before or after it.
   *
   * @param <T> the event
   * @param <K> the key
   */
  public static final class Aggregate<T, K> extends SessionOptions<T, Aggregate<T, K>> {

    private final Gap<T, K> gap;

    Aggregate(Gap<T, K> gap, SessionSettings<T> settings) {
      super(settings);
      this.gap = gap;
    }

    @Override
    Aggregate<T, K> self() {
      return this;
    }

    /**
     * Aggregates the events of a session with {@code function}, whose {@code merge} is used when
     * sessions become one.
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
      return aggregate(function, AggregateTypes.declaredBy(function, gap.event, NAME));
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
          gap,
          new SessionTypes<>(gap.event, gap.keyType, types.accumulator(), types.result()),
          new SessionSettings<>(settings),
          function);
    }
  }

  /**
   * Has all that is needed.
   *
   * @param <T> the event
   * @param <K> the key
   * @param <A> the accumulator
   * @param <R> the result
   */
  public static final class Builder<T, K, A, R> extends SessionOptions<T, Builder<T, K, A, R>> {

    private final Gap<T, K> gap;
    private final SessionTypes<T, K, A, R> types;
    private final AggregateFunction<T, A, R> function;

    Builder(
        Gap<T, K> gap,
        SessionTypes<T, K, A, R> types,
        SessionSettings<T> settings,
        AggregateFunction<T, A, R> function) {
      super(settings);
      this.gap = gap;
      this.types = types;
      this.function = function;
    }

    @Override
    Builder<T, K, A, R> self() {
      return this;
    }

    /** Returns the aggregator; what this builder is told later does not change it. */
    public SessionAggregator<T, K, A, R> build() {
      SessionSettings<T> copy = new SessionSettings<>(settings).checked();
      return new SessionAggregator<>(
          gap.key,
          types,
          copy.ordered()
              ? new OrderedLogic<>(types, copy, function)
              : new PlainLogic<>(types, copy, function));
    }
  }
}
