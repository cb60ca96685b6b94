// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.wordcount;

import io.github.flinkpatterns.examples.input.Timestamped;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * A text and when it was written.
 *
 * @param text the text
 * @param timestampMillis when; 0 for a line of plain text
 */
public record TextLine(String text, long timestampMillis) implements Timestamped {

  /** The type of a line. */
  static final TypeInformation<TextLine> TYPE =
      Types.POJO(TextLine.class, Map.of("text", Types.STRING, "timestampMillis", Types.LONG));

  private static final Pattern BETWEEN_WORDS =
      Pattern.compile("\\W+", Pattern.UNICODE_CHARACTER_CLASS);

  /** Returns the words: what lies between other characters than letters, digits and underscores. */
  Stream<String> words() {
    return BETWEEN_WORDS.splitAsStream(text.toLowerCase(Locale.ROOT)).filter(w -> !w.isEmpty());
  }
}
