// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.session;

import io.github.flinkpatterns.logic.Require;
import java.time.Duration;

/**
 * What may be chosen for a session aggregator, before or after the aggregate function is given.
 *
 * <p>Defaults: no allowed lateness; one record for each session, when it closes; no watch over idle
 * sources; accumulators counted as 64 bytes.
 *
 * @param <T> the event
 * @param <B> the builder itself
 */
public abstract class SessionOptions<T, B extends SessionOptions<T, B>> {

  final SessionSettings<T> settings;

  SessionOptions(SessionSettings<T> settings) {
    this.settings = settings;
  }

  abstract B self();

  /**
   * Takes events up to this much behind the watermark; zero by default.
   *
   * <p>A closed session is kept this long, and an event that belongs to it makes a record of type
   * {@link Session.Type#CORRECTED}. In numbers: gap 10, lateness 5, events at 0 and 4, then the
   * watermark 13: CLOSED with 2 events. An event at 6 then makes one session to 16, which is closed
   * again at the watermark 15: CORRECTED with 3 events. An event that belongs to no session that is
   * kept, and whose own end lies this far behind, goes to the late output.
   *
   * @throws IllegalArgumentException if negative
   */
  public B allowedLateness(Duration lateness) {
    settings.latenessMillis =
        atMost(
            Require.nonNegativeMillis(lateness, SessionAggregator.NAME, "allowedLateness"),
            "allowedLateness");
    return self();
  }

  /**
   * States the heap bytes of one accumulator, which the cache of the fast host counts; {@code 64}
   * by default.
   *
   * @throws IllegalArgumentException if not in 0..1,073,741,824
   */
  public B accumulatorBytes(int bytes) {
    settings.accumulatorBytes =
        (int) Require.inRange(bytes, 0, 1 << 30, SessionAggregator.NAME, "accumulatorBytes");
    return self();
  }

  static long atMost(long millis, String parameter) {
    return Require.inRange(
        millis, 0, SessionSettings.MAX_MILLIS, SessionAggregator.NAME, parameter);
  }
}
