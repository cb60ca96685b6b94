// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.storefront;

import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** Counts events by type. */
final class TypeCounts implements AggregateFunction<StoreEvent, long[], long[]> {

  /** The type of the counts, one number per {@link EventType}. */
  static final TypeInformation<long[]> TYPE = PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO;

  @Override
  public long[] createAccumulator() {
    return new long[EventType.COUNT];
  }

  @Override
  public long[] add(StoreEvent event, long[] counts) {
    counts[event.type().index()]++;
    return counts;
  }

  @Override
  public long[] getResult(long[] counts) {
    return counts.clone();
  }

  @Override
  public long[] merge(long[] a, long[] b) {
    for (int i = 0; i < a.length; i++) {
      a[i] += b[i];
    }
    return a;
  }

  /** Returns the counts above 0 by the types' names. */
  static Map<String, Long> byName(long[] counts) {
    Map<String, Long> named = new TreeMap<>();
    for (EventType type : EventType.values()) {
      if (counts[type.index()] > 0) {
        named.put(type.text(), counts[type.index()]);
      }
    }
    return named;
  }
}
