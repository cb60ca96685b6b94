// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.window;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * The result of one window of one key, as far as it is known at this revision.
 *
 * <p>Key, windows and end name the window. A later record of the same window has a higher revision
 * and replaces the earlier one.
 *
 * @param key the key
 * @param windows the kind of windows that this one is of
 * @param startMillis the first millisecond of the window
 * @param endMillis the first millisecond after it
 * @param result what the aggregate function gives for the events of the window
 * @param revision 1 for the first result of the window, then one more for each event that came
 *     after it, within the allowed lateness
 * @param <K> the key
 * @param <R> the result of the aggregate function
 */
public record WindowResult<K, R>(
    K key, Windows windows, long startMillis, long endMillis, R result, int revision) {

  /** Returns the type of results with keys of {@code key} and results of {@code result}. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  public static <K, R> TypeInformation<WindowResult<K, R>> type(
      TypeInformation<K> key, TypeInformation<R> result) {
    Map<String, TypeInformation<?>> fields = new LinkedHashMap<>();
    fields.put("key", key);
    fields.put("windows", Windows.type());
    fields.put("startMillis", Types.LONG);
    fields.put("endMillis", Types.LONG);
    fields.put("result", result);
    fields.put("revision", Types.INT);
    return (TypeInformation<WindowResult<K, R>>)
        (TypeInformation) Types.POJO(WindowResult.class, fields);
  }
}
