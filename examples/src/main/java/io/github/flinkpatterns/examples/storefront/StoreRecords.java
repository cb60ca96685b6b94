// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.storefront;

import io.github.flinkpatterns.dedup.Duplicate;
import io.github.flinkpatterns.examples.frame.CloseReasons;
import io.github.flinkpatterns.session.Session;
import java.util.Map;

/** The records that the job writes. */
final class StoreRecords {

  private StoreRecords() {}

  /**
   * What a user did without a pause longer than the gap.
   *
   * @param key the user
   * @param startMillis the first event's time
   * @param endMillis the last event's time
   * @param events the number of events
   * @param counts the number of events of each type that occurred
   * @param closeReason why the session ended
   */
  public record SessionRecord(
      String key,
      long startMillis,
      long endMillis,
      long events,
      Map<String, Long> counts,
      String closeReason) {

    static SessionRecord of(Session<String, long[]> session) {
      return new SessionRecord(
          session.key(),
          session.startMillis(),
          session.lastEventMillis(),
          session.events(),
          TypeCounts.byName(session.result()),
          CloseReasons.text(session.closeReason()));
    }
  }

  /**
   * A delivery of an event that was there before.
   *
   * @param eventId the event
   * @param userId whose it is
   * @param timestampMillis when it was
   * @param repetition 1 for the first repetition, 2 for the next
   */
  public record DuplicateRecord(
      String eventId, String userId, long timestampMillis, long repetition) {

    static DuplicateRecord of(Duplicate<StoreEvent> duplicate) {
      StoreEvent event = duplicate.event();
      return new DuplicateRecord(
          event.eventId(), event.userId(), event.timestampMillis(), duplicate.suppressed());
    }
  }
}
