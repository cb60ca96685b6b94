// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import java.io.Serializable;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;

/** How far a kept event reaches: which timestamps of its id are duplicates of it. */
sealed interface Horizon extends Serializable {

  /**
   * Tells whether {@code timestamp} is a duplicate of the event kept at {@code kept}.
   *
   * @param last the latest sighting of the id in this horizon, {@code kept} if there was no other
   */
  boolean covers(long kept, long last, long timestamp);

  /** Returns the first moment after {@code kept} that is no duplicate any more. */
  long end(long kept, long last);

  /** Tells whether a duplicate makes the horizon longer, so that the last sighting matters. */
  default boolean refreshes() {
    return false;
  }

  /** Less than {@code within} apart, in either direction. */
  record Fixed(long within) implements Horizon {

    @Override
    public boolean covers(long kept, long last, long timestamp) {
      return Times.near(kept, timestamp, within);
    }

    @Override
    public long end(long kept, long last) {
      return Times.plus(kept, within);
    }
  }

  /** Less than {@code within} after the last sighting, and less than {@code cap} after the kept. */
  record Refreshed(long within, long cap) implements Horizon {

    @Override
    public boolean covers(long kept, long last, long timestamp) {
      return Times.near(kept, timestamp, within)
          || (timestamp > kept && timestamp < end(kept, last));
    }

    @Override
    public long end(long kept, long last) {
      return Math.min(Times.plus(last, within), Times.plus(kept, cap));
    }

    @Override
    public boolean refreshes() {
      return true;
    }
  }

  /** The same window of the calendar. */
  final class Calendar implements Horizon {

    private static final long HOUR = 3_600_000L;

    private final CalendarUnit unit;
    private final ZoneId zone;

    // The window that was asked for last; days repeat, and zone rules are slow.
    private transient long start;
    private transient long end;

    Calendar(CalendarUnit unit, ZoneId zone) {
      this.unit = unit;
      this.zone = zone;
    }

    @Override
    public boolean covers(long kept, long last, long timestamp) {
      return start(kept) == start(timestamp);
    }

    @Override
    public long end(long kept, long last) {
      return unit == CalendarUnit.HOUR ? start(kept) + HOUR : window(kept).end;
    }

    private long start(long time) {
      if (unit == CalendarUnit.HOUR) {
        // By arithmetic, since a zone may change its clocks by half an hour.
        long offset =
            1_000L * zone.getRules().getOffset(Instant.ofEpochMilli(time)).getTotalSeconds();
        return time - Math.floorMod(time + offset, HOUR);
      }
      return window(time).start;
    }

    private Calendar window(long time) {
      if (time < start || time >= end) {
        LocalDate day = Instant.ofEpochMilli(time).atZone(zone).toLocalDate();
        LocalDate first =
            switch (unit) {
              case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
              case MONTH -> day.withDayOfMonth(1);
              default -> day;
            };
        LocalDate next =
            switch (unit) {
              case WEEK -> first.plusWeeks(1);
              case MONTH -> first.plusMonths(1);
              default -> first.plusDays(1);
            };
        start = first.atStartOfDay(zone).toInstant().toEpochMilli();
        end = next.atStartOfDay(zone).toInstant().toEpochMilli();
      }
      return this;
    }

    @Override
    public String toString() {
      return "Calendar[" + unit + ", " + zone + "]";
    }
  }
}
