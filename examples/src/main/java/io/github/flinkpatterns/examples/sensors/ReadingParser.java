// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.sensors;

import io.github.flinkpatterns.examples.input.LineInput;
import io.github.flinkpatterns.examples.input.LineParser;
import io.github.flinkpatterns.examples.input.UnreadableLineException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code timestamp,value}. The series is the name of the file, without folder and endings. A
 * time is ISO 8601, with a blank in place of the T if need be, in UTC if it names no zone; or whole
 * epoch milliseconds.
 */
final class ReadingParser implements LineParser<Reading> {

  /** The year 9999. */
  private static final long MAX_TIME = 253_402_300_799_999L;

  /** Null where each line begins with the series: those of the generator, and of a topic. */
  private final @Nullable String series;

  /** Whether a line may begin with another series. */
  private final boolean others;

  ReadingParser() {
    this(null, true);
  }

  private ReadingParser(@Nullable String series, boolean others) {
    this.series = series;
    this.others = others;
  }

  static ReadingParser ofTopic(String topic) {
    return new ReadingParser(topic, true);
  }

  @Override
  public LineParser<Reading> of(LineInput input) {
    return input instanceof SeriesInput ? new ReadingParser(nameOf(input.name()), false) : this;
  }

  static String nameOf(String path) {
    Path file = Path.of(path).getFileName();
    String name = file == null ? path : file.toString();
    for (String ending : new String[] {".gz", ".csv", ".txt"}) {
      name =
          name.endsWith(ending) && name.length() > ending.length()
              ? name.substring(0, name.length() - ending.length())
              : name;
    }
    return name;
  }

  @Override
  public Reading parse(String text) throws UnreadableLineException {
    if (text.isBlank()) {
      throw new UnreadableLineException("the line is empty");
    }
    String[] fields = text.split(",", -1);
    boolean named = others && fields.length == 3;
    if (!named && (series == null || fields.length != 2)) {
      throw new UnreadableLineException(
          fields.length
              + " values, but "
              + (series == null ? "series," : "")
              + "timestamp,value was expected");
    }
    int first = named ? 1 : 0;
    String of = named ? fields[0].strip() : series;
    if (of == null || of.isEmpty()) {
      throw new UnreadableLineException("series: missing");
    }
    return new Reading(of, time(fields[first].strip()), value(fields[first + 1].strip()));
  }

  private static long time(String text) throws UnreadableLineException {
    long millis;
    try {
      if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
        millis = Long.parseLong(text);
      } else {
        String iso = text.replace(' ', 'T');
        // A zone follows the time of the day: Z, or a sign behind the ten letters of the date.
        boolean zoned = iso.endsWith("Z") || iso.lastIndexOf('+') > 10 || iso.lastIndexOf('-') > 10;
        millis =
            (zoned
                    ? OffsetDateTime.parse(iso).toInstant()
                    : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC))
                .toEpochMilli();
      }
    } catch (NumberFormatException | DateTimeException e) {
      throw new UnreadableLineException(
          "timestamp: '" + text + "' is neither ISO 8601 nor epoch milliseconds");
    }
    if (millis < 0 || millis > MAX_TIME) {
      throw new UnreadableLineException("timestamp: not between the years 1970 and 9999");
    }
    return millis;
  }

  private static double value(String text) throws UnreadableLineException {
    try {
      double value = Double.parseDouble(text);
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new UnreadableLineException("value: a number was expected");
    }
    throw new UnreadableLineException("value: a finite number was expected");
  }
}
