// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.ops;

import java.util.Locale;

/** Numbers as people read them. */
final class Units {

  private static final String[] SIZES = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB"};

  private Units() {}

  static String bytes(long value) {
    double size = value;
    int unit = 0;
    while (Math.abs(size) >= 1024 && unit < SIZES.length - 1) {
      size /= 1024;
      unit++;
    }
    return unit == 0 ? value + " bytes" : number(size) + " " + SIZES[unit];
  }

  static String millis(long value) {
    if (value < 1_000) {
      return value + " ms";
    }
    return value < 120_000 ? number(value / 1e3) + " s" : number(value / 60e3) + " min";
  }

  static String percent(long part, long whole) {
    return Math.round(100.0 * part / Math.max(1, whole)) + " %";
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
