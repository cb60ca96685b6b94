// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.state;

import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.api.common.typeutils.CompositeTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes a value by hand, with the version of its layout in front, so that state written by an old
 * release is read by every later one.
 *
 * <p>Each value costs one byte for the version. A new release that changes the layout raises the
 * version, writes the new layout and keeps a branch in {@link #read} for every older one; values
 * are rewritten when they are next updated, and nothing has to be migrated at restore. State of a
 * newer layout than the code knows is refused at restore, by name.
 *
 * <p>Serializers of the caller's own types go in as <em>nested</em> serializers. Their snapshots
 * are kept with ours, so that a change of the caller's type is checked by Flink as usual.
 *
 * <p>An instance must be usable by one thread at a time, as every Flink serializer. One that keeps
 * scratch space must override {@link #duplicate()}.
 *
 * @param <T> the value
 */
public abstract class VersionedSerializer<T> extends TypeSerializer<T> {

  private final int version;
  private final TypeSerializer<?>[] nested;

  /**
   * Creates a serializer that writes the given version of the layout.
   *
   * @param version from 1 to 127
   * @param nested the serializers of the caller's types, always in the same order
   */
  protected VersionedSerializer(int version, TypeSerializer<?>... nested) {
    if (version < 1 || version > 127) {
      throw new IllegalArgumentException(
          getClass().getSimpleName() + ": parameter 'version': " + version + " is not in 1..127");
    }
    this.version = version;
    this.nested = nested.clone();
  }

  /** Writes {@code value} in the newest layout, without the version. */
  protected abstract void write(T value, DataOutputView out) throws IOException;

  /** Reads a value of the layout {@code version}, any from 1 to the newest. */
  protected abstract T read(int version, DataInputView in) throws IOException;

  /** Returns the same serializer over other nested serializers, given in the same order. */
  protected abstract VersionedSerializer<T> withNested(TypeSerializer<?>[] nested);

  /** Returns a deep copy: changing one never shows in the other. */
  @Override
  public abstract T copy(T from);

  /** Returns the nested serializer at {@code index}, as it was given to the constructor. */
  @SuppressWarnings("unchecked")
  protected final <N> TypeSerializer<N> nested(int index) {
    return (TypeSerializer<N>) nested[index];
  }

  @Override
  public final void serialize(T value, DataOutputView out) throws IOException {
    out.writeByte(version);
    write(value, out);
  }

  @Override
  public final T deserialize(DataInputView in) throws IOException {
    int found = in.readByte();
    if (found < 1 || found > version) {
      throw new IOException(
          getClass().getSimpleName()
              + ": the value has layout version "
              + found
              + ", this code reads 1 to "
              + version
              + "; the state is damaged or of a newer release");
    }
    return read(found, in);
  }

  @Override
  public final T deserialize(T reuse, DataInputView in) throws IOException {
    return deserialize(in);
  }

  @Override
  public final T copy(T from, T reuse) {
    return copy(from);
  }

  @Override
  public final void copy(DataInputView in, DataOutputView out) throws IOException {
    serialize(deserialize(in), out);
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // the same object means: has no state, may be shared
  public TypeSerializer<T> duplicate() {
    TypeSerializer<?>[] copies = new TypeSerializer<?>[nested.length];
    boolean same = true;
    for (int i = 0; i < nested.length; i++) {
      copies[i] = nested[i].duplicate();
      same &= copies[i] == nested[i];
    }
    return same ? this : withNested(copies);
  }

  @Override
  public boolean isImmutableType() {
    return false;
  }

  /** Returns null: a value is made by whoever owns it, never by its serializer. */
  @Override
  @SuppressWarnings("NullAway")
  public T createInstance() {
    return null;
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public boolean equals(Object other) {
    return other != null
        && other.getClass() == getClass()
        && Arrays.equals(nested, ((VersionedSerializer<?>) other).nested);
  }

  @Override
  public int hashCode() {
    return 31 * getClass().hashCode() + Arrays.hashCode(nested);
  }

  /**
   * What a savepoint keeps of a {@link VersionedSerializer}: the newest layout version and the
   * snapshots of the nested serializers. A subclass needs a public constructor without arguments.
   *
   * @param <T> the value
   * @param <S> its serializer
   */
  public abstract static class Snapshot<T, S extends VersionedSerializer<T>>
      extends CompositeTypeSerializerSnapshot<T, S> {

    private int layoutVersion;

    /** For Flink, which then reads the snapshot. */
    protected Snapshot() {}

    /** For writing the snapshot of {@code serializer}. */
    protected Snapshot(S serializer) {
      super(serializer);
      layoutVersion = ((VersionedSerializer<?>) serializer).version;
    }

    @Override
    protected final int getCurrentOuterSnapshotVersion() {
      return 1;
    }

    @Override
    protected final TypeSerializer<?>[] getNestedSerializers(S serializer) {
      return ((VersionedSerializer<?>) serializer).nested;
    }

    @Override
    protected final void writeOuterSnapshot(DataOutputView out) throws IOException {
      out.writeInt(layoutVersion);
    }

    @Override
    protected final void readOuterSnapshot(
        int outerVersion, DataInputView in, ClassLoader userCodeClassLoader) throws IOException {
      layoutVersion = in.readInt();
    }

    @Override
    protected final OuterSchemaCompatibility resolveOuterSchemaCompatibility(
        TypeSerializerSnapshot<T> old) {
      return ((Snapshot<?, ?>) old).layoutVersion <= layoutVersion
          ? OuterSchemaCompatibility.COMPATIBLE_AS_IS
          : OuterSchemaCompatibility.INCOMPATIBLE;
    }
  }
}
