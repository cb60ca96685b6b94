// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.profile;

import com.google.common.hash.Hashing;
import io.github.flinkpatterns.logic.Require;
import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.api.java.functions.KeySelector;
import org.jspecify.annotations.Nullable;

/**
 * A number about a user, kept up to date with every event: a decayed count, a mean, or how many
 * different values there were. Immutable.
 *
 * <p>None of them depends on the order of events, but for the rounding of the last bits.
 *
 * @param <E> the event
 */
public final class Feature<E> implements Serializable {

  /** The most values a distinct feature counts exactly. */
  public static final int MAX_EXACT = 65_536;

  /** What a feature keeps; the numbers are part of the state's layout. */
  enum Kind {
    COUNT(0),
    MEAN(1),
    DISTINCT(2);

    final int code;

    Kind(int code) {
      this.code = code;
    }
  }

  final Kind kind;

  /** 0: does not decay. */
  final long halfLifeMillis;

  /** How many hashes a distinct feature keeps. */
  final int capacity;

  private final @Nullable Value<E> value;
  private final @Nullable KeySelector<E, String> text;
  private final @Nullable FilterFunction<E> filter;

  private Feature(
      Kind kind,
      long halfLifeMillis,
      int capacity,
      @Nullable Value<E> value,
      @Nullable KeySelector<E, String> text,
      @Nullable FilterFunction<E> filter) {
    this.kind = kind;
    this.halfLifeMillis = halfLifeMillis;
    this.capacity = capacity;
    this.value = value;
    this.text = text;
    this.filter = filter;
  }

  /** A number of an event; not a number: the event has none. */
  @FunctionalInterface
  public interface Value<E> extends Serializable {
    /** Returns the number. */
    double of(E event) throws Exception;
  }

  /**
   * Counts events, each of which counts half after {@code halfLife}, a quarter after two. About 25
   * bytes of state.
   *
   * <p>In numbers, half-life 10: events at 0 and 10 give 1.5 at 10, and 0.75 at 20.
   */
  public static <E> Feature<E> decayedCount(Duration halfLife) {
    return new Feature<>(Kind.COUNT, millis(halfLife), 0, null, null, null);
  }

  /** Averages {@code value} over all events of the profile. About 25 bytes of state. */
  public static <E> Feature<E> mean(Value<E> value) {
    return new Feature<>(Kind.MEAN, 0, 0, serializable(value), null, null);
  }

  /**
   * Averages {@code value}, an event counting half after {@code halfLife}. About 25 bytes of state.
   *
   * <p>In numbers, half-life 10: 3 at the moment 0 and 6 at 10 give (0.5 * 3 + 6) / 1.5 = 5.
   */
  public static <E> Feature<E> decayedMean(Value<E> value, Duration halfLife) {
    return new Feature<>(Kind.MEAN, millis(halfLife), 0, serializable(value), null, null);
  }

  /**
   * Counts different texts: exactly up to {@code exactUpTo}, beyond that by an estimate whose
   * relative standard error is {@code 1 / sqrt(exactUpTo - 1)} (256: 6.3 %). 8 bytes of state for
   * each text, up to {@code exactUpTo + 1}.
   *
   * <p>Source: the k smallest hash values, as by Bar-Yossef, Jayram, Kumar, Sivakumar and Trevisan
   * (2002), with the unbiased estimator of Beyer, Haas, Reinwald, Sismanis and Gemulla (2007).
   *
   * @param text the text of an event; null: the event has none
   * @param exactUpTo from 16 to {@value #MAX_EXACT}
   */
  public static <E> Feature<E> distinct(KeySelector<E, String> text, int exactUpTo) {
    int kept = 1 + (int) Require.inRange(exactUpTo, 16, MAX_EXACT, UserProfiler.NAME, "exactUpTo");
    return new Feature<>(
        Kind.DISTINCT,
        0,
        kept,
        null,
        Require.serializable(text, UserProfiler.NAME, "distinct"),
        null);
  }

  /** Returns this feature over those events only that {@code filter} lets pass. */
  public Feature<E> where(FilterFunction<E> filter) {
    return new Feature<>(
        kind,
        halfLifeMillis,
        capacity,
        value,
        text,
        Require.serializable(filter, UserProfiler.NAME, "where"));
  }

  /** Tells whether the event says something to this feature. */
  boolean takes(E event) throws Exception {
    if (filter != null && !filter.filter(event)) {
      return false;
    }
    return (value == null || !Double.isNaN(value.of(event)))
        && (text == null || text.getKey(event) != null);
  }

  /** Returns what an event that {@link #takes} let pass says, in 64 bits. */
  long inputOf(E event) throws Exception {
    if (value != null) {
      return Double.doubleToRawLongBits(value.of(event));
    }
    // The sign is dropped, so that hashes order as numbers from 0 to 2^63.
    return text == null
        ? 0
        : Hashing.murmur3_128().hashUnencodedChars(text.getKey(event)).asLong() & Long.MAX_VALUE;
  }

  private static long millis(Duration halfLife) {
    return Require.positiveMillis(halfLife, UserProfiler.NAME, "halfLife");
  }

  private static <E> Value<E> serializable(Value<E> value) {
    return Require.serializable(value, UserProfiler.NAME, "value");
  }
}
