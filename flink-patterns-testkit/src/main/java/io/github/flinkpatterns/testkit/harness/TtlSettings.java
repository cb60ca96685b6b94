// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.harness;

import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads the time-to-live of each registered state. A snapshot holds only the time of the last
 * access; the limit is known to the live state object alone, and public API does not lead there.
 */
final class TtlSettings {

  private TtlSettings() {}

  /** Returns time-to-live in milliseconds by state name, for the states that have one. */
  static Map<String, Long> of(AbstractStreamOperator<?> operator) {
    Map<String, Long> result = new HashMap<>();
    Object backend = operator.getKeyedStateBackend();
    if (backend == null) {
      return result;
    }
    Object states = field(backend, "keyValueStatesByName");
    if (states instanceof Map<?, ?> byName) {
      for (Map.Entry<?, ?> entry : byName.entrySet()) {
        Object state = entry.getValue();
        if (state != null && field(state, "ttl") instanceof Long ttl) {
          result.put(String.valueOf(entry.getKey()), ttl);
        }
      }
    }
    return result;
  }

  private static @Nullable Object field(Object target, String name) {
    for (Class<?> type = target.getClass(); type != null; type = type.getSuperclass()) {
      try {
        Field f = type.getDeclaredField(name);
        f.setAccessible(true);
        return f.get(target);
      } catch (NoSuchFieldException e) {
        // Look further up.
      } catch (IllegalAccessException e) {
        return null;
      }
    }
    return null;
  }
}
