// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import io.github.flinkpatterns.state.Varint;
import io.github.flinkpatterns.state.VersionedSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes a {@link RowReply}. */
final class RowReplySerializer<U, I> extends MessageSerializer<RowReply<U, I>, U, I> {

  RowReplySerializer(TypeSerializer<U> user, TypeSerializer<I> item) {
    super(user, item);
  }

  @Override
  protected void write(RowReply<U, I> value, DataOutputView out) throws IOException {
    items.user(value.user(), out);
    Varint.writeUnsigned(value.request(), out);
    Varint.writeUnsigned(value.slot(), out);
    Varint.writeUnsigned(value.parts(), out);
    out.writeFloat(value.count());
    items.candidates(value.neighbours(), out);
    items.candidates(value.transitions(), out);
    items.question(value.question(), out);
  }

  @Override
  protected RowReply<U, I> read(int version, DataInputView in) throws IOException {
    U user = items.user(in);
    long request = Varint.readUnsigned(in);
    int slot = (int) Varint.readUnsigned(in);
    int parts = (int) Varint.readUnsigned(in);
    float count = in.readFloat();
    Candidates neighbours = items.candidates(in);
    Candidates transitions = items.candidates(in);
    return new RowReply<>(
        user, request, slot, parts, count, neighbours, transitions, items.question(in));
  }

  @Override
  @SuppressWarnings("unchecked")
  protected RowReplySerializer<U, I> withNested(TypeSerializer<?>[] nested) {
    return new RowReplySerializer<>((TypeSerializer<U>) nested[0], (TypeSerializer<I>) nested[1]);
  }

  @Override
  public TypeSerializerSnapshot<RowReply<U, I>> snapshotConfiguration() {
    return new Snapshot<>(this);
  }

  /** What a checkpoint keeps of the serializer; public for Flink. */
  public static final class Snapshot<U, I>
      extends VersionedSerializer.Snapshot<RowReply<U, I>, RowReplySerializer<U, I>> {

    /** For Flink, which then reads the snapshot. */
    public Snapshot() {}

    private Snapshot(RowReplySerializer<U, I> serializer) {
      super(serializer);
    }

    @Override
    @SuppressWarnings("unchecked")
    protected RowReplySerializer<U, I> createOuterSerializerWithNestedSerializers(
        TypeSerializer<?>[] nested) {
      return new RowReplySerializer<>((TypeSerializer<U>) nested[0], (TypeSerializer<I>) nested[1]);
    }
  }
}
