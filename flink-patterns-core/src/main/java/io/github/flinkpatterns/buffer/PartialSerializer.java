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
 * Writes a {@link Partial} into operator state: 3 to 12 bytes, the key and the accumulator.
 *
 * <p>Layout 1: version, start of the slice, number of events, key and accumulator by their own
 * serializers.
 */
final class PartialSerializer<K, A> extends VersionedSerializer<Partial<K, A>> {

  private final TypeSerializer<K> keys;
  private final TypeSerializer<A> accumulators;

  PartialSerializer(TypeSerializer<K> keys, TypeSerializer<A> accumulators) {
    super(1, keys, accumulators);
    this.keys = keys;
    this.accumulators = accumulators;
  }

  @Override
  protected void write(Partial<K, A> partial, DataOutputView out) throws IOException {
    Varint.writeSigned(partial.sliceStartMillis(), out);
    Varint.writeUnsigned(partial.events(), out);
    keys.serialize(partial.key(), out);
    accumulators.serialize(partial.accumulator(), out);
  }

  @Override
  protected Partial<K, A> read(int version, DataInputView in) throws IOException {
    long start = Varint.readSigned(in);
    long events = Varint.readUnsigned(in);
    K key = keys.deserialize(in);
    return new Partial<>(key, start, accumulators.deserialize(in), events);
  }

  @Override
  public Partial<K, A> copy(Partial<K, A> from) {
    return new Partial<>(
        keys.copy(from.key()),
        from.sliceStartMillis(),
        accumulators.copy(from.accumulator()),
        from.events());
  }

  @Override
  @SuppressWarnings("unchecked")
  protected PartialSerializer<K, A> withNested(TypeSerializer<?>[] nested) {
    return new PartialSerializer<>((TypeSerializer<K>) nested[0], (TypeSerializer<A>) nested[1]);
  }

  @Override
  public TypeSerializerSnapshot<Partial<K, A>> snapshotConfiguration() {
    return new Snapshot<>(this);
  }

  /**
   * What a savepoint keeps of a {@link PartialSerializer}.
   *
   * @param <K> the key
   * @param <A> the accumulator
   */
  public static final class Snapshot<K, A>
      extends VersionedSerializer.Snapshot<Partial<K, A>, PartialSerializer<K, A>> {

    /** For Flink, which then reads the snapshot. */
    public Snapshot() {}

    private Snapshot(PartialSerializer<K, A> serializer) {
      super(serializer);
    }

    @Override
    @SuppressWarnings("unchecked")
    protected PartialSerializer<K, A> createOuterSerializerWithNestedSerializers(
        TypeSerializer<?>[] nested) {
      return new PartialSerializer<>((TypeSerializer<K>) nested[0], (TypeSerializer<A>) nested[1]);
    }
  }
}
