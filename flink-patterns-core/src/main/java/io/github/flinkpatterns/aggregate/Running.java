// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.aggregate;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * What a {@link RunningAggregator} knows of a key.
 *
 * @param key the key
 * @param result what the events of the key give so far
 * @param events how many events are in it
 * @param firstMillis the timestamp of the earliest of them
 * @param lastMillis the timestamp of the latest of them
 * @param <K> the key
 * @param <R> the result
 */
public record Running<K, R>(K key, R result, long events, long firstMillis, long lastMillis) {

  /** Returns the type of results for keys of {@code key} and results of {@code result}. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  public static <K, R> TypeInformation<Running<K, R>> type(
      TypeInformation<K> key, TypeInformation<R> result) {
    Map<String, TypeInformation<?>> fields = new LinkedHashMap<>();
    fields.put("key", key);
    fields.put("result", result);
    fields.put("events", Types.LONG);
    fields.put("firstMillis", Types.LONG);
    fields.put("lastMillis", Types.LONG);
    return (TypeInformation<Running<K, R>>) (TypeInformation) Types.POJO(Running.class, fields);
  }
}
