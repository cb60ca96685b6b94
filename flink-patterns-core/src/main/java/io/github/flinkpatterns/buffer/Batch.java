// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.buffer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * Events that leave together, in the order in which they came.
 *
 * @param events at least one
 * @param earliestMillis the smallest of their timestamps; {@link Long#MIN_VALUE} if one has none
 * @param latestMillis the largest of their timestamps
 * @param bytes how many bytes they take together, as their own serializer writes them
 * @param reason why they leave now
 * @param <E> the event
 */
public record Batch<E>(
    List<E> events, long earliestMillis, long latestMillis, long bytes, Reason reason) {

  /** Why a batch leaves. */
  public enum Reason {
    /** It holds as many events as it may. */
    COUNT,
    /** It holds as many bytes as it may, or the next event would have been too many. */
    BYTES,
    /** Its oldest event has waited long enough. */
    TIME,
    /** The input is idle, so that event time no longer goes on; without keys alone. */
    IDLE,
    /** The input has ended; without keys alone. */
    END
  }

  /** Returns the type of batches of events of type {@code event}. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  public static <E> TypeInformation<Batch<E>> type(TypeInformation<E> event) {
    Map<String, TypeInformation<?>> fields = new LinkedHashMap<>();
    fields.put("events", Types.LIST(event));
    fields.put("earliestMillis", Types.LONG);
    fields.put("latestMillis", Types.LONG);
    fields.put("bytes", Types.LONG);
    fields.put("reason", Types.ENUM(Reason.class));
    return (TypeInformation<Batch<E>>) (TypeInformation) Types.POJO(Batch.class, fields);
  }
}
