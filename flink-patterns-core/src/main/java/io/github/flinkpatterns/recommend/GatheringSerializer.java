// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import io.github.flinkpatterns.state.Varint;
import io.github.flinkpatterns.state.VersionedSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes a {@link Gathering}: the answers that wait for others, mostly none.
 *
 * <p>Layout 1: version, number of requests; per request its number, the number of answers, answers.
 */
final class GatheringSerializer<U, I> extends VersionedSerializer<Gathering<U, I>> {

  private final TypeSerializer<RowReply<U, I>> replies;

  GatheringSerializer(TypeSerializer<RowReply<U, I>> replies) {
    super(1, replies);
    this.replies = replies;
  }

  @Override
  protected void write(Gathering<U, I> value, DataOutputView out) throws IOException {
    Varint.writeUnsigned(value.open.size(), out);
    for (Gathering.Open<U, I> open : value.open) {
      Varint.writeUnsigned(open.request, out);
      Varint.writeUnsigned(open.replies.size(), out);
      for (RowReply<U, I> reply : open.replies) {
        replies.serialize(reply, out);
      }
    }
  }

  @Override
  protected Gathering<U, I> read(int version, DataInputView in) throws IOException {
    Gathering<U, I> value = new Gathering<>();
    int requests = (int) Varint.readUnsigned(in);
    for (int r = 0; r < requests; r++) {
      Gathering.Open<U, I> open = value.of(Varint.readUnsigned(in));
      int size = (int) Varint.readUnsigned(in);
      for (int k = 0; k < size; k++) {
        open.replies.add(replies.deserialize(in));
      }
    }
    return value;
  }

  @Override
  public Gathering<U, I> copy(Gathering<U, I> from) {
    return from.copy();
  }

  @Override
  @SuppressWarnings("unchecked")
  protected GatheringSerializer<U, I> withNested(TypeSerializer<?>[] nested) {
    return new GatheringSerializer<>((TypeSerializer<RowReply<U, I>>) nested[0]);
  }

  @Override
  public TypeSerializerSnapshot<Gathering<U, I>> snapshotConfiguration() {
    return new Snapshot<>(this);
  }

  /** What a savepoint keeps of the serializer; public for Flink. */
  public static final class Snapshot<U, I>
      extends VersionedSerializer.Snapshot<Gathering<U, I>, GatheringSerializer<U, I>> {

    /** For Flink, which then reads the snapshot. */
    public Snapshot() {}

    private Snapshot(GatheringSerializer<U, I> serializer) {
      super(serializer);
    }

    @Override
    @SuppressWarnings("unchecked")
    protected GatheringSerializer<U, I> createOuterSerializerWithNestedSerializers(
        TypeSerializer<?>[] nested) {
      return new GatheringSerializer<>((TypeSerializer<RowReply<U, I>>) nested[0]);
    }
  }
}
