// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.logic.Require;
import io.github.flinkpatterns.state.EventTimeOrder;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.jspecify.annotations.Nullable;

/**
 * The options of a {@link Deduplicator}, all of which have a default: keep the first event, in
 * order of arrival, no lateness, duplicates counted but not emitted, payloads not compared.
 *
 * @param <E> the event
 * @param <I> the id
 */
public class DeduplicatorBuilder<E, I> {

  private static final String NAME = Deduplicator.NAME;

  final TypeInformation<E> type;
  final KeySelector<E, I> id;
  final TypeInformation<I> idType;
  Horizon horizon;
  Choice choice = Choice.FIRST;
  int copies = 1;
  boolean eventTime;
  long latenessMillis;
  boolean emitDuplicates;
  @Nullable PayloadFingerprint<E> payload;
  private @Nullable EventOrder<E> size;
  @Nullable EventOrder<E> ties;

  DeduplicatorBuilder(
      TypeInformation<E> type, KeySelector<E, I> id, TypeInformation<I> idType, Horizon horizon) {
    this.type = type;
    this.id = id;
    this.idType = idType;
    this.horizon = horizon;
  }

  /** Keeps the first event of an id within the horizon; the default. */
  public DeduplicatorBuilder<E, I> keepFirst() {
    return keepFirst(1);
  }

  /**
   * Keeps the first {@code count} events of an id within the horizon: an event leaves if fewer than
   * {@code count} kept events of its id cover it.
   *
   * @param count from 1 to 10,000; 1 by default
   */
  public DeduplicatorBuilder<E, I> keepFirst(int count) {
    copies = (int) Require.inRange(count, 1, 10_000, NAME, "keepFirst");
    return keep(Choice.FIRST, null);
  }

  /**
   * Keeps the last event of an id in each horizon. It leaves when the watermark passes the end of
   * the horizon, with the last moment of the horizon as its timestamp. Horizons begin at the first
   * event and follow each other without overlap; state holds one event for each.
   *
   * <p>In numbers: {@code within(10)}, timestamps 0, 4, 9, 12. The horizon [0, 10) gives 9, when
   * the watermark reaches 9; the horizon [12, 22) gives 12, at 21.
   */
  public DeduplicatorBuilder<E, I> keepLast() {
    return keep(Choice.LAST, null);
  }

  /** As {@link #keepLast}, with the smallest event by {@code order}; of equal ones the first. */
  public DeduplicatorBuilder<E, I> keepMin(EventOrder<E> order) {
    return keep(Choice.MIN, Require.serializable(order, NAME, "keepMin"));
  }

  /** As {@link #keepLast}, with the largest event by {@code order}; of equal ones the first. */
  public DeduplicatorBuilder<E, I> keepMax(EventOrder<E> order) {
    return keep(Choice.MAX, Require.serializable(order, NAME, "keepMax"));
  }

  private DeduplicatorBuilder<E, I> keep(Choice newChoice, @Nullable EventOrder<E> order) {
    choice = newChoice;
    size = order;
    return this;
  }

  /** Takes events in the order in which they arrive; first events leave at once. The default. */
  public DeduplicatorBuilder<E, I> inArrivalOrder() {
    eventTime = false;
    return this;
  }

  /**
   * Takes events in the order of their timestamps, so that results do not depend on arrival at all;
   * an event leaves when the watermark reaches its timestamp. State holds the events that wait.
   *
   * <p>Equal timestamps are ordered by {@link #breakTiesBy}, then by the bytes of the serialized
   * event.
   */
  public DeduplicatorBuilder<E, I> inEventTimeOrder() {
    eventTime = true;
    return this;
  }

  /** Orders events of equal timestamp; needs {@link #inEventTimeOrder}. */
  public DeduplicatorBuilder<E, I> breakTiesBy(EventOrder<E> order) {
    ties = Require.serializable(order, NAME, "breakTiesBy");
    return this;
  }

  /** Sends duplicates to {@link Deduplicator#duplicates}; by default they are only counted. */
  public DeduplicatorBuilder<E, I> emitDuplicates() {
    emitDuplicates = true;
    return this;
  }

  /**
   * Sends an event whose id was kept with another payload to {@link Deduplicator#conflicts}, in
   * place of {@link Deduplicator#duplicates}. Eight more bytes of state per kept event.
   */
  public DeduplicatorBuilder<E, I> payloadBy(PayloadFingerprint<E> fingerprint) {
    payload = Require.serializable(fingerprint, NAME, "payloadBy");
    return this;
  }

  /**
   * Judges events up to {@code lateness} behind the watermark, and remembers ids as much longer;
   * {@link Duration#ZERO} by default. For first events in order of arrival only: what waits for the
   * watermark is not helped by it.
   */
  public DeduplicatorBuilder<E, I> allowedLateness(Duration lateness) {
    latenessMillis = Require.nonNegativeMillis(lateness, NAME, "allowedLateness");
    return this;
  }

  /**
   * Keeps 48-bit fingerprints of ids, many in one value, in place of the ids: about a fifth of the
   * memory. For the first event in order of arrival, within a fixed horizon, of ids that are {@code
   * String}, {@code Long} or {@code Integer}.
   *
   * <p>Nothing within the horizon is missed. An id may be held back up to 1/16,384 of the horizon
   * longer (24 h: 5.3 s). A new id is taken for a known one with a probability of its page's ids
   * over 2^48: 4 in 10^12.
   *
   * @param expectedIds the ids expected within one horizon, 1 to 8 billion; more cost speed, not
   *     correctness. Part of the state's layout: it cannot be changed across a savepoint
   */
  public PagedBuilder<E, I> compact(long expectedIds) {
    return PagedBuilder.compact(this, expectedIds);
  }

  /**
   * Keeps Bloom filters in place of ids, for the least memory: 3.5 bytes per id for a
   * false-positive rate of 0.001. Conditions as for {@link #compact}.
   *
   * <p>Nothing within the horizon is missed. An id may be held back up to an eighth of the horizon
   * longer. A new id is taken for a known one, and lost downstream, with a probability of at most
   * {@code falsePositiveRate} while no more than {@code expectedIds} come in a horizon; beyond that
   * memory and error grow in proportion, and the counter {@code overfullFilters} tells.
   *
   * @param expectedIds the ids expected within one horizon, 1 to 8 billion; as for {@link #compact}
   * @param falsePositiveRate from 0.000001 to 0.1
   */
  public PagedBuilder<E, I> approximate(long expectedIds, double falsePositiveRate) {
    return PagedBuilder.approximate(this, expectedIds, falsePositiveRate);
  }

  /**
   * Returns the deduplicator.
   *
   * @throws IllegalArgumentException if options contradict each other, or events of a type that
   *     needs Kryo would have to be kept in state
   */
  public Deduplicator<E, I> build() {
    boolean waits = eventTime || choice != Choice.FIRST;
    if (ties != null && !eventTime) {
      throw clash("breakTiesBy", "given", "needs inEventTimeOrder", "add it or drop the rule");
    }
    if (waits && latenessMillis > 0) {
      throw clash(
          "allowedLateness",
          latenessMillis + " ms",
          "is for first events in order of arrival",
          "raise the out-of-orderness of the watermark instead");
    }
    if (payload != null && choice != Choice.FIRST) {
      throw clash("payloadBy", "given", "needs keepFirst", "drop one of the two");
    }
    if (waits) {
      StateTypes.requireNoKryo(type, "on");
    }
    Outputs<E> outputs = new Outputs<>(type, emitDuplicates);
    Judge<E> judge = new Judge<>(horizon, copies, payload, outputs);
    EventTimeOrder<E> order = new EventTimeOrder<>(ties);
    KeyedLogic<I, E, ?, E> logic;
    if (choice != Choice.FIRST) {
      logic = new BestLogic<>(horizon, choice, size, eventTime, order, outputs);
    } else if (eventTime) {
      logic = new EventTimeLogic<>(judge, order);
    } else {
      logic = new ArrivalLogic<>(judge, latenessMillis);
    }
    return new Deduplicator<>(logic, id, idType, outputs);
  }

  static IllegalArgumentException clash(
      String parameter, Object value, String rule, String remedy) {
    return Require.wrong(NAME, parameter, value, rule, remedy);
  }

  /**
   * A builder whose horizon is a length of time.
   *
   * @param <E> the event
   * @param <I> the id
   */
  public static final class Within<E, I> extends DeduplicatorBuilder<E, I> {

    private final long withinMillis;

    Within(TypeInformation<E> type, KeySelector<E, I> id, TypeInformation<I> idType, long within) {
      super(type, id, idType, new Horizon.Fixed(within));
      this.withinMillis = within;
    }

    /**
     * Lets every sighting of an id begin the horizon anew, so that a burst of redeliveries stays
     * one, however long; but never longer than {@code hardCap} after the kept event, so that a
     * steady stream of duplicates cannot hold an id back for ever.
     *
     * <p>In numbers: {@code within(10)}, hard cap 25, events in order at 0, 8, 16, 24, 30. The
     * event 0 is kept and 8, 16, 24 are held back; 30 leaves, since 0 covers nothing from 25 on.
     *
     * @param hardCap at least the horizon
     */
    public DeduplicatorBuilder<E, I> refreshedBySightings(Duration hardCap) {
      long cap = Require.positiveMillis(hardCap, NAME, "refreshedBySightings");
      if (cap < withinMillis) {
        throw clash(
            "refreshedBySightings",
            hardCap,
            "is shorter than the horizon of " + withinMillis + " ms",
            "pass a hard cap of at least the horizon");
      }
      horizon = new Horizon.Refreshed(withinMillis, cap);
      return this;
    }
  }
}
