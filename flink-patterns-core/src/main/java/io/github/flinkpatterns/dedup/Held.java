// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * An event that is kept in state, as a copy of our own.
 *
 * @param bytes its size as the serializer writes it
 */
record Held<E>(E event, long timestamp, int bytes) {

  private static final int HEAP_BYTES = 56;

  Held<E> copy(TypeSerializer<E> serializer) {
    return new Held<>(serializer.copy(event), timestamp, bytes);
  }

  /** An object takes about twice the bytes of its serialized form. */
  int sizeInBytes() {
    return HEAP_BYTES + 2 * bytes;
  }
}
