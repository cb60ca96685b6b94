// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.session;

import static io.github.flinkpatterns.session.SessionAggregator.NAME;

import io.github.flinkpatterns.logic.Require;
import java.io.Serializable;
import java.time.Instant;
import java.time.ZoneId;
import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.windowing.assigners.SessionWindowTimeGapExtractor;
import org.jspecify.annotations.Nullable;

/** What a session aggregator was told; filled by the builder, then copied and never changed. */
final class SessionSettings<T> implements Serializable {

  /** Far enough for any use, and no sum of two such numbers and a timestamp goes wrong. */
  static final long MAX_MILLIS = 1L << 52;

  /** The last moment that a timer may wait for. */
  static final long LAST_MOMENT = Long.MAX_VALUE - 1;

  long gapMillis;
  @Nullable SessionWindowTimeGapExtractor<T> gap;
  long latenessMillis;
  int accumulatorBytes = 64;
  boolean emitOpened;
  long updateEvents;
  long updateMillis;
  long idleMillis;

  boolean inOrder;
  long maxMillis;
  long maxEvents;
  @Nullable FilterFunction<T> endBefore;
  @Nullable FilterFunction<T> endAfter;
  @Nullable KeySelector<T, String> attribute;
  @Nullable ZoneId midnightIn;
  @Nullable KeySelector<T, Long> number;

  SessionSettings() {}

  /** Copies {@code other}. */
  SessionSettings(SessionSettings<T> other) {
    gapMillis = other.gapMillis;
    gap = other.gap;
    latenessMillis = other.latenessMillis;
    accumulatorBytes = other.accumulatorBytes;
    emitOpened = other.emitOpened;
    updateEvents = other.updateEvents;
    updateMillis = other.updateMillis;
    idleMillis = other.idleMillis;
    inOrder = other.inOrder;
    maxMillis = other.maxMillis;
    maxEvents = other.maxEvents;
    endBefore = other.endBefore;
    endAfter = other.endAfter;
    attribute = other.attribute;
    midnightIn = other.midnightIn;
    number = other.number;
  }

  /** Returns these settings, after a look at what goes together. */
  SessionSettings<T> checked() {
    if (number != null && !ordered()) {
      throw Require.wrong(
          NAME,
          "orderTiesBy",
          "a function",
          "needs something that depends on the order of events",
          "add a cap, a cut or inTimestampOrder, or leave" + " it out");
    }
    return this;
  }

  /** Tells whether events must be taken in the order of their timestamps. */
  boolean ordered() {
    return inOrder || maxMillis > 0 || maxEvents > 0 || midnightIn != null || cutsByEvent();
  }

  /** Tells whether what an event says may end a session. */
  boolean cutsByEvent() {
    return endBefore != null || endAfter != null || attribute != null;
  }

  boolean emitsUpdates() {
    return updateEvents > 0 || updateMillis > 0;
  }

  /** Returns the moment until which {@code event} keeps a session open, exclusive. */
  long gapEnd(T event, long timestamp) {
    long millis = gapMillis;
    if (gap != null) {
      millis = gap.extract(event);
      if (millis < 1) {
        throw new IllegalArgumentException(
            NAME
                + ": parameter 'closeAfterInactivity': the gap function gave "
                + millis
                + " for an event, must be at least 1 ms; return a longer gap");
      }
    }
    return plus(timestamp, millis);
  }

  byte marksOf(T event) throws Exception {
    int marks = endBefore != null && endBefore.filter(event) ? OrderedSessions.BEGINS : 0;
    return (byte)
        (endAfter != null && endAfter.filter(event) ? marks | OrderedSessions.ENDS : marks);
  }

  @Nullable String attributeOf(T event) throws Exception {
    return attribute == null ? null : attribute.getKey(event);
  }

  long numberOf(T event) throws Exception {
    return number == null ? 0 : number.getKey(event);
  }

  /** Returns the first local midnight after {@code timestamp}, far away if none matters. */
  long nextMidnight(long timestamp) {
    if (midnightIn == null) {
      return Long.MAX_VALUE;
    }
    return Instant.ofEpochMilli(timestamp)
        .atZone(midnightIn)
        .toLocalDate()
        .plusDays(1)
        .atStartOfDay(midnightIn)
        .toInstant()
        .toEpochMilli();
  }

  static long plus(long moment, long millis) {
    long sum = moment + millis;
    return sum < moment || sum > LAST_MOMENT ? LAST_MOMENT : sum;
  }
}
