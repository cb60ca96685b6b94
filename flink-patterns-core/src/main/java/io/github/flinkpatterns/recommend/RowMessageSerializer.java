// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import io.github.flinkpatterns.state.Varint;
import io.github.flinkpatterns.state.VersionedSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes a {@link RowMessage}: about 14 bytes, ids, 8 to 12 for each neighbour. */
final class RowMessageSerializer<U, I> extends MessageSerializer<RowMessage<U, I>, U, I> {

  RowMessageSerializer(TypeSerializer<U> user, TypeSerializer<I> item) {
    super(user, item);
  }

  @Override
  protected void write(RowMessage<U, I> value, DataOutputView out) throws IOException {
    items.item(value.item(), out);
    items.user(value.user(), out);
    Varint.writeUnsigned(value.request(), out);
    Varint.writeUnsigned(value.slot(), out);
    Varint.writeUnsigned(value.parts(), out);
    Varint.writeSigned(value.timeMillis(), out);
    out.writeFloat(value.count());
    items.items(value.others(), value.others().length, out);
    for (int k = 0; k < value.others().length; k++) {
      out.writeFloat(value.weights()[k]);
      out.writeFloat(value.transitions()[k]);
    }
    items.question(value.question(), out);
  }

  @Override
  protected RowMessage<U, I> read(int version, DataInputView in) throws IOException {
    I item = items.item(in);
    U user = items.user(in);
    long request = Varint.readUnsigned(in);
    int slot = (int) Varint.readUnsigned(in);
    int parts = (int) Varint.readUnsigned(in);
    long time = Varint.readSigned(in);
    float count = in.readFloat();
    Object[] others = items.items(in);
    float[] weights = new float[others.length];
    float[] transitions = new float[others.length];
    for (int k = 0; k < others.length; k++) {
      weights[k] = in.readFloat();
      transitions[k] = in.readFloat();
    }
    return new RowMessage<>(
        item,
        user,
        request,
        slot,
        parts,
        time,
        count,
        others,
        weights,
        transitions,
        items.question(in));
  }

  @Override
  @SuppressWarnings("unchecked")
  protected RowMessageSerializer<U, I> withNested(TypeSerializer<?>[] nested) {
    return new RowMessageSerializer<>((TypeSerializer<U>) nested[0], (TypeSerializer<I>) nested[1]);
  }

  @Override
  public TypeSerializerSnapshot<RowMessage<U, I>> snapshotConfiguration() {
    return new Snapshot<>(this);
  }

  /** What a checkpoint keeps of the serializer; public for Flink. */
  public static final class Snapshot<U, I>
      extends VersionedSerializer.Snapshot<RowMessage<U, I>, RowMessageSerializer<U, I>> {

    /** For Flink, which then reads the snapshot. */
    public Snapshot() {}

    private Snapshot(RowMessageSerializer<U, I> serializer) {
      super(serializer);
    }

    @Override
    @SuppressWarnings("unchecked")
    protected RowMessageSerializer<U, I> createOuterSerializerWithNestedSerializers(
        TypeSerializer<?>[] nested) {
      return new RowMessageSerializer<>(
          (TypeSerializer<U>) nested[0], (TypeSerializer<I>) nested[1]);
    }
  }
}
