// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.storefront;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.github.flinkpatterns.examples.input.LineParser;
import io.github.flinkpatterns.examples.input.UnreadableLineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Reads an event from a line of JSON. Fields that it does not know are skipped; of those it knows,
 * each must have its type, be there if the event's type needs it, and come once. No line, whatever
 * it holds, takes more than a small multiple of its own size or fails otherwise than with a reason.
 */
final class StoreEventParser implements LineParser<StoreEvent> {

  private static final int MAX_DEPTH = 32;
  private static final int MAX_ID = 256;

  /** The year 9999. */
  private static final long MAX_TIME = 253_402_300_799_999L;

  private static final int MAX_WHOLE_DIGITS = 12;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          // Names come from outside: interned for ever they would be a leak.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  @Override
  public StoreEvent parse(String text) throws UnreadableLineException {
    if (text.isBlank()) {
      throw new UnreadableLineException("the line is empty");
    }
    try (JsonParser json = JSON.createParser(text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new UnreadableLineException("the line is no JSON object");
      }
      Fields fields = new Fields();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        fields.read(name, json);
      }
      if (json.nextToken() != null) {
        throw new UnreadableLineException("something follows the JSON object");
      }
      return fields.event();
    } catch (JsonProcessingException e) {
      throw new UnreadableLineException("no valid JSON: " + firstLine(e.getOriginalMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // there is no input or output on a string
    }
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse(message);
  }

  /** The fields read so far. */
  private static final class Fields {

    private @Nullable String eventId;
    private @Nullable String userId;
    private @Nullable String itemId;
    private @Nullable String category;
    private @Nullable EventType type;
    private @Nullable Long amountCents;
    private @Nullable Long timestampMillis;

    void read(String name, JsonParser json) throws IOException, UnreadableLineException {
      if (json.currentToken() == JsonToken.VALUE_NULL) {
        return; // the same as absent
      }
      switch (name) {
        case "eventId" -> eventId = once(name, eventId, id(name, json));
        case "userId" -> userId = once(name, userId, id(name, json));
        case "itemId" -> itemId = once(name, itemId, id(name, json));
        case "category" -> category = once(name, category, id(name, json));
        case "type" -> type = once(name, type, type(json));
        case "amount" -> amountCents = once(name, amountCents, cents(json));
        case "timestampMillis" -> timestampMillis = once(name, timestampMillis, time(json));
        default -> json.skipChildren();
      }
    }

    StoreEvent event() throws UnreadableLineException {
      EventType kind = required("type", type);
      if (kind.hasItem()) {
        required("itemId", itemId);
        required("category", category);
      }
      if (kind == EventType.PURCHASE) {
        required("amount", amountCents);
      }
      return new StoreEvent(
          required("eventId", eventId),
          required("userId", userId),
          itemId,
          category,
          kind,
          amountCents,
          required("timestampMillis", timestampMillis),
          false);
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

  private static String id(String name, JsonParser json)
      throws IOException, UnreadableLineException {
    String text = string(name, json);
    if (text.isEmpty()) {
      throw new UnreadableLineException(name + ": empty");
    }
    if (text.length() > MAX_ID) {
      throw new UnreadableLineException(name + ": longer than " + MAX_ID + " characters");
    }
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int character = text.codePointAt(i);
      if (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) {
        throw new UnreadableLineException(name + ": holds half a character");
      }
    }
    return text;
  }

  private static String string(String name, JsonParser json)
      throws IOException, UnreadableLineException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw new UnreadableLineException(name + ": a string was expected");
    }
    return json.getText();
  }

  private static EventType type(JsonParser json) throws IOException, UnreadableLineException {
    String text = string("type", json);
    EventType type = EventType.of(text);
    if (type == null) {
      String shown = text.length() <= 40 ? text : text.substring(0, 40) + "...";
      throw new UnreadableLineException("type: '" + shown + "' is unknown");
    }
    return type;
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

  private static Long cents(JsonParser json) throws IOException, UnreadableLineException {
    JsonToken token = json.currentToken();
    if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
      throw new UnreadableLineException("amount: a number was expected");
    }
    BigDecimal amount;
    try {
      amount = json.getDecimalValue();
    } catch (NumberFormatException e) {
      throw new UnreadableLineException("amount: the exponent is too large");
    }
    if (amount.signum() < 0) {
      throw new UnreadableLineException("amount: below 0");
    }
    if (amount.signum() == 0) {
      return 0L;
    }
    // A number such as 1e999999999 is short as it is, and huge when it is written out.
    if ((long) amount.precision() - amount.scale() > MAX_WHOLE_DIGITS) {
      throw new UnreadableLineException(
          "amount: more than " + MAX_WHOLE_DIGITS + " digits before the point");
    }
    BigDecimal plain = amount.stripTrailingZeros();
    if (plain.scale() > 2) {
      throw new UnreadableLineException("amount: more than two digits behind the point");
    }
    return plain.movePointRight(2).longValueExact();
  }
}
