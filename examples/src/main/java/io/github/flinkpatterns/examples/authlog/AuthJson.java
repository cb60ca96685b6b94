// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.authlog;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.github.flinkpatterns.examples.input.UnreadableLineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads an event from a line of JSON: type and timestampMillis must be there, userId and source may.
 * Other fields are skipped; one that is known must have its type and come once.
 */
final class AuthJson {

  private static final int MAX_DEPTH = 32;
  private static final int MAX_TEXT = 256;

  /** The year 9999. */
  private static final long MAX_TIME = 253_402_300_799_999L;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          // Names come from outside: interned for ever they would be a leak.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private @Nullable String userId;
  private @Nullable String source;
  private @Nullable String type;
  private @Nullable Long timestampMillis;

  private AuthJson() {}

  static AuthEvent parse(String text) throws UnreadableLineException {
    try (JsonParser json = JSON.createParser(text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new UnreadableLineException("the line is no JSON object");
      }
      AuthJson fields = new AuthJson();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        fields.read(name, json);
      }
      if (json.nextToken() != null) {
        throw new UnreadableLineException("something follows the JSON object");
      }
      return new AuthEvent(
          fields.userId,
          fields.source,
          required("type", fields.type),
          required("timestampMillis", fields.timestampMillis),
          1);
    } catch (JsonProcessingException e) {
      String message = e.getOriginalMessage();
      throw new UnreadableLineException(
          "no valid JSON: " + message.lines().findFirst().orElse(message));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // there is no input or output on a string
    }
  }

  private void read(String name, JsonParser json) throws IOException, UnreadableLineException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return; // the same as absent
    }
    switch (name) {
      case "userId" -> userId = once(name, userId, text(name, json));
      case "source" -> source = once(name, source, text(name, json));
      case "type" -> type = once(name, type, text(name, json));
      case "timestampMillis" -> timestampMillis = once(name, timestampMillis, time(json));
      default -> json.skipChildren();
    }
  }

  private static <V> V required(String name, @Nullable V value) throws UnreadableLineException {
    if (value == null) {
      throw new UnreadableLineException(name + ": missing");
    }
    return value;
  }

  private static <V> V once(String name, @Nullable V before, V value)
      throws UnreadableLineException {
    if (before != null) {
      throw new UnreadableLineException(name + ": given twice");
    }
    return value;
  }

  private static String text(String name, JsonParser json)
      throws IOException, UnreadableLineException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw new UnreadableLineException(name + ": a text was expected");
    }
    String text = json.getText();
    if (text.isEmpty() || text.length() > MAX_TEXT) {
      throw new UnreadableLineException(name + ": not of 1 to " + MAX_TEXT + " characters");
    }
    return text;
  }

  private static long time(JsonParser json) throws IOException, UnreadableLineException {
    if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw new UnreadableLineException("timestampMillis: a whole number was expected");
    }
    JsonParser.NumberType size = json.getNumberType();
    if (size == JsonParser.NumberType.BIG_INTEGER
        || json.getLongValue() < 0
        || json.getLongValue() > MAX_TIME) {
      throw new UnreadableLineException("timestampMillis: not between the years 1970 and 9999");
    }
    return json.getLongValue();
  }
}
