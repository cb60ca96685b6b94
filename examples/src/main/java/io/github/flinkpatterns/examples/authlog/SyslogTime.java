// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.authlog;

import io.github.flinkpatterns.examples.input.UnreadableLineException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the time at the beginning of a syslog line: {@code Dec 10 06:55:46}, or ISO 8601 as newer
 * systems write it.
 *
 * <p>The first form has neither year nor zone. The year is the latest in which the day is not after
 * the log's last day: with the last day 2025-01-03, {@code Dec 31} is of 2024 and {@code Jan 3} of
 * 2025. That needs no memory of the lines before, so a log may begin anywhere and be out of order;
 * it must not be longer than a year.
 *
 * @param lastDay the last day
 * @param zone of times that name none
 */
record SyslogTime(LocalDate lastDay, ZoneId zone) {

  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
  private static final Pattern CLASSIC =
      Pattern.compile("([A-Z][a-z]{2}) ([ 0-9]?\\d) (\\d\\d):(\\d\\d):(\\d\\d) ");
  private static final Pattern ISO =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\d)[T"
              + " ](\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?)(Z|[+-]\\d\\d:?\\d\\d)? ");

  /** A time and where it ends in the line. */
  record Found(long millis, int end) {}

  Found read(String line) throws UnreadableLineException {
    try {
      Matcher classic = CLASSIC.matcher(line);
      if (classic.lookingAt()) {
        return new Found(classic(classic), classic.end());
      }
      Matcher iso = ISO.matcher(line);
      if (iso.lookingAt()) {
        return new Found(iso(iso), iso.end());
      }
    } catch (DateTimeException e) {
      throw new UnreadableLineException("time: " + e.getMessage());
    }
    throw new UnreadableLineException(
        "time: the line begins with neither 'Mon dd hh:mm:ss' nor ISO 8601");
  }

  private long classic(Matcher form) throws UnreadableLineException {
    int month = MONTHS.indexOf(form.group(1));
    if (month < 0 || month % 3 != 0) {
      throw new UnreadableLineException("time: '" + form.group(1) + "' is no month");
    }
    int day = Integer.parseInt(form.group(2).strip());
    int second = Math.min(59, Integer.parseInt(form.group(5))); // 60: a leap second
    LocalTime time =
        LocalTime.of(Integer.parseInt(form.group(3)), Integer.parseInt(form.group(4)), second);
    return LocalDateTime.of(day(month / 3 + 1, day), time).atZone(zone).toInstant().toEpochMilli();
  }

  private LocalDate day(int month, int day) {
    // Eight years back there was a 29 February, unless a century lies between.
    for (int year = lastDay.getYear(); year > lastDay.getYear() - 8; year--) {
      boolean leapDay = month == 2 && day == 29;
      if (!leapDay || Year.isLeap(year)) {
        LocalDate found = LocalDate.of(year, month, day);
        if (!found.isAfter(lastDay)) {
          return found;
        }
      }
    }
    throw new DateTimeException("no year fits");
  }

  private long iso(Matcher form) {
    String local = form.group(1) + "T" + form.group(2);
    String offset = form.group(3);
    if (offset == null) {
      return LocalDateTime.parse(local).atZone(zone).toInstant().toEpochMilli();
    }
    boolean colon = offset.length() != 5;
    String full = colon ? offset : offset.substring(0, 3) + ":" + offset.substring(3);
    return OffsetDateTime.parse(local + full).toInstant().toEpochMilli();
  }
}
