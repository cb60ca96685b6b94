// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.aggregate;

import io.github.flinkpatterns.state.Varint;
import io.github.flinkpatterns.state.VersionedSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes the aggregate of a key: 9 to 14 bytes and the accumulator.
 *
 * <p>Layout 1: version; events, nothing more if they are 0; last, zigzag; last - first; the
 * accumulator by its own serializer. All numbers are varints.
 */
final class RunningValueSerializer<A> extends VersionedSerializer<RunningValue<A>> {

  private final TypeSerializer<A> accumulators;

  RunningValueSerializer(TypeSerializer<A> accumulators) {
    super(1, accumulators);
    this.accumulators = accumulators;
  }

  @Override
  protected void write(RunningValue<A> value, DataOutputView out) throws IOException {
    Varint.writeUnsigned(value.events, out);
    if (value.accumulator != null) {
      Varint.writeSigned(value.last, out);
      Varint.writeUnsigned(value.last - value.first, out);
      accumulators.serialize(value.accumulator, out);
    }
  }

  @Override
  protected RunningValue<A> read(int version, DataInputView in) throws IOException {
    RunningValue<A> value = new RunningValue<>();
    value.events = Varint.readUnsigned(in);
    if (value.events > 0) {
      value.last = Varint.readSigned(in);
      value.first = value.last - Varint.readUnsigned(in);
      value.accumulator = accumulators.deserialize(in);
    }
    return value;
  }

  @Override
  public RunningValue<A> copy(RunningValue<A> from) {
    RunningValue<A> to = new RunningValue<>();
    to.events = from.events;
    to.first = from.first;
    to.last = from.last;
    to.accumulator = from.accumulator == null ? null : accumulators.copy(from.accumulator);
    return to;
  }

  @Override
  @SuppressWarnings("unchecked")
  protected RunningValueSerializer<A> withNested(TypeSerializer<?>[] nested) {
    return new RunningValueSerializer<>((TypeSerializer<A>) nested[0]);
  }

  @Override
  public TypeSerializerSnapshot<RunningValue<A>> snapshotConfiguration() {
    return new Snapshot<>(this);
  }

  /**
   * What a savepoint keeps of the serializer.
   *
   * @param <A> the accumulator
   */
  public static final class Snapshot<A>
      extends VersionedSerializer.Snapshot<RunningValue<A>, RunningValueSerializer<A>> {

    /** For Flink, which then reads the snapshot. */
    public Snapshot() {}

    Snapshot(RunningValueSerializer<A> serializer) {
      super(serializer);
    }

    @Override
    @SuppressWarnings("unchecked")
    protected RunningValueSerializer<A> createOuterSerializerWithNestedSerializers(
        TypeSerializer<?>[] nested) {
      return new RunningValueSerializer<>((TypeSerializer<A>) nested[0]);
    }
  }
}
