// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.window;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * The best keys of one window, as far as they are known at this revision.
 *
 * @param windows the kind of windows that this one is of
 * @param startMillis the first millisecond of the window
 * @param endMillis the first millisecond after it
 * @param best the best keys, best first; not empty
 * @param revision 1 for the first ranking of the window, then one more for each correction that
 *     changed it; the highest revision replaces the others
 * @param <K> the key that is ranked
 * @param <R> the result of the aggregate function
 */
public record WindowRanking<K, R>(
    Windows windows, long startMillis, long endMillis, List<Place<K, R>> best, int revision) {

  /**
   * A place in a ranking.
   *
   * @param rank 1 for the best
   * @param key the key
   * @param result what the aggregate function gave for it
   * @param <K> the key that is ranked
   * @param <R> the result of the aggregate function
   */
  public record Place<K, R>(int rank, K key, R result) {}

  /** Returns the type of rankings of keys of {@code key} with results of {@code result}. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  public static <K, R> TypeInformation<WindowRanking<K, R>> type(
      TypeInformation<K> key, TypeInformation<R> result) {
    Map<String, TypeInformation<?>> place = new LinkedHashMap<>();
    place.put("rank", Types.INT);
    place.put("key", key);
    place.put("result", result);
    Map<String, TypeInformation<?>> fields = new LinkedHashMap<>();
    fields.put("windows", Windows.type());
    fields.put("startMillis", Types.LONG);
    fields.put("endMillis", Types.LONG);
    fields.put("best", Types.LIST(Types.POJO(Place.class, place)));
    fields.put("revision", Types.INT);
    return (TypeInformation<WindowRanking<K, R>>)
        (TypeInformation) Types.POJO(WindowRanking.class, fields);
  }
}
