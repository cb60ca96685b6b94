// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;

/**
 * Writes moments, spans and numbers for the sentence of an alert, such as one that a {@code
 * PatternHandler} makes; the same for every locale and time zone.
 */
public final class Words {

  private static final MathContext DIGITS = new MathContext(6);

  private Words() {}

  /** Returns the moment as ISO 8601 in UTC: {@code 2026-01-31T12:00:00.500Z}. */
  public static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }

  /** Returns a span with at most its two largest units: {@code 2 d 3 h}, {@code 1 min 5 s}. */
  public static String span(long millis) {
    Duration span = Duration.ofMillis(millis);
    long[] amounts = {
      span.toDays(),
      span.toHoursPart(),
      span.toMinutesPart(),
      span.toSecondsPart(),
      span.toMillisPart()
    };
    String[] units = {"d", "h", "min", "s", "ms"};
    StringBuilder text = new StringBuilder();
    int parts = 0;
    for (int i = 0; i < amounts.length && parts < 2; i++) {
      if (amounts[i] != 0) {
        text.append(parts == 0 ? "" : " ").append(amounts[i]).append(' ').append(units[i]);
        parts++;
      }
    }
    return parts == 0 ? "0 ms" : text.toString();
  }

  /** Returns a number with at most six digits that count, without an exponent: {@code 12000}. */
  public static String number(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return Double.toString(value);
    }
    BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
    return rounded.signum() == 0 ? "0" : rounded.toPlainString();
  }

  /** Returns a share as a percentage: {@code 0.2} gives {@code 20 %}. */
  public static String percent(double share) {
    return number(share * 100) + " %";
  }
}
