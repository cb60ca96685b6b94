// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.json;

import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * A line that could not be read.
 *
 * @param line as it came
 * @param reason why it could not be read, naming the field where one is at fault
 */
public record Rejected(String line, String reason) {

  /** Its type. */
  public static final TypeInformation<Rejected> TYPE =
      Types.POJO(Rejected.class, Map.of("line", Types.STRING, "reason", Types.STRING));
}
