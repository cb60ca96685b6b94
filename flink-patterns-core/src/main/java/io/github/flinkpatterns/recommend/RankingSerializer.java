// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import io.github.flinkpatterns.state.VersionedSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes a {@link Ranking}. */
final class RankingSerializer<U, I> extends MessageSerializer<Ranking<U, I>, U, I> {

  RankingSerializer(TypeSerializer<U> user, TypeSerializer<I> item) {
    super(user, item);
  }

  @Override
  protected void write(Ranking<U, I> value, DataOutputView out) throws IOException {
    items.user(value.user(), out);
    items.knownQuestion(value.question(), out);
    items.candidates(value.near(), out);
    items.candidates(value.after(), out);
    items.place(value.nearPlace(), out);
    items.place(value.afterPlace(), out);
    items.candidates(value.nearBefore(), out);
    items.candidates(value.afterBefore(), out);
  }

  @Override
  protected Ranking<U, I> read(int version, DataInputView in) throws IOException {
    U user = items.user(in);
    Question<I> question = items.knownQuestion(in);
    Candidates near = items.candidates(in);
    Candidates after = items.candidates(in);
    Place nearPlace = items.place(in);
    Place afterPlace = items.place(in);
    return new Ranking<>(
        user,
        question,
        near,
        after,
        nearPlace,
        afterPlace,
        items.candidates(in),
        items.candidates(in));
  }

  @Override
  @SuppressWarnings("unchecked")
  protected RankingSerializer<U, I> withNested(TypeSerializer<?>[] nested) {
    return new RankingSerializer<>((TypeSerializer<U>) nested[0], (TypeSerializer<I>) nested[1]);
  }

  @Override
  public TypeSerializerSnapshot<Ranking<U, I>> snapshotConfiguration() {
    return new Snapshot<>(this);
  }

  /** What a checkpoint keeps of the serializer; public for Flink. */
  public static final class Snapshot<U, I>
      extends VersionedSerializer.Snapshot<Ranking<U, I>, RankingSerializer<U, I>> {

    /** For Flink, which then reads the snapshot. */
    public Snapshot() {}

    private Snapshot(RankingSerializer<U, I> serializer) {
      super(serializer);
    }

    @Override
    @SuppressWarnings("unchecked")
    protected RankingSerializer<U, I> createOuterSerializerWithNestedSerializers(
        TypeSerializer<?>[] nested) {
      return new RankingSerializer<>((TypeSerializer<U>) nested[0], (TypeSerializer<I>) nested[1]);
    }
  }
}
