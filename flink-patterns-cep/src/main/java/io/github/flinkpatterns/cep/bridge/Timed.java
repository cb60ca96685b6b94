// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.bridge;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * An event with its timestamp: what the named sequences hand to flink-cep.
 *
 * @param timestampMillis the timestamp
 * @param event the event
 * @param <IN> the event
 */
public record Timed<IN>(long timestampMillis, IN event) {

  /** Returns the type of timed events of type {@code event}. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  public static <IN> TypeInformation<Timed<IN>> type(TypeInformation<IN> event) {
    Map<String, TypeInformation<?>> fields = new LinkedHashMap<>();
    fields.put("timestampMillis", Types.LONG);
    fields.put("event", event);
    return (TypeInformation) Types.POJO(Timed.class, fields);
  }
}
