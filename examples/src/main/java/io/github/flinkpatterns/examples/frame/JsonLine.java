// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.frame;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * Writes a record as one line of JSON. Null fields are left out and the keys of maps are sorted, so
 * that equal records are equal lines.
 */
final class JsonLine {

  private static final ObjectWriter WRITER =
      JsonMapper.builder()
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build()
          .writer();

  private JsonLine() {}

  static String of(Object record) throws JsonProcessingException {
    return WRITER.writeValueAsString(record);
  }
}
