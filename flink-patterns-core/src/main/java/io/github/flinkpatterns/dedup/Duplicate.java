// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * An event that was held back because another event of its id was kept.
 *
 * <p>Example: horizon 10 s, events of one id at 1,000, 4,000 and 6,000 ms. The first is kept; the
 * others leave as {@code (event, 4000, 1000, 1)} and {@code (event, 6000, 1000, 2)}.
 *
 * @param event the event held back
 * @param timestampMillis its timestamp
 * @param keptTimestampMillis the timestamp of the event it duplicates. With {@code keepLast},
 *     {@code keepMin} and {@code keepMax} the event at which the horizon began. In compact mode
 *     exact to one slice, rounded down; {@link #UNKNOWN} in approximate mode
 * @param suppressed how many events this kept event has held back so far, this one included; {@link
 *     #UNKNOWN} in compact and approximate mode
 * @param <E> the event
 */
public record Duplicate<E>(
    E event, long timestampMillis, long keptTimestampMillis, long suppressed) {

  /** What a mode does not remember. */
  public static final long UNKNOWN = Long.MIN_VALUE;

  /** Returns the type of duplicates of events of type {@code event}. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  public static <E> TypeInformation<Duplicate<E>> type(TypeInformation<E> event) {
    Map<String, TypeInformation<?>> fields = new LinkedHashMap<>();
    fields.put("event", event);
    fields.put("timestampMillis", Types.LONG);
    fields.put("keptTimestampMillis", Types.LONG);
    fields.put("suppressed", Types.LONG);
    return (TypeInformation) Types.POJO(Duplicate.class, fields);
  }
}
