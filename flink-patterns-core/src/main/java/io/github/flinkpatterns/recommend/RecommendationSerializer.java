// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import io.github.flinkpatterns.state.Varint;
import io.github.flinkpatterns.state.VersionedSerializer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes a {@link Recommendation}. */
final class RecommendationSerializer<U, I> extends MessageSerializer<Recommendation<U, I>, U, I> {

  RecommendationSerializer(TypeSerializer<U> user, TypeSerializer<I> item) {
    super(user, item);
  }

  @Override
  protected void write(Recommendation<U, I> value, DataOutputView out) throws IOException {
    items.user(value.user(), out);
    Varint.writeSigned(value.atMillis(), out);
    Varint.writeUnsigned(value.items().size(), out);
    for (ScoredItem<I> scored : value.items()) {
      items.item(scored.item(), out);
      out.writeDouble(scored.score());
    }
  }

  @Override
  protected Recommendation<U, I> read(int version, DataInputView in) throws IOException {
    U user = items.user(in);
    long at = Varint.readSigned(in);
    int size = (int) Varint.readUnsigned(in);
    List<ScoredItem<I>> best = new ArrayList<>(size);
    for (int k = 0; k < size; k++) {
      I item = items.item(in);
      best.add(new ScoredItem<>(item, in.readDouble()));
    }
    return new Recommendation<>(user, best, at);
  }

  @Override
  @SuppressWarnings("unchecked")
  protected RecommendationSerializer<U, I> withNested(TypeSerializer<?>[] nested) {
    return new RecommendationSerializer<>(
        (TypeSerializer<U>) nested[0], (TypeSerializer<I>) nested[1]);
  }

  @Override
  public TypeSerializerSnapshot<Recommendation<U, I>> snapshotConfiguration() {
    return new Snapshot<>(this);
  }

  /** What a checkpoint keeps of the serializer; public for Flink. */
  public static final class Snapshot<U, I>
      extends VersionedSerializer.Snapshot<Recommendation<U, I>, RecommendationSerializer<U, I>> {

    /** For Flink, which then reads the snapshot. */
    public Snapshot() {}

    private Snapshot(RecommendationSerializer<U, I> serializer) {
      super(serializer);
    }

    @Override
    @SuppressWarnings("unchecked")
    protected RecommendationSerializer<U, I> createOuterSerializerWithNestedSerializers(
        TypeSerializer<?>[] nested) {
      return new RecommendationSerializer<>(
          (TypeSerializer<U>) nested[0], (TypeSerializer<I>) nested[1]);
    }
  }
}
