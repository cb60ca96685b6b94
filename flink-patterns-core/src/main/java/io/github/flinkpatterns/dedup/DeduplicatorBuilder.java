// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import io.github.flinkpatterns.logic.Require;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.jspecify.annotations.Nullable;

/**
 * The options of a {@link Deduplicator}, all of which have a default.
 *
 * @param <E> the event
 * @param <I> the id
 */
public class DeduplicatorBuilder<E, I> {

  private final TypeInformation<E> type;
  private final KeySelector<E, I> id;
  private final TypeInformation<I> idType;
  private Horizon horizon;
  private long latenessMillis;
  private boolean emitDuplicates;
  private int copies = 1;
  private @Nullable PayloadFingerprint<E> payload;

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
    copies = (int) Require.inRange(count, 1, 10_000, Deduplicator.NAME, "keepFirst");
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
    payload = Require.serializable(fingerprint, Deduplicator.NAME, "payloadBy");
    return this;
  }

  /**
   * Judges events up to {@code lateness} behind the watermark, and remembers ids as much longer;
   * {@link Duration#ZERO} by default.
   */
  public DeduplicatorBuilder<E, I> allowedLateness(Duration lateness) {
    latenessMillis = Require.nonNegativeMillis(lateness, Deduplicator.NAME, "allowedLateness");
    return this;
  }

  /** Returns the deduplicator. */
  public Deduplicator<E, I> build() {
    Outputs<E> outputs = new Outputs<>(type, emitDuplicates);
    return new Deduplicator<>(
        new ArrivalLogic<>(new Judge<>(horizon, copies, payload, outputs), latenessMillis),
        id,
        idType,
        outputs);
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
      long cap = Require.positiveMillis(hardCap, Deduplicator.NAME, "refreshedBySightings");
      if (cap < withinMillis) {
        throw Require.wrong(
            Deduplicator.NAME,
            "refreshedBySightings",
            hardCap,
            "is shorter than the horizon of " + withinMillis + " ms",
            "pass a hard cap of at least the horizon");
      }
      super.horizon = new Horizon.Refreshed(withinMillis, cap);
      return this;
    }
  }
}
