// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.bridge;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * An event with its timestamp: what the named sequences hand to flink-cep.
 *
 * <p>Public for Flink, which makes it, and named in savepoints: it stays where it is.
 *
 * @param timestampMillis the timestamp
 * @param event the event
 * @param <IN> the event
 * @hidden part of the state that flink-cep keeps, nothing to call
 */
@SuppressWarnings("InvalidBlockTag") // the doclet has the tag since Java 9
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
