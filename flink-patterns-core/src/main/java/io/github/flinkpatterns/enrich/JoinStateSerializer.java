// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.enrich;

import io.github.flinkpatterns.state.VersionedSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes a {@link JoinState}: 5 bytes, then 3 to 8 bytes and the event for each event.
 *
 * <p>Layout 1: version; four lists: left pending, left, right pending, right. A list is its size,
 * and for each event its time as what it differs by from the one before, twice its size plus 1 if
 * it is matched, the event by its own serializer.
 */
final class JoinStateSerializer<L, R> extends VersionedSerializer<JoinState<L, R>> {

  private final TypeSerializer<L> left;
  private final TypeSerializer<R> right;

  JoinStateSerializer(TypeSerializer<L> left, TypeSerializer<R> right) {
    super(1, left, right);
    this.left = left;
    this.right = right;
  }

  @Override
  protected void write(JoinState<L, R> state, DataOutputView out) throws IOException {
    state.leftPending.write(left, out);
    state.left.write(left, out);
    state.rightPending.write(right, out);
    state.right.write(right, out);
  }

  @Override
  protected JoinState<L, R> read(int version, DataInputView in) throws IOException {
    Items<L> leftPending = Items.read(left, in);
    Items<L> lefts = Items.read(left, in);
    Items<R> rightPending = Items.read(right, in);
    return new JoinState<>(leftPending, lefts, rightPending, Items.read(right, in));
  }

  @Override
  public JoinState<L, R> copy(JoinState<L, R> from) {
    return new JoinState<>(
        from.leftPending.copy(left),
        from.left.copy(left),
        from.rightPending.copy(right),
        from.right.copy(right));
  }

  @Override
  @SuppressWarnings("unchecked")
  protected JoinStateSerializer<L, R> withNested(TypeSerializer<?>[] nested) {
    return new JoinStateSerializer<>((TypeSerializer<L>) nested[0], (TypeSerializer<R>) nested[1]);
  }

  @Override
  public TypeSerializerSnapshot<JoinState<L, R>> snapshotConfiguration() {
    return new Snapshot<>(this);
  }

  /**
   * What a savepoint keeps of a {@link JoinStateSerializer}.
   *
   * @param <L> the event of the first stream
   * @param <R> the event of the second stream
   */
  public static final class Snapshot<L, R>
      extends VersionedSerializer.Snapshot<JoinState<L, R>, JoinStateSerializer<L, R>> {

    /** For Flink, which then reads the snapshot. */
    public Snapshot() {}

    private Snapshot(JoinStateSerializer<L, R> serializer) {
      super(serializer);
    }

    @Override
    @SuppressWarnings("unchecked")
    protected JoinStateSerializer<L, R> createOuterSerializerWithNestedSerializers(
        TypeSerializer<?>[] nested) {
      return new JoinStateSerializer<>(
          (TypeSerializer<L>) nested[0], (TypeSerializer<R>) nested[1]);
    }
  }
}
