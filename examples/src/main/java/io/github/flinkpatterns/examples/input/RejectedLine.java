// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.input;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * A line that is no event.
 *
 * @param source the file, the generator, or a record as {@code topic-partition@offset}
 * @param line the line's number, from 1 on; 1 in a record
 * @param reason what is wrong with it
 * @param text how the line begins
 */
public record RejectedLine(String source, long line, String reason, String text) {

  /** The type of a rejected line. */
  public static final TypeInformation<RejectedLine> TYPE =
      Types.POJO(
          RejectedLine.class,
          Map.of(
              "source", Types.STRING,
              "line", Types.LONG,
              "reason", Types.STRING,
              "text", Types.STRING));

  private static final int MAX_TEXT = 1000;

  /** Creates a rejection that keeps at most the first 1,000 characters of the line. */
  public static RejectedLine of(String source, long line, String reason, String text) {
    return new RejectedLine(source, line, writable(reason), writable(text));
  }

  /** Half of a surrogate pair, which a cut or an escape may leave, cannot be written as UTF-8. */
  private static String writable(String text) {
    String cut = text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    return new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
