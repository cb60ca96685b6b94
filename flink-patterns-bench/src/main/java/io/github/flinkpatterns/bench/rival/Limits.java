// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.rival;

import io.github.flinkpatterns.bench.stream.Transfers;
import java.io.Serializable;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple3;

/**
 * The two rules that every way of velocity judges by: more than so many transfers, and more than so
 * many cents, of a customer in (t - window, t].
 *
 * @param windowMillis the length of the window
 * @param mostEvents an alert {@code count} beyond it
 * @param mostCents an alert {@code sum} beyond it
 */
public record Limits(long windowMillis, long mostEvents, long mostCents) implements Serializable {

  /** The type of an alert: rule, transfer, value. */
  static final TypeInformation<Tuple3<String, Long, Long>> ALERT =
      Types.TUPLE(Types.STRING, Types.LONG, Types.LONG);

  /**
   * Returns limits that about one transfer in 1,000 exceeds: three deviations above the mean.
   *
   * @param held how many transfers of a customer a window holds on average
   */
  public static Limits holding(int held, int customers) {
    return new Limits(
        (long) held * customers,
        Math.round(held + 3.1 * Math.sqrt(held)),
        Math.round(Transfers.MEAN_CENTS * (held + 3.1 * Math.sqrt(4.0 / 3 * held))));
  }

  /** Returns the digest of an alert. */
  public static long digest(String rule, long transfer, long value) {
    return Objects.hash(rule, transfer, value);
  }
}
