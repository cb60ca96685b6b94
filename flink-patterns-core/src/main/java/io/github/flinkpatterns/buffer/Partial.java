// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.buffer;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * What one parallel instance has aggregated of one key within one slice of event time.
 *
 * @param key the key
 * @param sliceStartMillis where the slice begins; the record's timestamp is the slice's last moment
 * @param accumulator the accumulator of the aggregate function
 * @param events how many events went into it
 * @param <K> the key
 * @param <A> the accumulator
 */
public record Partial<K, A>(K key, long sliceStartMillis, A accumulator, long events) {

  /** Returns the type of partial aggregates. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  public static <K, A> TypeInformation<Partial<K, A>> type(
      TypeInformation<K> key, TypeInformation<A> accumulator) {
    Map<String, TypeInformation<?>> fields = new LinkedHashMap<>();
    fields.put("key", key);
    fields.put("sliceStartMillis", Types.LONG);
    fields.put("accumulator", accumulator);
    fields.put("events", Types.LONG);
    return (TypeInformation<Partial<K, A>>) (TypeInformation) Types.POJO(Partial.class, fields);
  }
}
