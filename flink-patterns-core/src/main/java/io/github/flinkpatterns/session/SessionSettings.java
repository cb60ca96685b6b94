// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.session;

import java.io.Serializable;
import org.apache.flink.streaming.api.windowing.assigners.SessionWindowTimeGapExtractor;
import org.jspecify.annotations.Nullable;

/** What a session aggregator was told; filled by the builder, then copied and never changed. */
final class SessionSettings<T> implements Serializable {

  /** Far enough for any use, and no sum of two such numbers and a timestamp goes wrong. */
  static final long MAX_MILLIS = 1L << 52;

  /** The last moment that a timer may wait for. */
  private static final long LAST_MOMENT = Long.MAX_VALUE - 1;

  long gapMillis;
  @Nullable SessionWindowTimeGapExtractor<T> gap;
  long latenessMillis;
  int accumulatorBytes = 64;
  boolean emitOpened;
  long updateEvents;
  long updateMillis;
  long idleMillis;

  SessionSettings() {}

  SessionSettings(SessionSettings<T> other) {
    gapMillis = other.gapMillis;
    gap = other.gap;
    latenessMillis = other.latenessMillis;
    accumulatorBytes = other.accumulatorBytes;
    emitOpened = other.emitOpened;
    updateEvents = other.updateEvents;
    updateMillis = other.updateMillis;
    idleMillis = other.idleMillis;
  }

  /** Returns the moment until which {@code event} keeps a session open, exclusive. */
  long gapEnd(T event, long timestamp) {
    long millis = gapMillis;
    if (gap != null) {
      millis = gap.extract(event);
      if (millis < 1) {
        throw new IllegalArgumentException(
            SessionAggregator.NAME
                + ": parameter 'closeAfterInactivity': the gap function gave "
                + millis
                + " for an event, must be at least 1 ms; return a longer gap");
      }
    }
    return plus(timestamp, millis);
  }

  static long plus(long moment, long millis) {
    long sum = moment + millis;
    return sum < moment || sum > LAST_MOMENT ? LAST_MOMENT : sum;
  }
}
