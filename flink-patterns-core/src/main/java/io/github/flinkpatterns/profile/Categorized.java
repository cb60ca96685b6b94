// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.profile;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * An event and the category of its item.
 *
 * @param event the event
 * @param category the category that {@link CategoryLookup} found
 * @param atMillis the timestamp of the event in epoch milliseconds
 * @param <E> the event's type
 */
public record Categorized<E>(E event, String category, long atMillis) {

  /** Returns the type of categorized events of {@code event}. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  public static <E> TypeInformation<Categorized<E>> type(TypeInformation<E> event) {
    Map<String, TypeInformation<?>> fields = new LinkedHashMap<>();
    fields.put("event", event);
    fields.put("category", Types.STRING);
    fields.put("atMillis", Types.LONG);
    return (TypeInformation<Categorized<E>>)
        (TypeInformation) Types.POJO(Categorized.class, fields);
  }
}
