// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What ids and revisions promise, whatever the events were. */
final class Revisions {

  private Revisions() {}

  /**
   * Checks that the revisions of an id grow, that CLOSED comes once and CORRECTED only after a
   * close.
   */
  static void check(List<? extends Session<String, ?>> records) {
    Map<Long, Session<String, ?>> newest = new HashMap<>();
    Set<Long> closed = new HashSet<>();
    for (Session<String, ?> record : records) {
      Session<String, ?> before = newest.put(record.id(), record);
      if (before != null) {
        assertThat(record.key()).isEqualTo(before.key());
        assertThat(record.revision()).as("revision of " + record).isGreaterThan(before.revision());
      } else {
        assertThat(record.revision()).as("first revision of " + record).isEqualTo(1);
      }
      boolean wasClosed = closed.contains(record.id());
      for (long replaced : record.replacedIds()) {
        wasClosed |= closed.contains(replaced);
      }
      switch (record.type()) {
        case OPENED -> assertThat(record.revision()).isEqualTo(1);
        case CLOSED -> assertThat(wasClosed).as("closed twice: " + record).isFalse();
        case CORRECTED -> assertThat(wasClosed).as("corrects nothing").isTrue();
        case UPDATED -> assertThat(record.closeReason()).isEqualTo(Session.CloseReason.NOT_CLOSED);
      }
      record.replacedIds().forEach(newest::remove);
      if (record.closeReason() != Session.CloseReason.NOT_CLOSED) {
        closed.add(record.id());
      }
    }
  }
}
