// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.state;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * An event that a logic keeps in state, as a copy of its own.
 *
 * @param event the copy
 * @param timestampMillis its timestamp
 * @param bytes its size as the serializer writes it
 * @param <E> the event
 */
public record HeldEvent<E>(E event, long timestampMillis, int bytes) {

  private static final int HEAP_BYTES = 56;

  /** Returns a deep copy. */
  public HeldEvent<E> copy(TypeSerializer<E> events) {
    return new HeldEvent<>(events.copy(event), timestampMillis, bytes);
  }

  /** Returns about how much heap it takes: twice its serialized form and 56 bytes. */
  public int sizeInBytes() {
    return HEAP_BYTES + 2 * bytes;
  }

  /** Writes it: timestamp and size as varints, then the event by its own serializer. */
  public void write(TypeSerializer<E> events, DataOutputView out) throws IOException {
    Varint.writeSigned(timestampMillis, out);
    Varint.writeUnsigned(bytes, out);
    events.serialize(event, out);
  }

  /** Reads what {@link #write} wrote. */
  public static <E> HeldEvent<E> read(TypeSerializer<E> events, DataInputView in)
      throws IOException {
    long timestamp = Varint.readSigned(in);
    int bytes = (int) Varint.readUnsigned(in);
    return new HeldEvent<>(events.deserialize(in), timestamp, bytes);
  }
}
