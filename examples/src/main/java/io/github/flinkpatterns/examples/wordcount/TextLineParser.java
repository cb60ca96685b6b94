// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.wordcount;

import static io.github.flinkpatterns.examples.input.JsonObject.once;
import static io.github.flinkpatterns.examples.input.JsonObject.required;

import com.fasterxml.jackson.core.JsonParser;
import io.github.flinkpatterns.examples.input.JsonObject;
import io.github.flinkpatterns.examples.input.LineParser;
import io.github.flinkpatterns.examples.input.UnreadableLineException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a line that begins with a brace as {@code {"text": ..., "timestampMillis": ...}}, and every
 * other line as plain text of the time 0. Unknown fields are skipped.
 */
final class TextLineParser implements LineParser<TextLine> {

  @Override
  public TextLine parse(String line) throws UnreadableLineException {
    if (!line.startsWith("{")) {
      return new TextLine(line, 0);
    }
    Fields fields = new Fields();
    JsonObject.read(line, fields);
    return new TextLine(
        required("text", fields.text), required("timestampMillis", fields.timestampMillis));
  }

  private static final class Fields implements JsonObject.Fields {

    private @Nullable String text;
    private @Nullable Long timestampMillis;

    @Override
    public void read(String name, JsonParser json) throws IOException, UnreadableLineException {
      switch (name) {
        case "text" -> text = once(name, text, JsonObject.string(name, json));
        case "timestampMillis" ->
            timestampMillis = once(name, timestampMillis, JsonObject.timestampMillis(json));
        default -> json.skipChildren();
      }
    }
  }
}
