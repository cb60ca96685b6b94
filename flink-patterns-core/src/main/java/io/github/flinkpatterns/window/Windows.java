// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.window;

import io.github.flinkpatterns.logic.Require;
import java.io.Serializable;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * One kind of windows: how long each is, and how far apart they begin.
 *
 * <p>A window is [start, end): the end is the first millisecond that does not belong to it. Windows
 * begin at the epoch plus the offset plus a whole number of slides, as Flink's do.
 *
 * <p>In numbers: {@code sliding(60 s, 30 s)} makes [0, 60), [30, 90), [60, 120) ...; an event at 75
 * s is in [30, 90) and in [60, 120).
 *
 * @param sizeMillis how long a window is, in milliseconds
 * @param slideMillis how far apart two windows begin, in milliseconds; the size for tumbling ones
 * @param offsetMillis by how much the windows are shifted, from 0 to below the slide
 */
public record Windows(long sizeMillis, long slideMillis, long offsetMillis)
    implements Serializable {

  private static final String NAME = "Windows";

  /** No window is longer, so that no moment overflows. */
  static final long MAX_MILLIS = 1L << 52;

  /** Checks the numbers. */
  public Windows {
    Require.inRange(sizeMillis, 1, MAX_MILLIS, NAME, "size");
    Require.inRange(slideMillis, 1, MAX_MILLIS, NAME, "slide");
    Require.inRange(offsetMillis, 0, slideMillis - 1, NAME, "offset");
    if (slideMillis > sizeMillis) {
      throw Require.wrong(
          NAME,
          "slide",
          slideMillis + " ms",
          "is longer than the size, " + sizeMillis + " ms: events between windows would be in none",
          "pass a slide of at most the size");
    }
  }

  /**
   * Returns windows that follow each other without overlap.
   *
   * @param size at least 1 ms
   */
  public static Windows tumbling(Duration size) {
    long millis = Require.positiveMillis(size, NAME, "size");
    return new Windows(millis, millis, 0);
  }

  /**
   * Returns windows of which one begins at every slide, so that an event is in {@code size / slide}
   * of them.
   *
   * @param size at least 1 ms
   * @param slide at least 1 ms, at most the size
   */
  public static Windows sliding(Duration size, Duration slide) {
    return new Windows(
        Require.positiveMillis(size, NAME, "size"),
        Require.positiveMillis(slide, NAME, "slide"),
        0);
  }

  /**
   * Returns these windows shifted by {@code offset}, which may be negative: {@code tumbling(1
   * day).withOffset(-2 h)} are the days of a clock two hours ahead of UTC.
   */
  public Windows withOffset(Duration offset) {
    long millis = Require.given(offset, NAME, "offset").toMillis();
    return new Windows(sizeMillis, slideMillis, Math.floorMod(millis, slideMillis));
  }

  /** Returns the type of this record. */
  public static TypeInformation<Windows> type() {
    return Types.POJO(
        Windows.class,
        Map.of(
            "sizeMillis", Types.LONG,
            "slideMillis", Types.LONG,
            "offsetMillis", Types.LONG));
  }

  /** Returns the end of the last window that holds {@code timestamp}. */
  long lastEnd(long timestamp) {
    return timestamp - Math.floorMod(timestamp - offsetMillis, slideMillis) + sizeMillis;
  }

  /**
   * Returns the smallest end of a window above {@code timestamp}. That window holds the timestamp,
   * since the slide is not longer than the size.
   */
  long firstEndAfter(long timestamp) {
    return timestamp
        + slideMillis
        - Math.floorMod(timestamp - offsetMillis - sizeMillis, slideMillis);
  }

  /** Tells whether a window ends at {@code end}. */
  boolean endAt(long end) {
    return Math.floorMod(end - offsetMillis - sizeMillis, slideMillis) == 0;
  }
}
