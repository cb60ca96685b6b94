// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.erase;

import io.github.flinkpatterns.state.Varint;
import io.github.flinkpatterns.state.VersionedSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Writes a {@link Guarded} value: 2 bytes, 12 or so more for a tombstone, then the value.
 *
 * <p>Layout 1: version, 1 or 0 for a tombstone or none, the moment erased, until when as the
 * difference to it, the value by its own serializer.
 *
 * <p>It takes bare values too and writes them without a tombstone: state of a logic that was not
 * erasable is read by the logic's own serializer at restore, and meets this one when it is written.
 */
final class GuardedSerializer<S> extends VersionedSerializer<Object> {

  private final TypeSerializer<S> value;

  GuardedSerializer(TypeSerializer<S> value) {
    super(1, value);
    this.value = value;
  }

  @Override
  protected void write(Object stored, DataOutputView out) throws IOException {
    Guarded<S> guarded = Guarded.of(stored);
    out.writeBoolean(guarded.hasTombstone());
    if (guarded.hasTombstone()) {
      Varint.writeSigned(guarded.erasedMillis, out);
      Varint.writeSigned(guarded.untilMillis - guarded.erasedMillis, out);
    }
    value.serialize(guarded.value, out);
  }

  @Override
  protected Object read(int version, DataInputView in) throws IOException {
    long erased = 0;
    long until = Guarded.NO_TOMBSTONE;
    if (in.readBoolean()) {
      erased = Varint.readSigned(in);
      until = erased + Varint.readSigned(in);
    }
    Guarded<S> guarded = new Guarded<>(value.deserialize(in));
    guarded.erasedMillis = erased;
    guarded.untilMillis = until;
    return guarded;
  }

  @Override
  public Object copy(Object from) {
    Guarded<S> guarded = Guarded.of(from);
    Guarded<S> to = new Guarded<>(value.copy(guarded.value));
    to.erasedMillis = guarded.erasedMillis;
    to.untilMillis = guarded.untilMillis;
    return to;
  }

  @Override
  @SuppressWarnings("unchecked")
  protected GuardedSerializer<S> withNested(TypeSerializer<?>[] nested) {
    return new GuardedSerializer<>((TypeSerializer<S>) nested[0]);
  }

  @Override
  public TypeSerializerSnapshot<Object> snapshotConfiguration() {
    return new Snapshot<>(this);
  }

  /**
   * What a savepoint keeps of a {@link GuardedSerializer}.
   *
   * @param <S> the value
   */
  public static final class Snapshot<S>
      extends VersionedSerializer.Snapshot<Object, GuardedSerializer<S>> {

    private @Nullable TypeSerializer<S> bare;

    /** For Flink, which then reads the snapshot. */
    public Snapshot() {}

    private Snapshot(GuardedSerializer<S> serializer) {
      super(serializer);
      bare = serializer.value;
    }

    /** Takes state of the bare value too: Flink then rewrites it at restore. */
    @Override
    @SuppressWarnings("unchecked")
    public TypeSerializerSchemaCompatibility<Object> resolveSchemaCompatibility(
        TypeSerializerSnapshot<Object> old) {
      if (bare == null || old instanceof Snapshot<?>) {
        return super.resolveSchemaCompatibility(old);
      }
      TypeSerializerSnapshot<S> oldBare = (TypeSerializerSnapshot<S>) (Object) old;
      return bare.snapshotConfiguration().resolveSchemaCompatibility(oldBare).isIncompatible()
          ? TypeSerializerSchemaCompatibility.incompatible()
          : TypeSerializerSchemaCompatibility.compatibleAfterMigration();
    }

    @Override
    @SuppressWarnings("unchecked")
    protected GuardedSerializer<S> createOuterSerializerWithNestedSerializers(
        TypeSerializer<?>[] nested) {
      return new GuardedSerializer<>((TypeSerializer<S>) nested[0]);
    }
  }
}
