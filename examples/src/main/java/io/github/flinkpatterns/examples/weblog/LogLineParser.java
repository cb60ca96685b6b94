// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.weblog;

import io.github.flinkpatterns.examples.input.LineParser;
import io.github.flinkpatterns.examples.input.UnreadableLineException;
import java.time.DateTimeException;
import java.time.LocalDate;

/**
 * Reads the Common Log Format, and the Combined one, whose two further fields are not needed and
 * not checked:
 *
 * <pre>host ident user [01/Aug/1995:02:00:00 -0400] "request" status bytes ...</pre>
 *
 * <p>The request may be anything, quotes included: it ends at the first quote that a status and a
 * size follow. What is needed must be right: host, time with zone, status of three digits, size in
 * digits or a hyphen.
 */
final class LogLineParser implements LineParser<LogLine> {

  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

  /** Length of 01/Aug/1995:02:00:00 -0400. */
  private static final int TIME_LENGTH = 26;

  @Override
  public LogLine parse(String text) throws UnreadableLineException {
    int hostEnd = text.indexOf(' ');
    if (hostEnd <= 0) {
      throw new UnreadableLineException(
          text.isBlank() ? "the line is empty" : "host: the line does not begin with one");
    }
    int open = text.indexOf(" [", hostEnd);
    int close = open + 2 + TIME_LENGTH;
    if (open < 0 || close >= text.length() || text.charAt(close) != ']') {
      throw new UnreadableLineException("time: [dd/Mon/yyyy:hh:mm:ss +hhmm] was not found");
    }
    long timestampMillis = time(text, open + 2);
    if (!text.startsWith(" \"", close + 1)) {
      throw new UnreadableLineException("request: no quote follows the time");
    }
    int quote = close + 2;
    do {
      quote = text.indexOf('"', quote + 1);
      if (quote < 0) {
        throw new UnreadableLineException(
            "request: no quote is followed by a status and a number of bytes");
      }
    } while (sizeEnd(text, quote) < 0);
    int status = Integer.parseInt(text, quote + 2, quote + 5, 10);
    int sizeStart = quote + 6;
    long bytes =
        text.charAt(sizeStart) == '-'
            ? 0
            : Long.parseLong(text, sizeStart, sizeEnd(text, quote), 10);
    return new LogLine(text.substring(0, hostEnd), timestampMillis, status, bytes, text);
  }

  /** Returns where the size ends if {@code " 200 1713} stands at the quote, else -1. */
  private static int sizeEnd(String text, int quote) {
    int start = quote + 6;
    if (start >= text.length()
        || text.charAt(quote + 1) != ' '
        || text.charAt(quote + 2) == '0'
        || !areDigits(text, quote + 2, quote + 5)
        || text.charAt(quote + 5) != ' ') {
      return -1;
    }
    int end = text.indexOf(' ', start);
    end = end < 0 ? text.length() : end;
    boolean hyphen = end == start + 1 && text.charAt(start) == '-';
    boolean size = end > start && end - start <= 18 && areDigits(text, start, end);
    return hyphen || size ? end : -1;
  }

  private static boolean areDigits(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static long time(String text, int at) throws UnreadableLineException {
    int month = MONTHS.indexOf(text.substring(at + 3, at + 6));
    char sign = text.charAt(at + 21);
    if (text.charAt(at + 2) != '/'
        || text.charAt(at + 6) != '/'
        || text.charAt(at + 11) != ':'
        || text.charAt(at + 14) != ':'
        || text.charAt(at + 17) != ':'
        || text.charAt(at + 20) != ' '
        || month % 3 != 0
        || (sign != '+' && sign != '-')) {
      throw wrongTime(text, at);
    }
    int hour = number(text, at, 12, 14, 23);
    int minute = number(text, at, 15, 17, 59);
    int second = number(text, at, 18, 20, 60); // 60: a leap second
    int zone = number(text, at, 22, 24, 18) * 60 + number(text, at, 24, 26, 59);
    int year = number(text, at, 7, 11, 9999);
    int day = number(text, at, 0, 2, 31);
    long days;
    try {
      days = LocalDate.of(year, month / 3 + 1, day).toEpochDay();
    } catch (DateTimeException e) {
      throw wrongTime(text, at);
    }
    long local = days * 86_400 + hour * 3_600L + minute * 60L + second;
    long seconds = sign == '-' ? local + zone * 60L : local - zone * 60L;
    if (seconds < 0) {
      throw wrongTime(text, at);
    }
    return seconds * 1000;
  }

  private static int number(String text, int at, int from, int to, int max)
      throws UnreadableLineException {
    if (!areDigits(text, at + from, at + to)) {
      throw wrongTime(text, at);
    }
    int number = Integer.parseInt(text, at + from, at + to, 10);
    if (number > max) {
      throw wrongTime(text, at);
    }
    return number;
  }

  private static UnreadableLineException wrongTime(String text, int at) {
    return new UnreadableLineException(
        "time: '" + text.substring(at, at + TIME_LENGTH) + "' is no dd/Mon/yyyy:hh:mm:ss +hhmm");
  }
}
