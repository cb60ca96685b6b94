// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.authlog;

import static io.github.flinkpatterns.examples.input.JsonObject.once;
import static io.github.flinkpatterns.examples.input.JsonObject.required;

import com.fasterxml.jackson.core.JsonParser;
import io.github.flinkpatterns.examples.input.JsonObject;
import io.github.flinkpatterns.examples.input.UnreadableLineException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads an event from a line of JSON: type and timestampMillis must be there, userId and source
 * may. Other fields are skipped; one that is known must have its type and come once.
 */
final class AuthJson {

  private static final int MAX_TEXT = 256;

  private @Nullable String userId;
  private @Nullable String source;
  private @Nullable String type;
  private @Nullable Long timestampMillis;

  private AuthJson() {}

  static AuthEvent parse(String text) throws UnreadableLineException {
    AuthJson fields = new AuthJson();
    JsonObject.read(text, fields::read);
    return new AuthEvent(
        fields.userId,
        fields.source,
        required("type", fields.type),
        required("timestampMillis", fields.timestampMillis),
        1);
  }

  private void read(String name, JsonParser json) throws IOException, UnreadableLineException {
    switch (name) {
      case "userId" -> userId = once(name, userId, text(name, json));
      case "source" -> source = once(name, source, text(name, json));
      case "type" -> type = once(name, type, text(name, json));
      case "timestampMillis" ->
          timestampMillis = once(name, timestampMillis, JsonObject.timestampMillis(json));
      default -> json.skipChildren();
    }
  }

  private static String text(String name, JsonParser json)
      throws IOException, UnreadableLineException {
    String text = JsonObject.string(name, json);
    if (text.isEmpty() || text.length() > MAX_TEXT) {
      throw new UnreadableLineException(name + ": not of 1 to " + MAX_TEXT + " characters");
    }
    return text;
  }
}
