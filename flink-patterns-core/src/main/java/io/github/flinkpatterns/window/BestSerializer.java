// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.window;

import io.github.flinkpatterns.state.Varint;
import io.github.flinkpatterns.state.VersionedSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes the best keys of one window.
 *
 * <p>Layout 1: version; revision; end (zigzag); number of entries; for each the key and the result,
 * by their own serializers. All numbers are varints.
 */
final class BestSerializer<K, R> extends VersionedSerializer<Best<K, R>> {

  private final TypeSerializer<K> keys;
  private final TypeSerializer<R> results;

  BestSerializer(TypeSerializer<K> keys, TypeSerializer<R> results) {
    super(1, keys, results);
    this.keys = keys;
    this.results = results;
  }

  @Override
  protected void write(Best<K, R> best, DataOutputView out) throws IOException {
    Varint.writeUnsigned(best.revision, out);
    Varint.writeSigned(best.end, out);
    Varint.writeUnsigned(best.entries.size(), out);
    for (Best.Entry<K, R> entry : best.entries) {
      keys.serialize(entry.key(), out);
      results.serialize(entry.result(), out);
    }
  }

  @Override
  protected Best<K, R> read(int version, DataInputView in) throws IOException {
    int revision = (int) Varint.readUnsigned(in);
    long end = Varint.readSigned(in);
    int size = (int) Varint.readUnsigned(in);
    Best<K, R> best = new Best<>(size);
    best.revision = revision;
    best.end = end;
    for (int i = 0; i < size; i++) {
      best.entries.add(new Best.Entry<>(keys.deserialize(in), results.deserialize(in)));
    }
    return best;
  }

  /** Entries are never changed in place, so both may hold them. */
  @Override
  public Best<K, R> copy(Best<K, R> from) {
    Best<K, R> to = new Best<>(from.entries.size());
    to.end = from.end;
    to.revision = from.revision;
    to.entries.addAll(from.entries);
    return to;
  }

  @Override
  @SuppressWarnings("unchecked")
  protected BestSerializer<K, R> withNested(TypeSerializer<?>[] nested) {
    return new BestSerializer<>((TypeSerializer<K>) nested[0], (TypeSerializer<R>) nested[1]);
  }

  @Override
  public TypeSerializerSnapshot<Best<K, R>> snapshotConfiguration() {
    return new Snapshot<>(this);
  }

  /**
   * What a savepoint keeps of the serializer.
   *
   * @param <K> the key that is ranked
   * @param <R> its result
   */
  public static final class Snapshot<K, R>
      extends VersionedSerializer.Snapshot<Best<K, R>, BestSerializer<K, R>> {

    /** For Flink, which then reads the snapshot. */
    public Snapshot() {}

    Snapshot(BestSerializer<K, R> serializer) {
      super(serializer);
    }

    @Override
    @SuppressWarnings("unchecked")
    protected BestSerializer<K, R> createOuterSerializerWithNestedSerializers(
        TypeSerializer<?>[] nested) {
      return new BestSerializer<>((TypeSerializer<K>) nested[0], (TypeSerializer<R>) nested[1]);
    }
  }
}
