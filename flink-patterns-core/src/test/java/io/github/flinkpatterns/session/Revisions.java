// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What ids and revisions promise, whatever the events were. */
final class Revisions {

  private Revisions() {}

  /**
   * Checks that the revisions of an id grow, that CLOSED comes once and CORRECTED only after a
   * close.
   */
  static void check(List<? extends Session<String, ?>> records) {
    Map<Long, Session<String, ?>> newest = new HashMap<>();
    for (Session<String, ?> record : records) {
      Session<String, ?> before = newest.put(record.id(), record);
      boolean replaces = !record.replacedIds().isEmpty();
      if (before != null) {
        assertThat(record.key()).isEqualTo(before.key());
        assertThat(record.revision()).as("revision of " + record).isGreaterThan(before.revision());
      } else {
        assertThat(record.revision()).as("first revision of " + record).isEqualTo(1);
      }
      boolean wasClosed = before != null && before.closeReason() != Session.CloseReason.NOT_CLOSED;
      switch (record.type()) {
        case OPENED -> assertThat(record.revision()).isEqualTo(1);
        case CLOSED -> assertThat(wasClosed).as("closed twice: " + record).isFalse();
        case CORRECTED -> assertThat(wasClosed || replaces).as("corrects nothing").isTrue();
        case UPDATED -> assertThat(record.closeReason()).isEqualTo(Session.CloseReason.NOT_CLOSED);
      }
      record.replacedIds().forEach(newest::remove);
    }
  }
}
