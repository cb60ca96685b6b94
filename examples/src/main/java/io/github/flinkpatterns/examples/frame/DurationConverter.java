// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.frame;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads durations such as {@code 500ms}, {@code 30s}, {@code 5m}, {@code 24h} and {@code 7d}. */
public final class DurationConverter implements ITypeConverter<Duration> {

  /** Longer ones are mistakes; and no event time overflows by adding this. */
  private static final Duration MAX = Duration.ofDays(36_500);

  private static final Pattern FORM = Pattern.compile("(\\d{1,15})(ms|s|m|h|d)");

  @Override
  public Duration convert(String value) {
    Matcher form = FORM.matcher(value);
    if (!form.matches()) {
      throw new TypeConversionException(
          "'" + value + "' is no duration such as 30s, 5m, 24h or 7d");
    }
    long unitMillis =
        switch (form.group(2)) {
          case "ms" -> 1L;
          case "s" -> 1_000L;
          case "m" -> 60_000L;
          case "h" -> 3_600_000L;
          default -> 86_400_000L;
        };
    long amount = Long.parseLong(form.group(1));
    if (amount > MAX.toMillis() / unitMillis) {
      throw new TypeConversionException("'" + value + "' is longer than 36500d");
    }
    return Duration.ofMillis(amount * unitMillis);
  }
}
