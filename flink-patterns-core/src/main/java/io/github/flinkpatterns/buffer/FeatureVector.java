// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.buffer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * The features of one key, put together.
 *
 * @param key the key
 * @param values in the order in which the features were named; NaN for a missing one
 * @param missing the names of the features that did not come in time, in the same order
 * @param startMillis the timestamp of the first feature
 * @param endMillis the timestamp of the last one, or the last moment of the wait if one is missing
 * @param <K> the key
 */
public record FeatureVector<K>(
    K key, List<Double> values, List<String> missing, long startMillis, long endMillis) {

  /** Returns the type of feature vectors with keys of {@code key}. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  public static <K> TypeInformation<FeatureVector<K>> type(TypeInformation<K> key) {
    Map<String, TypeInformation<?>> fields = new LinkedHashMap<>();
    fields.put("key", key);
    fields.put("values", Types.LIST(Types.DOUBLE));
    fields.put("missing", Types.LIST(Types.STRING));
    fields.put("startMillis", Types.LONG);
    fields.put("endMillis", Types.LONG);
    return (TypeInformation<FeatureVector<K>>)
        (TypeInformation) Types.POJO(FeatureVector.class, fields);
  }
}
