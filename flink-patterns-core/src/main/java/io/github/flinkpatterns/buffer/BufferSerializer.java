// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.buffer;

import io.github.flinkpatterns.state.Varint;
import io.github.flinkpatterns.state.VersionedSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes a {@link Buffer}: 2 or 3 bytes, then about 3 bytes and the event for each event.
 *
 * <p>Layout 1: version, number of events; for each its timestamp and time of arrival, as what they
 * differ by from those of the event before, its size, the event by its own serializer.
 */
final class BufferSerializer<E> extends VersionedSerializer<Buffer<E>> {

  private final TypeSerializer<E> events;

  BufferSerializer(TypeSerializer<E> events) {
    super(1, events);
    this.events = events;
  }

  @Override
  protected void write(Buffer<E> buffer, DataOutputView out) throws IOException {
    Varint.writeUnsigned(buffer.size(), out);
    long timestamp = 0;
    long arrived = 0;
    for (Held<E> held : buffer.held) {
      HeldSerializer.writeHeld(held, timestamp, arrived, events, out);
      timestamp = held.timestamp();
      arrived = held.arrived();
    }
  }

  @Override
  protected Buffer<E> read(int version, DataInputView in) throws IOException {
    int size = (int) Varint.readUnsigned(in);
    Buffer<E> buffer = new Buffer<>(size);
    long timestamp = 0;
    long arrived = 0;
    for (int i = 0; i < size; i++) {
      Held<E> held = HeldSerializer.readHeld(timestamp, arrived, events, in);
      timestamp = held.timestamp();
      arrived = held.arrived();
      buffer.add(held);
    }
    return buffer;
  }

  @Override
  public Buffer<E> copy(Buffer<E> from) {
    Buffer<E> to = new Buffer<>(from.size());
    for (Held<E> held : from.held) {
      to.add(held.copy(events));
    }
    return to;
  }

  @Override
  @SuppressWarnings("unchecked")
  protected BufferSerializer<E> withNested(TypeSerializer<?>[] nested) {
    return new BufferSerializer<>((TypeSerializer<E>) nested[0]);
  }

  @Override
  public TypeSerializerSnapshot<Buffer<E>> snapshotConfiguration() {
    return new Snapshot<>(this);
  }

  /**
   * What a savepoint keeps of a {@link BufferSerializer}.
   *
   * @param <E> the event
   */
  public static final class Snapshot<E>
      extends VersionedSerializer.Snapshot<Buffer<E>, BufferSerializer<E>> {

    /** For Flink, which then reads the snapshot. */
    public Snapshot() {}

    private Snapshot(BufferSerializer<E> serializer) {
      super(serializer);
    }

    @Override
    @SuppressWarnings("unchecked")
    protected BufferSerializer<E> createOuterSerializerWithNestedSerializers(
        TypeSerializer<?>[] nested) {
      return new BufferSerializer<>((TypeSerializer<E>) nested[0]);
    }
  }
}
