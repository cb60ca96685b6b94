// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import java.io.Serializable;

/**
 * Event time cut into equal slices, for modes that remember the slice of an event and not its
 * timestamp. A slice covers what any moment in it covers, so nothing within the horizon is missed;
 * an id may be held back up to one slice longer.
 *
 * @param within the horizon
 * @param length the length of a slice
 * @param lateness how late events may be
 * @param step what is over is forgotten at multiples of this, shifted by the page, so that not all
 *     pages are swept at one watermark
 */
record Slices(long within, long length, long lateness, long step) implements Serializable {

  /** What no slice is. */
  static final long NONE = Long.MIN_VALUE;

  static Slices of(long within, int slices, long lateness) {
    long length = Math.max(1, (within + slices - 1) / slices);
    return new Slices(within, length, lateness, Math.max(1, within / 8));
  }

  long slice(long timestamp) {
    // Not below the first slice whose start is a long.
    return Math.max(Math.floorDiv(timestamp, length), Long.MIN_VALUE / length);
  }

  /** Returns the first moment of {@code slice}. */
  long start(long slice) {
    return slice * length;
  }

  boolean covers(long slice, long timestamp) {
    long start = slice * length;
    if (timestamp < start) {
      return Times.near(start, timestamp, within);
    }
    long last = Times.plus(start, length - 1);
    return timestamp <= last || Times.near(timestamp, last, within);
  }

  /** Returns the watermark at which {@code slice} is over. */
  long over(long slice) {
    return Times.due(Times.plus(Times.plus(slice * length, length - 1), within), lateness);
  }

  /** Returns the watermark, not before {@link #over}, at which page {@code page} is swept. */
  long sweep(long slice, int page) {
    long over = over(slice);
    long phase = Math.floorMod(page * 0x9E3779B97F4A7C15L, step);
    return Math.min(Times.plus(over, Math.floorMod(phase - over, step)), Long.MAX_VALUE - 1);
  }

  /** Returns a slice not after any that is not over when {@code passed} lies behind. */
  long oldest(long passed) {
    return slice(Times.minus(passed, within));
  }
}
