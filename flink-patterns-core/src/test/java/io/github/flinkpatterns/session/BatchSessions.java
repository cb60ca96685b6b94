// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.session;

import io.github.flinkpatterns.session.Session.CloseReason;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What the documentation says of caps and cuts, written down for a sorted list: the reference. */
final class BatchSessions {

  /** An event of one key. */
  record At(Visit visit, long millis) {}

  /** A record, and the event time at which it is certain. */
  record Certain(Session<String, String> record, long millis) {}

  /** What is configured; 0, false or null is off. */
  record Rules(
      long gap,
      boolean ownGap,
      long maxDuration,
      int maxEvents,
      boolean endBefore,
      boolean endAfter,
      boolean campaign,
      ZoneId zone,
      boolean numbered,
      boolean opened,
      int updateEvents,
      long updateMillis) {

    static boolean begins(Visit visit) {
      return visit.id() % 7 == 0;
    }
  }

  private final Rules rules;
  private final String user;
  private final List<Certain> records = new ArrayList<>();
  private List<At> current = new ArrayList<>();
  private int revision;
  private long updated;

  private BatchSessions(Rules rules, String user) {
    this.rules = rules;
    this.user = user;
  }

  /** Returns every record for the events of one key, given in the order of arrival; ids are 0. */
  static List<Certain> of(String user, List<At> arrived, Rules rules) {
    BatchSessions batch = new BatchSessions(rules, user);
    List<At> sorted = new ArrayList<>(arrived);
    sorted.sort(
        Comparator.comparingLong(At::millis)
            .thenComparing(at -> rules.numbered ? at.visit.sequence() : 0)
            .thenComparing(batch::place)
            .thenComparing(at -> rules.campaign ? at.visit.campaign() : ""));
    for (At at : sorted) {
      batch.take(at);
    }
    if (!batch.current.isEmpty()) {
      batch.closeByTime();
    }
    return batch.records;
  }

  private int place(At at) {
    if (rules.endBefore && Rules.begins(at.visit)) {
      return 0;
    }
    return rules.endAfter && at.visit.ends() ? 2 : 1;
  }

  private void take(At at) {
    if (!current.isEmpty()) {
      if (at.millis > gapEnd() || at.millis >= maxEnd() || !day(at.millis).equals(day(start()))) {
        closeByTime();
      } else if (rules.endBefore && Rules.begins(at.visit)) {
        close(CloseReason.END_EVENT, Math.max(at.millis, last() + 1), at.millis);
      } else if (rules.campaign
          && !at.visit.campaign().isEmpty()
          && !campaign().isEmpty()
          && !campaign().equals(at.visit.campaign())) {
        close(CloseReason.ATTRIBUTE_CHANGE, Math.max(at.millis, last() + 1), at.millis);
      }
    }
    current.add(at);
    if (current.size() == 1) {
      revision = 0;
      updated = rules.updateMillis > 0 ? at.millis : 0;
      if (rules.opened) {
        emit(Session.Type.OPENED, CloseReason.NOT_CLOSED, gapEnd(), at.millis);
      }
    }
    if (rules.endAfter && at.visit.ends()) {
      close(CloseReason.END_EVENT, at.millis + 1, at.millis);
    } else if (rules.maxEvents > 0 && current.size() >= rules.maxEvents) {
      close(CloseReason.MAX_EVENTS, at.millis + 1, at.millis);
    } else if (rules.updateEvents > 0 && current.size() % rules.updateEvents == 0) {
      emit(Session.Type.UPDATED, CloseReason.NOT_CLOSED, gapEnd(), at.millis);
    } else if (rules.updateMillis > 0 && at.millis >= updated + rules.updateMillis) {
      updated = at.millis;
      emit(Session.Type.UPDATED, CloseReason.NOT_CLOSED, gapEnd(), at.millis);
    }
  }

  private void closeByTime() {
    long midnight =
        rules.zone == null
            ? Long.MAX_VALUE
            : day(start()).plusDays(1).atStartOfDay(rules.zone).toInstant().toEpochMilli();
    if (gapEnd() + 1 <= Math.min(maxEnd(), midnight)) {
      close(CloseReason.INACTIVITY, gapEnd(), gapEnd());
    } else if (maxEnd() <= midnight) {
      close(CloseReason.MAX_DURATION, maxEnd(), maxEnd() - 1);
    } else {
      close(CloseReason.MIDNIGHT, midnight, midnight - 1);
    }
  }

  private void close(CloseReason reason, long end, long certain) {
    emit(Session.Type.CLOSED, reason, end, certain);
    current = new ArrayList<>();
  }

  private void emit(Session.Type type, CloseReason reason, long end, long certain) {
    var tallying = new Visit.Tallying();
    Visit.Tally tally = tallying.createAccumulator();
    current.forEach(at -> tallying.add(at.visit, tally));
    revision++;
    records.add(
        new Certain(
            new Session<>(
                user,
                0,
                start(),
                last(),
                end,
                current.size(),
                tally.toString(),
                type,
                reason,
                revision,
                List.of()),
            certain));
  }

  private long start() {
    return current.get(0).millis;
  }

  private long last() {
    return current.get(current.size() - 1).millis;
  }

  private long gapEnd() {
    return current.stream()
        .mapToLong(at -> at.millis + (rules.ownGap ? at.visit.gapMillis() : rules.gap))
        .max()
        .orElseThrow();
  }

  private long maxEnd() {
    return rules.maxDuration > 0 ? start() + rules.maxDuration : Long.MAX_VALUE;
  }

  private LocalDate day(long millis) {
    return rules.zone == null
        ? LocalDate.EPOCH
        : Instant.ofEpochMilli(millis).atZone(rules.zone).toLocalDate();
  }

  private String campaign() {
    return current.stream()
        .map(at -> at.visit.campaign())
        .filter(name -> !name.isEmpty())
        .findFirst()
        .orElse("");
  }
}
