// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.enrich;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * An event that was not joined, and why.
 *
 * @param event the event
 * @param timestampMillis its timestamp; {@link Long#MIN_VALUE} if it has none
 * @param reason why it was not joined
 * @param <T> the event
 */
public record Unmatched<T>(T event, long timestampMillis, Reason reason) {

  /** Why an event was not joined. */
  public enum Reason {
    /** Nothing to join with came in time. */
    NO_PARTNER,
    /** It came too late to be judged; a late reference counts from now on. */
    LATE,
    /** Its key holds as much as it may. */
    OVERFLOW,
    /** It has no timestamp. */
    NO_TIMESTAMP
  }

  /** Returns the type for events of type {@code event}. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  public static <T> TypeInformation<Unmatched<T>> type(TypeInformation<T> event) {
    Map<String, TypeInformation<?>> fields = new LinkedHashMap<>();
    fields.put("event", event);
    fields.put("timestampMillis", Types.LONG);
    fields.put("reason", Types.ENUM(Reason.class));
    return (TypeInformation<Unmatched<T>>) (TypeInformation) Types.POJO(Unmatched.class, fields);
  }
}
