// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.input;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a line that holds one object of JSON. No line, whatever it holds, takes more than a small
 * multiple of its own size, or fails otherwise than with a reason.
 */
public final class JsonObject {

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

  private JsonObject() {}

  /** Takes the fields of an object. */
  public interface Fields {

    /** Reads the value of a field, which is not null, or skips its children. */
    void read(String name, JsonParser value) throws IOException, UnreadableLineException;
  }

  /** Hands the fields of {@code line} to {@code fields}; null is the same as absent. */
  public static void read(String line, Fields fields) throws UnreadableLineException {
    try (JsonParser json = JSON.createParser(line)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new UnreadableLineException("the line is no JSON object");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        if (json.nextToken() != JsonToken.VALUE_NULL) {
          fields.read(name, json);
        }
      }
      if (json.nextToken() != null) {
        throw new UnreadableLineException("something follows the JSON object");
      }
    } catch (JsonProcessingException e) {
      String message = e.getOriginalMessage();
      throw new UnreadableLineException(
          "no valid JSON: " + message.lines().findFirst().orElse(message));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // there is no input or output on a string
    }
  }

  /** Returns {@code value} if its field was there. */
  public static <V> V required(String name, @Nullable V value) throws UnreadableLineException {
    if (value == null) {
      throw new UnreadableLineException(name + ": missing");
    }
    return value;
  }

  /** Returns {@code value} if its field came for the first time. */
  public static <V> V once(String name, @Nullable V before, V value)
      throws UnreadableLineException {
    if (before != null) {
      throw new UnreadableLineException(name + ": given twice");
    }
    return value;
  }

  /** Returns the text of a field. */
  public static String string(String name, JsonParser value)
      throws IOException, UnreadableLineException {
    if (value.currentToken() != JsonToken.VALUE_STRING) {
      throw new UnreadableLineException(name + ": a string was expected");
    }
    return value.getText();
  }

  /** Returns the moment of the field {@code timestampMillis}. */
  public static long timestampMillis(JsonParser value) throws IOException, UnreadableLineException {
    if (value.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw new UnreadableLineException("timestampMillis: a whole number was expected");
    }
    boolean fits = value.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
    return timestampMillis(fits ? value.getLongValue() : -1);
  }

  /** Returns {@code millis} if it lies between the years 1970 and 9999. */
  public static long timestampMillis(long millis) throws UnreadableLineException {
    if (millis < 0 || millis > MAX_TIME) {
      throw new UnreadableLineException("timestampMillis: not between the years 1970 and 9999");
    }
    return millis;
  }
}
