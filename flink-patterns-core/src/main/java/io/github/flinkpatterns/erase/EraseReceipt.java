// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.erase;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * Says that one operator has carried out one {@link EraseCommand}.
 *
 * @param operator the kind of operator, such as {@code UserProfiler}
 * @param key the key that was erased
 * @param atMillis the moment of the command
 * @param hadState whether anything was kept of the key
 * @param refusedUntilMillis events of {@code atMillis} and before are refused until the watermark
 *     reaches this moment
 * @param <K> the key
 */
public record EraseReceipt<K>(
    String operator, K key, long atMillis, boolean hadState, long refusedUntilMillis) {

  /** Returns the type of receipts with keys of {@code key}. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  public static <K> TypeInformation<EraseReceipt<K>> type(TypeInformation<K> key) {
    Map<String, TypeInformation<?>> fields = new LinkedHashMap<>();
    fields.put("operator", Types.STRING);
    fields.put("key", key);
    fields.put("atMillis", Types.LONG);
    fields.put("hadState", Types.BOOLEAN);
    fields.put("refusedUntilMillis", Types.LONG);
    return (TypeInformation<EraseReceipt<K>>)
        (TypeInformation) Types.POJO(EraseReceipt.class, fields);
  }
}
