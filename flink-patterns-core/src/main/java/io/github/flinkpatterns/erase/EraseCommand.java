// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.erase;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * Says that a key is to be forgotten.
 *
 * <p>In numbers: {@code ("ann", 5000)} erases all that is kept of "ann" when it comes, and refuses
 * her events of 5000 and before that come later.
 *
 * @param key the key, never null
 * @param atMillis the moment of the command, in the time of the events
 * @param <K> the key
 */
public record EraseCommand<K>(K key, long atMillis) {

  /**
   * Checks the key.
   *
   * @throws NullPointerException if it is null
   */
  public EraseCommand {
    Objects.requireNonNull(key, "EraseCommand: parameter 'key': null names no one; pass a key");
  }

  /** Returns the type of commands with keys of {@code key}. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  public static <K> TypeInformation<EraseCommand<K>> type(TypeInformation<K> key) {
    Map<String, TypeInformation<?>> fields = new LinkedHashMap<>();
    fields.put("key", key);
    fields.put("atMillis", Types.LONG);
    return (TypeInformation<EraseCommand<K>>)
        (TypeInformation) Types.POJO(EraseCommand.class, fields);
  }
}
