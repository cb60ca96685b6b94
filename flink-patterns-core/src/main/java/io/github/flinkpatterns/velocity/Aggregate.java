// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a rule computes over the events of its window.
 *
 * <p>The first seven count the judged event itself, except under {@link Comparison#RATIO_ABOVE};
 * {@link #ZSCORE}, {@link #FIRST_SEEN_AGE}, {@link #GAP} and {@link #SPEED} hold the judged event
 * against the earlier ones.
 */
public enum Aggregate {
  /** How many events. */
  COUNT("count", Of.NOTHING, false),
  /** The sum of a number, exact. */
  SUM("sum", Of.NUMBER, false),
  /** The mean of a number. */
  AVG("avg", Of.NUMBER, false),
  /** The smallest value of a number. */
  MIN("min", Of.NUMBER, false),
  /** The largest value of a number. */
  MAX("max", Of.NUMBER, false),
  /** The sample standard deviation of a number (divisor n - 1); no value below two events. */
  STDDEV("stddev", Of.NUMBER, false),
  /** How many different values a category has. */
  DISTINCT("distinct", Of.CATEGORY, false),
  /**
   * By how many sample standard deviations of the earlier events the event's own number lies above
   * their mean; no value below two earlier events or at deviation 0.
   */
  ZSCORE("zscore", Of.NUMBER, true),
  /**
   * Milliseconds since the event's own category value was first seen in the window; 0 if it is new.
   */
  FIRST_SEEN_AGE("firstSeenAge", Of.CATEGORY, true),
  /** How many events in a row, up to and with this one, satisfy the rule's {@code where}. */
  STREAK("streak", Of.NOTHING, false),
  /** Milliseconds since the event before; no value if the window holds none. */
  GAP("gap", Of.NOTHING, true),
  /**
   * Kilometres per hour, along the great circle, from the place of the event before to this one's;
   * no value if the window holds none. Two events less than a second apart count as a second apart.
   */
  SPEED("speed", Of.PLACE, true);

  /** What an aggregate is of. */
  enum Of {
    NOTHING(0),
    NUMBER(1),
    CATEGORY(1),
    PLACE(2);

    final int fields;

    Of(int fields) {
      this.fields = fields;
    }
  }

  private final String text;
  private final Of of;
  private final boolean earlier;

  Aggregate(String text, Of of, boolean earlier) {
    this.text = text;
    this.of = of;
    this.earlier = earlier;
  }

  /** Returns the name in rule files. */
  public String text() {
    return text;
  }

  Of of() {
    return of;
  }

  boolean earlierOnly() {
    return earlier;
  }

  static Optional<Aggregate> of(String text) {
    return Arrays.stream(values()).filter(a -> a.text.equals(text)).findFirst();
  }

  static String allowed() {
    return Arrays.stream(values()).map(Aggregate::text).collect(Collectors.joining(", "));
  }
}
