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
 * Writes a {@link UserState}: about 12 bytes, then for each item of the history its id, 1 to 6
 * bytes of time and 4 of weight, then 4 for each fingerprint.
 *
 * <p>Layout 1: version, last time, requests, size, items; per item the time before the last one and
 * the weight as float; the number of fingerprints, fingerprints.
 */
final class UserStateSerializer<I> extends VersionedSerializer<UserState<I>> {

  private final Wire<I, I> wire;

  UserStateSerializer(TypeSerializer<I> item) {
    super(1, item);
    wire = new Wire<>(item, item);
  }

  @Override
  protected void write(UserState<I> value, DataOutputView out) throws IOException {
    Varint.writeSigned(value.lastMillis, out);
    Varint.writeUnsigned(value.requests, out);
    wire.items(value.items, value.size, out);
    for (int k = 0; k < value.size; k++) {
      Varint.writeUnsigned(value.lastMillis - value.times[k], out);
      out.writeFloat(value.weights[k]);
    }
    Varint.writeUnsigned(value.seen.length, out);
    for (int fingerprint : value.seen) {
      out.writeInt(fingerprint);
    }
  }

  @Override
  protected UserState<I> read(int version, DataInputView in) throws IOException {
    UserState<I> value = new UserState<>();
    value.lastMillis = Varint.readSigned(in);
    value.requests = Varint.readUnsigned(in);
    value.items = wire.items(in);
    value.size = value.items.length;
    value.times = new long[value.size];
    value.weights = new float[value.size];
    for (int k = 0; k < value.size; k++) {
      value.times[k] = value.lastMillis - Varint.readUnsigned(in);
      value.weights[k] = in.readFloat();
    }
    value.seen = new int[(int) Varint.readUnsigned(in)];
    for (int k = 0; k < value.seen.length; k++) {
      value.seen[k] = in.readInt();
    }
    return value;
  }

  @Override
  public UserState<I> copy(UserState<I> from) {
    return from.copy();
  }

  @Override
  @SuppressWarnings("unchecked")
  protected UserStateSerializer<I> withNested(TypeSerializer<?>[] nested) {
    return new UserStateSerializer<>((TypeSerializer<I>) nested[0]);
  }

  @Override
  public TypeSerializerSnapshot<UserState<I>> snapshotConfiguration() {
    return new Snapshot<>(this);
  }

  /** What a savepoint keeps of the serializer; public for Flink. */
  public static final class Snapshot<I>
      extends VersionedSerializer.Snapshot<UserState<I>, UserStateSerializer<I>> {

    /** For Flink, which then reads the snapshot. */
    public Snapshot() {}

    private Snapshot(UserStateSerializer<I> serializer) {
      super(serializer);
    }

    @Override
    @SuppressWarnings("unchecked")
    protected UserStateSerializer<I> createOuterSerializerWithNestedSerializers(
        TypeSerializer<?>[] nested) {
      return new UserStateSerializer<>((TypeSerializer<I>) nested[0]);
    }
  }
}
