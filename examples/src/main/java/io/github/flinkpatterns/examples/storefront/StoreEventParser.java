// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.storefront;

import static io.github.flinkpatterns.examples.input.JsonObject.once;
import static io.github.flinkpatterns.examples.input.JsonObject.required;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.flinkpatterns.examples.input.JsonObject;
import io.github.flinkpatterns.examples.input.LineParser;
import io.github.flinkpatterns.examples.input.UnreadableLineException;
import java.io.IOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Reads an event from a line of JSON. Fields that it does not know are skipped; of those it knows,
 * each must have its type, be there if the event's type needs it, and come once. No line, whatever
 * it holds, takes more than a small multiple of its own size or fails otherwise than with a reason.
 */
final class StoreEventParser implements LineParser<StoreEvent> {

  private static final int MAX_ID = 256;

  private static final int MAX_WHOLE_DIGITS = 12;

  @Override
  public StoreEvent parse(String text) throws UnreadableLineException {
    if (text.isBlank()) {
      throw new UnreadableLineException("the line is empty");
    }
    Fields fields = new Fields();
    JsonObject.read(text, fields);
    return fields.event();
  }

  /** The fields read so far. */
  private static final class Fields implements JsonObject.Fields {

    private @Nullable String eventId;
    private @Nullable String userId;
    private @Nullable String itemId;
    private @Nullable String category;
    private @Nullable EventType type;
    private @Nullable Long amountCents;
    private @Nullable Long timestampMillis;

    @Override
    public void read(String name, JsonParser json) throws IOException, UnreadableLineException {
      switch (name) {
        case "eventId" -> eventId = once(name, eventId, id(name, json));
        case "userId" -> userId = once(name, userId, id(name, json));
        case "itemId" -> itemId = once(name, itemId, id(name, json));
        case "category" -> category = once(name, category, id(name, json));
        case "type" -> type = once(name, type, type(json));
        case "amount" -> amountCents = once(name, amountCents, cents(json));
        case "timestampMillis" ->
            timestampMillis = once(name, timestampMillis, JsonObject.timestampMillis(json));
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

  private static String id(String name, JsonParser json)
      throws IOException, UnreadableLineException {
    String text = JsonObject.string(name, json);
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

  private static EventType type(JsonParser json) throws IOException, UnreadableLineException {
    String text = JsonObject.string("type", json);
    EventType type = EventType.of(text);
    if (type == null) {
      String shown = text.length() <= 40 ? text : text.substring(0, 40) + "...";
      throw new UnreadableLineException("type: '" + shown + "' is unknown");
    }
    return type;
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
