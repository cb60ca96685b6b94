// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.weblog;

import io.github.flinkpatterns.dedup.Duplicate;
import io.github.flinkpatterns.examples.frame.CloseReasons;
import io.github.flinkpatterns.examples.weblog.Traffic.Counts;
import io.github.flinkpatterns.session.Session;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.jspecify.annotations.Nullable;

/** The records that the job writes, other than {@link Traffic}. */
final class WeblogRecords {

  private WeblogRecords() {}

  /**
   * The requests of one host without a pause longer than the gap.
   *
   * @param key the host
   * @param startMillis the first request's time
   * @param endMillis the last request's time
   * @param events the number of requests
   * @param bytes the bytes of their answers
   * @param closeReason why the session ended
   * @param id the session's id
   * @param revision 1, and one more for each correction by requests that were late but allowed
   * @param replaces the ids of sessions written before that this one now contains, null if there is
   *     none
   */
  public record SessionRecord(
      String key,
      long startMillis,
      long endMillis,
      long events,
      long bytes,
      String closeReason,
      String id,
      int revision,
      @Nullable List<String> replaces) {

    static SessionRecord of(Session<String, Counts> session) {
      List<Long> replaced = session.replacedIds();
      return new SessionRecord(
          session.key(),
          session.startMillis(),
          session.lastEventMillis(),
          session.events(),
          session.result().bytes(),
          CloseReasons.text(session.closeReason()),
          Long.toHexString(session.id()),
          session.revision(),
          replaced.isEmpty() ? null : replaced.stream().map(Long::toHexString).toList());
    }
  }

  /**
   * A line that was there before.
   *
   * @param key the host
   * @param line the whole line
   * @param repetition 1 for the first repetition, 2 for the next
   */
  public record DuplicateRecord(String key, String line, long repetition) {

    static DuplicateRecord of(Duplicate<LogLine> duplicate) {
      LogLine event = duplicate.event();
      return new DuplicateRecord(event.host(), event.line(), duplicate.suppressed());
    }
  }

  /**
   * A request that came after its session, or its minute, was written.
   *
   * @param key the host
   * @param timestampMillis the request's time
   * @param line the whole line
   */
  public record LateRecord(String key, long timestampMillis, String line) {

    static LateRecord of(LogLine line) {
      return new LateRecord(line.host(), line.timestampMillis(), line.line());
    }
  }

  /**
   * A host that did too much within a minute.
   *
   * @param pattern what it did too much of
   * @param key the host
   * @param startMillis the first millisecond of the minute
   * @param endMillis the first millisecond after it
   * @param events how often it did it
   * @param explanation the same in a sentence
   */
  public record AlertRecord(
      String pattern,
      String key,
      long startMillis,
      long endMillis,
      long events,
      String explanation) {

    static final TypeInformation<AlertRecord> TYPE =
        Types.POJO(
            AlertRecord.class,
            Map.of(
                "pattern", Types.STRING,
                "key", Types.STRING,
                "startMillis", Types.LONG,
                "endMillis", Types.LONG,
                "events", Types.LONG,
                "explanation", Types.STRING));
  }
}
