// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/**
 * A target beside what was measured.
 *
 * @param number the target's number
 * @param target the target in words
 * @param command what measures it
 * @param measured the median; not-a-number if nothing was measured
 * @param low the lower quartile
 * @param high the upper quartile
 * @param unit {@code x} for a ratio, else the unit
 * @param limit what the median must reach
 * @param atLeast whether the median must be at least the limit, or at most
 */
public record Verdict(
    String number,
    String target,
    String command,
    double measured,
    double low,
    double high,
    String unit,
    double limit,
    boolean atLeast) {

  /** Returns {@code met}, {@code not met}, or {@code not measured}. */
  @JsonProperty
  public String verdict() {
    if (Double.isNaN(measured)) {
      return "not measured";
    }
    return (atLeast ? measured >= limit : measured <= limit) ? "met" : "not met";
  }

  /** Returns the median and the quartiles in words. */
  @JsonProperty
  public String figure() {
    if (Double.isNaN(measured)) {
      return "not measured";
    }
    return low == high
        ? String.format(Locale.ROOT, "%.2f %s", measured, unit)
        : String.format(Locale.ROOT, "%.2f %s (%.2f .. %.2f)", measured, unit, low, high);
  }
}
