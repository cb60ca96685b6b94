// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import io.github.flinkpatterns.state.Varint;
import io.github.flinkpatterns.state.VersionedSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes an {@link Outcome}. */
final class OutcomeSerializer<U, I> extends MessageSerializer<Outcome<U, I>, U, I> {

  OutcomeSerializer(TypeSerializer<U> user, TypeSerializer<I> item) {
    super(user, item);
  }

  @Override
  protected void write(Outcome<U, I> value, DataOutputView out) throws IOException {
    items.user(value.user(), out);
    items.item(value.item(), out);
    Varint.writeUnsigned(value.rank(), out);
    Varint.writeSigned(value.atMillis(), out);
  }

  @Override
  protected Outcome<U, I> read(int version, DataInputView in) throws IOException {
    U user = items.user(in);
    I item = items.item(in);
    int rank = (int) Varint.readUnsigned(in);
    return new Outcome<>(user, item, rank, Varint.readSigned(in));
  }

  @Override
  @SuppressWarnings("unchecked")
  protected OutcomeSerializer<U, I> withNested(TypeSerializer<?>[] nested) {
    return new OutcomeSerializer<>((TypeSerializer<U>) nested[0], (TypeSerializer<I>) nested[1]);
  }

  @Override
  public TypeSerializerSnapshot<Outcome<U, I>> snapshotConfiguration() {
    return new Snapshot<>(this);
  }

  /** What a checkpoint keeps of the serializer; public for Flink. */
  public static final class Snapshot<U, I>
      extends VersionedSerializer.Snapshot<Outcome<U, I>, OutcomeSerializer<U, I>> {

    /** For Flink, which then reads the snapshot. */
    public Snapshot() {}

    private Snapshot(OutcomeSerializer<U, I> serializer) {
      super(serializer);
    }

    @Override
    @SuppressWarnings("unchecked")
    protected OutcomeSerializer<U, I> createOuterSerializerWithNestedSerializers(
        TypeSerializer<?>[] nested) {
      return new OutcomeSerializer<>((TypeSerializer<U>) nested[0], (TypeSerializer<I>) nested[1]);
    }
  }
}
