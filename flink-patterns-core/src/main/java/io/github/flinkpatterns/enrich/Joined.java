// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.enrich;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * Two events that belong together.
 *
 * @param left the event of the first stream
 * @param right the event, or the reference, of the second stream
 * @param leftMillis the timestamp of the first
 * @param rightMillis the timestamp of the second
 * @param <L> the event of the first stream
 * @param <R> the event of the second stream
 */
public record Joined<L, R>(L left, R right, long leftMillis, long rightMillis) {

  /** Returns the type of pairs of {@code left} and {@code right}. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  public static <L, R> TypeInformation<Joined<L, R>> type(
      TypeInformation<L> left, TypeInformation<R> right) {
    Map<String, TypeInformation<?>> fields = new LinkedHashMap<>();
    fields.put("left", left);
    fields.put("right", right);
    fields.put("leftMillis", Types.LONG);
    fields.put("rightMillis", Types.LONG);
    return (TypeInformation<Joined<L, R>>) (TypeInformation) Types.POJO(Joined.class, fields);
  }
}
