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
 * Writes one {@link Held} event, the part of a batch without keys.
 *
 * <p>Layout 1: version, timestamp, time of arrival, size, the event by its own serializer.
 */
final class HeldSerializer<E> extends VersionedSerializer<Held<E>> {

  private final TypeSerializer<E> events;

  HeldSerializer(TypeSerializer<E> events) {
    super(1, events);
    this.events = events;
  }

  @Override
  protected void write(Held<E> held, DataOutputView out) throws IOException {
    writeHeld(held, 0, 0, events, out);
  }

  @Override
  protected Held<E> read(int version, DataInputView in) throws IOException {
    return readHeld(0, 0, events, in);
  }

  /** Writes times as what they differ by from those before. */
  static <E> void writeHeld(
      Held<E> held, long timestamp, long arrived, TypeSerializer<E> events, DataOutputView out)
      throws IOException {
    Varint.writeSigned(held.timestamp() - timestamp, out);
    Varint.writeSigned(held.arrived() - arrived, out);
    Varint.writeUnsigned(held.bytes(), out);
    events.serialize(held.event(), out);
  }

  static <E> Held<E> readHeld(
      long timestamp, long arrived, TypeSerializer<E> events, DataInputView in) throws IOException {
    long ownTimestamp = timestamp + Varint.readSigned(in);
    long ownArrived = arrived + Varint.readSigned(in);
    int bytes = (int) Varint.readUnsigned(in);
    return new Held<>(events.deserialize(in), ownTimestamp, ownArrived, bytes);
  }

  @Override
  public Held<E> copy(Held<E> from) {
    return from.copy(events);
  }

  @Override
  @SuppressWarnings("unchecked")
  protected HeldSerializer<E> withNested(TypeSerializer<?>[] nested) {
    return new HeldSerializer<>((TypeSerializer<E>) nested[0]);
  }

  @Override
  public TypeSerializerSnapshot<Held<E>> snapshotConfiguration() {
    return new Snapshot<>(this);
  }

  /**
   * What a savepoint keeps of a {@link HeldSerializer}.
   *
   * @param <E> the event
   */
  public static final class Snapshot<E>
      extends VersionedSerializer.Snapshot<Held<E>, HeldSerializer<E>> {

    /** For Flink, which then reads the snapshot. */
    public Snapshot() {}

    private Snapshot(HeldSerializer<E> serializer) {
      super(serializer);
    }

    @Override
    @SuppressWarnings("unchecked")
    protected HeldSerializer<E> createOuterSerializerWithNestedSerializers(
        TypeSerializer<?>[] nested) {
      return new HeldSerializer<>((TypeSerializer<E>) nested[0]);
    }
  }
}
