// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.input;

import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.jspecify.annotations.Nullable;

/**
 * What became of a line: an event, or a rejection.
 *
 * @param event the event, null if the line was rejected
 * @param rejected the rejection, null if the line was accepted
 * @param <T> the event
 */
public record Line<T>(@Nullable T event, @Nullable RejectedLine rejected) {

  /** Returns the type of lines with the given type of event. */
  @SuppressWarnings({"unchecked", "rawtypes"}) // a class token cannot carry the event's type
  public static <T> TypeInformation<Line<T>> typeOf(TypeInformation<T> event) {
    return (TypeInformation)
        Types.POJO(Line.class, Map.of("event", event, "rejected", RejectedLine.TYPE));
  }
}
