// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.frame;

import io.github.flinkpatterns.cep.PatternMatch;
import io.github.flinkpatterns.cep.PatternTimeout;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/** The records of matches and near misses. */
public final class PatternRecords {

  private PatternRecords() {}

  /**
   * A match.
   *
   * @param pattern what was found
   * @param key where it was found
   * @param startMillis the time of the first event
   * @param endMillis the time of the last event, or of the moment at which one was missed
   * @param events how many events it has
   * @param explanation the same in a sentence
   */
  public record AlertRecord(
      String pattern,
      String key,
      long startMillis,
      long endMillis,
      long events,
      String explanation) {

    /** The type of a match. */
    public static final TypeInformation<AlertRecord> TYPE =
        Types.POJO(AlertRecord.class, fields("endMillis"));

    /** Returns the record of a match. */
    public static AlertRecord of(PatternMatch<String, ?> match) {
      return new AlertRecord(
          match.pattern(),
          match.key(),
          match.startMillis(),
          match.endMillis(),
          match.events().size() + match.omittedEvents(),
          match.explanation());
    }
  }

  /**
   * A near miss.
   *
   * @param pattern what was nearly found
   * @param key where
   * @param startMillis the time of the first event
   * @param deadlineMillis the moment from which nothing could complete it
   * @param events how many events it has
   * @param missing what did not come
   * @param explanation the same in a sentence
   */
  public record TimedOutRecord(
      String pattern,
      String key,
      long startMillis,
      long deadlineMillis,
      long events,
      String missing,
      String explanation) {

    /** The type of a near miss. */
    public static final TypeInformation<TimedOutRecord> TYPE = type();

    private static TypeInformation<TimedOutRecord> type() {
      Map<String, TypeInformation<?>> fields = fields("deadlineMillis");
      fields.put("missing", Types.STRING);
      return Types.POJO(TimedOutRecord.class, fields);
    }

    /** Returns the record of a near miss. */
    public static TimedOutRecord of(PatternTimeout<String, ?> miss) {
      return new TimedOutRecord(
          miss.pattern(),
          miss.key(),
          miss.startMillis(),
          miss.deadlineMillis(),
          miss.events().size() + miss.omittedEvents(),
          miss.missing(),
          miss.explanation());
    }
  }

  private static Map<String, TypeInformation<?>> fields(String end) {
    Map<String, TypeInformation<?>> fields = new LinkedHashMap<>();
    fields.put("pattern", Types.STRING);
    fields.put("key", Types.STRING);
    fields.put("startMillis", Types.LONG);
    fields.put(end, Types.LONG);
    fields.put("events", Types.LONG);
    fields.put("explanation", Types.STRING);
    return fields;
  }
}
