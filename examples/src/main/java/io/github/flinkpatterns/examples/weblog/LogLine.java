// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.weblog;

import io.github.flinkpatterns.examples.input.Timestamped;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * A request, as one line of an access log tells it.
 *
 * @param host who asked
 * @param timestampMillis when
 * @param status the HTTP status of the answer
 * @param bytes the size of the answer, 0 if the log has a hyphen
 * @param line the whole line
 */
public record LogLine(String host, long timestampMillis, int status, long bytes, String line)
    implements Timestamped {

  /** The type of a request. */
  static final TypeInformation<LogLine> TYPE =
      Types.POJO(
          LogLine.class,
          Map.of(
              "host", Types.STRING,
              "timestampMillis", Types.LONG,
              "status", Types.INT,
              "bytes", Types.LONG,
              "line", Types.STRING));

  /** Tells whether the answer was an error of the client or of the server. */
  boolean isError() {
    return status >= 400;
  }
}
