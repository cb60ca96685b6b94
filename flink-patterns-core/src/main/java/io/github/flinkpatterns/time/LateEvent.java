// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.time;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * An event that came too late, and by how much.
 *
 * @param event the event
 * @param timestampMillis its timestamp
 * @param behindMillis how far its timestamp lies behind the watermark that it met; 0 or more
 * @param <E> the event
 */
public record LateEvent<E>(E event, long timestampMillis, long behindMillis) {

  /** Returns the type of late events of type {@code event}. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  public static <E> TypeInformation<LateEvent<E>> type(TypeInformation<E> event) {
    Map<String, TypeInformation<?>> fields = new LinkedHashMap<>();
    fields.put("event", event);
    fields.put("timestampMillis", Types.LONG);
    fields.put("behindMillis", Types.LONG);
    return (TypeInformation<LateEvent<E>>) (TypeInformation) Types.POJO(LateEvent.class, fields);
  }
}
