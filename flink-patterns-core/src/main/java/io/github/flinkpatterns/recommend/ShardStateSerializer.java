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
 * Writes a {@link ShardState}: at most 1,000 popular items with 4 bytes each beside the id, and two
 * varints for each of {@value Settings#CANDIDATES} ranks of every component.
 *
 * <p>Layout 1: version, last time, the fast and the slow ranking (landmark, size, items, weights as
 * floats), the number of components and of ranks, hits and cases by component and rank.
 */
final class ShardStateSerializer<I> extends VersionedSerializer<ShardState<I>> {

  private final Wire<I, I> wire;

  ShardStateSerializer(TypeSerializer<I> item) {
    super(1, item);
    wire = new Wire<>(item, item);
  }

  @Override
  protected void write(ShardState<I> value, DataOutputView out) throws IOException {
    Varint.writeSigned(value.lastMillis, out);
    ranking(value.fast, out);
    ranking(value.slow, out);
    Varint.writeUnsigned(Calibration.COMPONENTS, out);
    Varint.writeUnsigned(Settings.CANDIDATES, out);
    for (int c = 0; c < Calibration.COMPONENTS; c++) {
      for (int rank = 0; rank < Settings.CANDIDATES; rank++) {
        Varint.writeUnsigned(value.calibration.hits[c][rank], out);
        Varint.writeUnsigned(value.calibration.cases[c][rank], out);
      }
    }
  }

  private void ranking(DecayedRanking<I> ranking, DataOutputView out) throws IOException {
    Varint.writeSigned(ranking.landmark, out);
    wire.items(ranking.items, ranking.size, out);
    for (int k = 0; k < ranking.size; k++) {
      out.writeFloat(ranking.weights[k]);
    }
  }

  @Override
  protected ShardState<I> read(int version, DataInputView in) throws IOException {
    ShardState<I> value = new ShardState<>();
    value.lastMillis = Varint.readSigned(in);
    ranking(value.fast, in);
    ranking(value.slow, in);
    int components = (int) Varint.readUnsigned(in);
    int ranks = (int) Varint.readUnsigned(in);
    for (int c = 0; c < components; c++) {
      for (int rank = 0; rank < ranks; rank++) {
        value.calibration.hits[c][rank] = Varint.readUnsigned(in);
        value.calibration.cases[c][rank] = Varint.readUnsigned(in);
      }
    }
    return value;
  }

  private void ranking(DecayedRanking<I> ranking, DataInputView in) throws IOException {
    ranking.landmark = Varint.readSigned(in);
    Object[] items = wire.items(in);
    ranking.resize(items.length);
    ranking.size = items.length;
    for (int k = 0; k < items.length; k++) {
      ranking.put(k, items[k], in.readFloat());
    }
  }

  @Override
  public ShardState<I> copy(ShardState<I> from) {
    return from.copy();
  }

  @Override
  @SuppressWarnings("unchecked")
  protected ShardStateSerializer<I> withNested(TypeSerializer<?>[] nested) {
    return new ShardStateSerializer<>((TypeSerializer<I>) nested[0]);
  }

  @Override
  public TypeSerializerSnapshot<ShardState<I>> snapshotConfiguration() {
    return new Snapshot<>(this);
  }

  /** What a savepoint keeps of the serializer; public for Flink. */
  public static final class Snapshot<I>
      extends VersionedSerializer.Snapshot<ShardState<I>, ShardStateSerializer<I>> {

    /** For Flink, which then reads the snapshot. */
    public Snapshot() {}

    private Snapshot(ShardStateSerializer<I> serializer) {
      super(serializer);
    }

    @Override
    @SuppressWarnings("unchecked")
    protected ShardStateSerializer<I> createOuterSerializerWithNestedSerializers(
        TypeSerializer<?>[] nested) {
      return new ShardStateSerializer<>((TypeSerializer<I>) nested[0]);
    }
  }
}
