// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import java.io.Serializable;
import java.util.List;
import org.apache.flink.util.function.SerializableFunction;
import org.jspecify.annotations.Nullable;

/** Reads of an event what is kept of it. */
final class EventReader<IN> implements Serializable {

  private final SerializableFunction<IN, ?> id;
  private final List<SerializableFunction<IN, ?>> functions;
  private final Fields fields;

  EventReader(
      SerializableFunction<IN, ?> id, List<SerializableFunction<IN, ?>> functions, Fields fields) {
    this.id = id;
    this.functions = List.copyOf(functions);
    this.fields = fields;
  }

  /** Returns the id; empty if the event has none. */
  String id(IN event) {
    @Nullable Object found = id.apply(event);
    return found == null ? "" : found.toString();
  }

  /** Fills {@code row} with the fields of {@code event}. */
  void read(IN event, long[] row) {
    for (int i = 0; i < row.length; i++) {
      @Nullable Object value = functions.get(i).apply(event);
      row[i] =
          fields.isNumber(i)
              ? fields.scaled((Number) value)
              : Fields.category(value == null ? null : value.toString());
    }
  }
}
