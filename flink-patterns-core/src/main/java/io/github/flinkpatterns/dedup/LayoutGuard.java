// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes nothing; its snapshot carries the parameters that give state its meaning. State written
 * under other parameters is refused at restore, since ids would be looked for in other pages or
 * slices, and duplicates would pass.
 */
final class LayoutGuard extends TypeSerializer<String> {

  private final String parameters;

  LayoutGuard(String parameters) {
    this.parameters = parameters;
  }

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public TypeSerializer<String> duplicate() {
    return this;
  }

  @Override
  public String createInstance() {
    return "";
  }

  @Override
  public String copy(String from) {
    return from;
  }

  @Override
  public String copy(String from, String reuse) {
    return from;
  }

  @Override
  public int getLength() {
    return 0;
  }

  @Override
  public void serialize(String value, DataOutputView out) {}

  @Override
  public String deserialize(DataInputView in) {
    return createInstance();
  }

  @Override
  public String deserialize(String reuse, DataInputView in) {
    return createInstance();
  }

  @Override
  public void copy(DataInputView in, DataOutputView out) {}

  @Override
  public boolean equals(Object other) {
    return other instanceof LayoutGuard guard && guard.parameters.equals(parameters);
  }

  @Override
  public int hashCode() {
    return parameters.hashCode();
  }

  @Override
  public TypeSerializerSnapshot<String> snapshotConfiguration() {
    return new Snapshot(parameters);
  }

  /** What a savepoint keeps of a {@link LayoutGuard}: the parameters. */
  public static final class Snapshot implements TypeSerializerSnapshot<String> {

    private String parameters;

    /** For Flink, which then reads the snapshot. */
    public Snapshot() {
      this("");
    }

    private Snapshot(String parameters) {
      this.parameters = parameters;
    }

    @Override
    public int getCurrentVersion() {
      return 1;
    }

    @Override
    public void writeSnapshot(DataOutputView out) throws IOException {
      out.writeUTF(parameters);
    }

    @Override
    public void readSnapshot(int version, DataInputView in, ClassLoader classLoader)
        throws IOException {
      parameters = in.readUTF();
    }

    @Override
    public TypeSerializer<String> restoreSerializer() {
      return new LayoutGuard(parameters);
    }

    @Override
    public TypeSerializerSchemaCompatibility<String> resolveSchemaCompatibility(
        TypeSerializerSnapshot<String> old) {
      String before = ((Snapshot) old).parameters;
      if (!before.equals(parameters)) {
        throw new IllegalArgumentException(
            Deduplicator.NAME
                + ": the state was written with "
                + before
                + " and is read with "
                + parameters
                + "; its ids could not be found again: keep the horizon and the expected ids, or"
                + " choose another uid to start with empty state");
      }
      return TypeSerializerSchemaCompatibility.compatibleAsIs();
    }
  }
}
