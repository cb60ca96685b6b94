// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import io.github.flinkpatterns.state.Varint;
import io.github.flinkpatterns.state.VersionedSerializer;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes the rules and their versions. Layout 1: varint n versions, of all rules; each: 1 byte
 * removed, 8 bytes from, 8 bytes since, then the rule ({@link RuleFormat}).
 */
final class RuleSetSerializer extends VersionedSerializer<RuleSet> {

  RuleSetSerializer() {
    super(1);
  }

  @Override
  protected void write(RuleSet set, DataOutputView out) throws IOException {
    Varint.writeUnsigned(set.all().stream().mapToInt(Collection::size).sum(), out);
    for (List<RuleSet.Version> versions : set.all()) {
      for (RuleSet.Version version : versions) {
        out.writeBoolean(version.removed());
        out.writeLong(version.fromMillis());
        out.writeLong(version.sinceMillis());
        RuleFormat.write(version.rule(), out);
      }
    }
  }

  @Override
  protected RuleSet read(int version, DataInputView in) throws IOException {
    RuleSet set = new RuleSet();
    int size = (int) Varint.readUnsigned(in);
    for (int i = 0; i < size; i++) {
      boolean removed = in.readBoolean();
      long from = in.readLong();
      long since = in.readLong();
      set.add(new RuleSet.Version(RuleFormat.read(in), removed, from, since));
    }
    return set;
  }

  @Override
  public RuleSet copy(RuleSet from) {
    return from.copy();
  }

  @Override
  protected RuleSetSerializer withNested(TypeSerializer<?>[] nested) {
    return new RuleSetSerializer();
  }

  @Override
  public TypeSerializerSnapshot<RuleSet> snapshotConfiguration() {
    return new Snapshot(this);
  }

  /** What a savepoint keeps of the serializer. */
  public static final class Snapshot
      extends VersionedSerializer.Snapshot<RuleSet, RuleSetSerializer> {

    /** For Flink, which then reads the snapshot. */
    public Snapshot() {}

    private Snapshot(RuleSetSerializer serializer) {
      super(serializer);
    }

    @Override
    protected RuleSetSerializer createOuterSerializerWithNestedSerializers(
        TypeSerializer<?>[] nested) {
      return new RuleSetSerializer();
    }
  }
}
