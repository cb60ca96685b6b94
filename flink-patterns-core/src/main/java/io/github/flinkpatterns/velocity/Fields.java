// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import com.google.common.hash.Hashing;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The fields that are kept of an event, each as one {@code long}: a number times 10 to the power of
 * {@code decimals}, or the 64-bit fingerprint of a category.
 */
final class Fields implements Serializable {

  /** Stands for a field that the event does not have. */
  static final long MISSING = Long.MIN_VALUE;

  /** The largest magnitude of a scaled number: sums of 9,000 of them still fit a long. */
  static final long MOST = 1_000_000_000_000_000L;

  private static final long[] POWERS = {
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000
  };

  private final String[] names;
  private final boolean[] numeric;
  private final int decimals;

  Fields(List<String> names, List<Boolean> numeric, int decimals) {
    this.names = names.toArray(new String[0]);
    this.numeric = new boolean[names.size()];
    for (int i = 0; i < this.numeric.length; i++) {
      this.numeric[i] = numeric.get(i);
    }
    this.decimals = decimals;
  }

  Layout layout() {
    short[] ids = new short[names.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = stateId(names[i]);
    }
    return new Layout(ids, numeric, decimals);
  }

  int size() {
    return names.length;
  }

  int decimals() {
    return decimals;
  }

  long scale() {
    return POWERS[decimals];
  }

  String name(int field) {
    return names[field];
  }

  boolean isNumber(int field) {
    return numeric[field];
  }

  /** Returns what state calls a field: two bytes of its name's fingerprint. */
  static short stateId(String name) {
    return (short) fingerprint(name);
  }

  /** Returns the field of a rule, which must be a number or a category as {@code number} says. */
  int require(String rule, String part, String name, boolean number) {
    int field = Arrays.asList(names).indexOf(name);
    if (field < 0) {
      throw RuleErrors.wrong(
          rule, part, "'" + name + "' is no field of the detector; its fields are " + all());
    }
    if (numeric[field] != number) {
      throw RuleErrors.wrong(
          rule,
          part,
          "'"
              + name
              + (number
                  ? "' is a category, a number is needed"
                  : "' is a number, a category is needed")
              + "; the fields are "
              + all());
    }
    return field;
  }

  /** Returns the field of a comparison. */
  int require(String rule, String part, String name) {
    int field = Arrays.asList(names).indexOf(name);
    return field < 0 ? require(rule, part, name, true) : field;
  }

  private String all() {
    return IntStream.range(0, names.length)
        .mapToObj(i -> names[i] + (numeric[i] ? " (number)" : " (category)"))
        .collect(Collectors.joining(", "));
  }

  /** Returns {@code value} as it is kept; MISSING if there is none or it is too large. */
  long scaled(@Nullable Number value) {
    if (value == null) {
      return MISSING;
    }
    if (value instanceof Double || value instanceof Float) {
      double scaled = value.doubleValue() * POWERS[decimals];
      // Half up as BigDecimal has it: away from zero, not towards positive infinity.
      long rounded = scaled < 0 ? -Math.round(-scaled) : Math.round(scaled);
      return Math.abs(scaled) <= MOST ? rounded : MISSING;
    }
    if (value instanceof Long || value instanceof Integer) {
      long most = MOST / POWERS[decimals];
      long whole = value.longValue();
      return whole >= -most && whole <= most ? whole * POWERS[decimals] : MISSING;
    }
    return scaled(value instanceof BigDecimal d ? d : new BigDecimal(value.toString()));
  }

  private long scaled(BigDecimal value) {
    if (value.precision() - value.scale() > 16) {
      return MISSING;
    }
    BigDecimal scaled = value.movePointRight(decimals).setScale(0, RoundingMode.HALF_UP);
    return scaled.abs().compareTo(BigDecimal.valueOf(MOST)) <= 0 ? scaled.longValue() : MISSING;
  }

  /** Returns the fingerprint of a category's value; MISSING if there is none. */
  static long category(@Nullable String value) {
    return value == null ? MISSING : fingerprint(value);
  }

  /** Returns a stable fingerprint: it is part of the state. */
  static long fingerprint(String value) {
    long hash = Hashing.farmHashFingerprint64().hashString(value, StandardCharsets.UTF_8).asLong();
    return hash == MISSING ? 1 : hash;
  }
}
