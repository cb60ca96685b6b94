// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.ops;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.flinkpatterns.logic.Require;

/** The JSON form of this package's records. */
final class OpsJson {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .visibility(PropertyAccessor.GETTER, JsonAutoDetect.Visibility.NONE)
          .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
          .build();

  private OpsJson() {}

  static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot be written as JSON: " + value, e);
    }
  }

  static <T> T read(String json, Class<T> type) {
    try {
      T value = MAPPER.readValue(json, type);
      if (value == null) {
        throw notOurs(type, "it holds null");
      }
      return value;
    } catch (JsonProcessingException e) {
      IllegalArgumentException wrong = notOurs(type, e.getOriginalMessage());
      wrong.initCause(e);
      throw wrong;
    }
  }

  private static IllegalArgumentException notOurs(Class<?> type, String why) {
    return Require.wrong(
        type.getSimpleName(),
        "json",
        "the text",
        "is not what toJson() wrote (" + why + ")",
        "pass that");
  }
}
