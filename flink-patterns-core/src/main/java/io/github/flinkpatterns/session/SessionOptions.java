// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.session;

import static io.github.flinkpatterns.session.SessionAggregator.NAME;

import io.github.flinkpatterns.logic.Require;
import java.time.Duration;
import java.time.ZoneId;
import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.api.java.functions.KeySelector;

/**
 * What may be chosen for a session aggregator, before or after the aggregate function is given.
 *
 * <p>Defaults: no allowed lateness; no caps and cuts; one record for each session, when it closes;
 * no watch over idle sources; accumulators counted as 64 bytes. A later call of an option wins.
 *
 * <p><b>Caps and cuts</b> are {@link #maxDuration}, {@link #maxEvents}, {@link #endBefore}, {@link
 * #endAfter}, {@link #cutOnChangeOf} and {@link #cutAtMidnight}; {@link #inTimestampOrder} counts
 * as one. With the first of them events are taken in the order of their timestamps: they wait until
 * the watermark, less the allowed lateness, has passed them, and results are exact and final
 * whatever the order of arrival. State and savepoints of the two kinds differ: give the operator a
 * new uid when the first cap or cut comes.
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
   * <p>With caps or cuts there are no corrections: results wait this much longer instead, leave
   * once, and include what came in the meantime.
   *
   * @throws IllegalArgumentException if negative
   */
  public B allowedLateness(Duration lateness) {
    settings.latenessMillis =
        atMost(Require.nonNegativeMillis(lateness, NAME, "allowedLateness"), "allowedLateness");
    return self();
  }

  /**
   * States the heap bytes of one accumulator, which the cache of the fast host counts; {@code 64}
   * by default.
   *
   * @throws IllegalArgumentException if not in 0..1,073,741,824
   */
  public B accumulatorBytes(int bytes) {
    settings.accumulatorBytes = (int) Require.inRange(bytes, 0, 1 << 30, NAME, "accumulatorBytes");
    return self();
  }

  /**
   * Ends a session before it lasts longer than {@code duration}: one that starts at <i>s</i> holds
   * events before <i>s</i> + {@code duration}, and the next event starts a new one.
   *
   * <p>Exact under disorder. In numbers: gap 10, maximum 15, events at 0, 8, 14 and 15 give [0, 8,
   * 14], closed by {@link Session.CloseReason#MAX_DURATION} with the end 15, and [15].
   *
   * @throws IllegalArgumentException if shorter than 1 ms
   */
  public B maxDuration(Duration duration) {
    settings.maxMillis =
        atMost(Require.positiveMillis(duration, NAME, "maxDuration"), "maxDuration");
    return self();
  }

  /**
   * Ends a session with its {@code events}-th event, in the order of timestamps.
   *
   * @throws IllegalArgumentException if below 1
   */
  public B maxEvents(long events) {
    settings.maxEvents = Require.inRange(events, 1, Integer.MAX_VALUE, NAME, "maxEvents");
    return self();
  }

  /**
   * Ends a session before an event for which {@code isFirst} holds: that event starts the next one.
   */
  public B endBefore(FilterFunction<T> isFirst) {
    settings.endBefore = Require.serializable(isFirst, NAME, "endBefore");
    return self();
  }

  /**
   * Ends a session with an event for which {@code isLast} holds: that event is its last one. Of
   * events at the same moment, such a one comes last.
   */
  public B endAfter(FilterFunction<T> isLast) {
    settings.endAfter = Require.serializable(isLast, NAME, "endAfter");
    return self();
  }

  /**
   * Ends a session before an event whose attribute differs from that of the session, such as the
   * campaign that brought the user.
   *
   * <p>Null says nothing: it ends no session, and a session without an attribute takes the first
   * that comes. In numbers: attributes a, null, a, b, null give [a, null, a] and [b, null].
   */
  public B cutOnChangeOf(KeySelector<T, String> attribute) {
    settings.attribute = Require.serializable(attribute, NAME, "cutOnChangeOf");
    return self();
  }

  /** Ends a session at the next local midnight in {@code zone}, daylight saving included. */
  public B cutAtMidnight(ZoneId zone) {
    settings.midnightIn = Require.given(zone, NAME, "cutAtMidnight");
    return self();
  }

  /**
   * Takes events in the order of their timestamps, as caps and cuts do, also without any; off by
   * default.
   *
   * <p>With a gap alone, as in Flink, one case depends on the order of arrival: a session is closed
   * at the watermark {@code endMillis - 1}, so an event at exactly {@code endMillis}, which would
   * touch it, comes in time for itself but not for the session. In numbers: gap 10, an event at 0,
   * the watermark 9, an event at 10 make two sessions; the watermark after both, one. With this
   * option it is always one: a session closes at the watermark {@code endMillis}.
   */
  public B inTimestampOrder() {
    settings.inOrder = true;
    return self();
  }

  /**
   * Orders events of the same timestamp by the number that {@code number} gives, such as an offset
   * or a sequence number; it must not be null.
   *
   * <p>Without it such events are taken as follows: those that begin a session, then others, then
   * those that end one; among them by attribute; and then as they arrived, which matters only to
   * {@link #maxEvents}, and to an aggregate function that depends on the order.
   */
  public B orderTiesBy(KeySelector<T, Long> number) {
    settings.number = Require.serializable(number, NAME, "orderTiesBy");
    return self();
  }

  /**
   * Emits a record of type {@link Session.Type#OPENED} when a session begins; off by default.
   *
   * <p>It leaves at the first event that arrives. With caps or cuts it leaves when the watermark,
   * less the allowed lateness, has passed the first event, and is then final in its start.
   */
  public B emitOpened() {
    settings.emitOpened = true;
    return self();
  }

  /**
   * Emits a record of type {@link Session.Type#UPDATED} for every {@code events} events of an open
   * session; off by default.
   *
   * @throws IllegalArgumentException if below 1, or if updates by time were asked for
   */
  public B emitUpdatesEvery(long events) {
    settings.updateEvents = Require.inRange(events, 1, Integer.MAX_VALUE, NAME, "emitUpdatesEvery");
    oneKindOfUpdates(events + " events");
    return self();
  }

  /**
   * Emits a record of type {@link Session.Type#UPDATED} at an event whose timestamp is at least
   * {@code time} after the first event of the session, or after that of the last update; off by
   * default.
   *
   * @throws IllegalArgumentException if shorter than 1 ms, or if updates by events were asked for
   */
  public B emitUpdatesEvery(Duration time) {
    settings.updateMillis =
        atMost(Require.positiveMillis(time, NAME, "emitUpdatesEvery"), "emitUpdatesEvery");
    oneKindOfUpdates(time);
    return self();
  }

  private void oneKindOfUpdates(Object value) {
    if (settings.updateEvents > 0 && settings.updateMillis > 0) {
      throw Require.wrong(
          NAME, "emitUpdatesEvery", value, "is the second kind of update", "choose events or time");
    }
  }

  /**
   * Closes the sessions of a key when neither an event of the key came nor the watermark moved for
   * {@code processingTime} on the clock of the machine; off by default.
   *
   * <p>For sources that fall silent and leave the watermark behind, with sessions open for ever.
   * The record carries {@link Session.CloseReason#IDLE_SOURCE}. Events that belong to the session
   * and come later: it goes on, and is emitted as {@link Session.Type#CORRECTED} when it closes.
   * With caps or cuts the record is final: later events start a new session, and events not after
   * the last one taken go to the late output. The results then depend on the clock.
   *
   * @throws IllegalArgumentException if shorter than 1 ms
   */
  public B closeWhenSourceIdle(Duration processingTime) {
    settings.idleMillis =
        atMost(
            Require.positiveMillis(processingTime, NAME, "closeWhenSourceIdle"),
            "closeWhenSourceIdle");
    return self();
  }

  static long atMost(long millis, String parameter) {
    return Require.inRange(millis, 0, SessionSettings.MAX_MILLIS, NAME, parameter);
  }
}
