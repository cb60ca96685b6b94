// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * A reading of a watched file that changed nothing because the file was wrong.
 *
 * @param path the file
 * @param reason why, in one sentence, with the rule and the field where there is one
 * @param atMillis when it was read, by the wall clock
 */
public record WrongRuleFile(String path, String reason, long atMillis) {

  /** Returns the type. */
  public static TypeInformation<WrongRuleFile> type() {
    Map<String, TypeInformation<?>> fields = new HashMap<>();
    fields.put("path", Types.STRING);
    fields.put("reason", Types.STRING);
    fields.put("atMillis", Types.LONG);
    return Types.POJO(WrongRuleFile.class, fields);
  }
}
