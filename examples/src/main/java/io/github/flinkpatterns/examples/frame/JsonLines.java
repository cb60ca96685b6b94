// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.frame;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.flink.api.common.serialization.Encoder;

/**
 * Writes each record as one line of JSON. Null fields are left out and the keys of maps are sorted,
 * so that equal records are equal lines.
 */
final class JsonLines<R> implements Encoder<R> {

  private static final ObjectWriter WRITER =
      JsonMapper.builder()
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build()
          .writer();

  @Override
  public void encode(R record, OutputStream stream) throws IOException {
    stream.write(WRITER.writeValueAsBytes(record));
    stream.write('\n');
  }
}
