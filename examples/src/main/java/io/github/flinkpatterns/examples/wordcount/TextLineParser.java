// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.wordcount;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.github.flinkpatterns.examples.input.LineParser;
import io.github.flinkpatterns.examples.input.UnreadableLineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a line that begins with a brace as {@code {"text": ..., "timestampMillis": ...}}, and every
 * other line as plain text of the time 0. Unknown fields are skipped.
 */
final class TextLineParser implements LineParser<TextLine> {

  private static final int MAX_DEPTH = 32;

  /** The year 9999. */
  private static final long MAX_TIME = 253_402_300_799_999L;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          // Names come from outside: interned for ever they would be a leak.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  @Override
  public TextLine parse(String line) throws UnreadableLineException {
    if (!line.startsWith("{")) {
      return new TextLine(line, 0);
    }
    try (JsonParser json = JSON.createParser(line)) {
      json.nextToken();
      String text = null;
      Long timestampMillis = null;
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        if (name.equals("text")) {
          text = once(name, text, text(json));
        } else if (name.equals("timestampMillis")) {
          timestampMillis = once(name, timestampMillis, time(json));
        } else {
          json.skipChildren();
        }
      }
      if (json.nextToken() != null) {
        throw new UnreadableLineException("something follows the JSON object");
      }
      return new TextLine(required("text", text), required("timestampMillis", timestampMillis));
    } catch (JsonProcessingException e) {
      String problem = e.getOriginalMessage();
      throw new UnreadableLineException(
          "no valid JSON: " + problem.lines().findFirst().orElse(problem));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // there is no input or output on a string
    }
  }

  private static <V> V once(String name, @Nullable V before, V value)
      throws UnreadableLineException {
    if (before != null) {
      throw new UnreadableLineException(name + ": given twice");
    }
    return value;
  }

  private static <V> V required(String name, @Nullable V value) throws UnreadableLineException {
    if (value == null) {
      throw new UnreadableLineException(name + ": missing");
    }
    return value;
  }

  private static String text(JsonParser json) throws IOException, UnreadableLineException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw new UnreadableLineException("text: a string was expected");
    }
    return json.getText();
  }

  private static Long time(JsonParser json) throws IOException, UnreadableLineException {
    if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw new UnreadableLineException("timestampMillis: a whole number was expected");
    }
    boolean fits = json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
    long millis = fits ? json.getLongValue() : -1;
    if (millis < 0 || millis > MAX_TIME) {
      throw new UnreadableLineException("timestampMillis: not between the years 1970 and 9999");
    }
    return millis;
  }
}
