// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.buffer;

import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * An event that is kept in state, as a copy of our own.
 *
 * @param timestamp its timestamp
 * @param arrived the clock of the machine when it came
 * @param bytes its size as the serializer writes it
 */
record Held<E>(E event, long timestamp, long arrived, int bytes) {

  private static final int HEAP_BYTES = 64;

  Held<E> copy(TypeSerializer<E> serializer) {
    return new Held<>(serializer.copy(event), timestamp, arrived, bytes);
  }

  /** An object takes about twice the bytes of its serialized form. */
  int sizeInBytes() {
    return HEAP_BYTES + 2 * bytes;
  }
}
