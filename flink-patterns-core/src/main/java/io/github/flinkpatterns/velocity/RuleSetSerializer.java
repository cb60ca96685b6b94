// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import io.github.flinkpatterns.state.Varint;
import io.github.flinkpatterns.state.VersionedSerializer;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/**
 * Writes the rules and their versions. Layout 1: varint n versions, of all rules; each: 1 byte
 * removed, 8 bytes from, 8 bytes since, then the rule's components in order; enumerations by name,
 * the threshold as a decimal string.
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
        writeRule(version.rule(), out);
      }
    }
  }

  private static void writeRule(Rule rule, DataOutputView out) throws IOException {
    StringValue.writeString(rule.id(), out);
    Varint.writeUnsigned(rule.version(), out);
    writeStrings(rule.keyBy(), out);
    StringValue.writeString(rule.aggregate().name(), out);
    writeStrings(rule.of(), out);
    Varint.writeUnsigned(rule.windowMillis(), out);
    StringValue.writeString(rule.op().name(), out);
    StringValue.writeString(rule.threshold().toString(), out);
    StringValue.writeString(rule.severity().name(), out);
    StringValue.writeString(rule.mode().name(), out);
    StringValue.writeString(rule.where(), out);
    StringValue.writeString(rule.when(), out);
    Varint.writeUnsigned(rule.minEvents(), out);
    Varint.writeUnsigned(rule.cooldownMillis(), out);
    Varint.writeUnsigned(rule.bucketMillis(), out);
  }

  @Override
  protected RuleSet read(int version, DataInputView in) throws IOException {
    RuleSet set = new RuleSet();
    int size = (int) Varint.readUnsigned(in);
    for (int i = 0; i < size; i++) {
      boolean removed = in.readBoolean();
      long from = in.readLong();
      long since = in.readLong();
      set.add(new RuleSet.Version(readRule(in), removed, from, since));
    }
    return set;
  }

  private static Rule readRule(DataInputView in) throws IOException {
    return new Rule(
        StringValue.readString(in),
        (int) Varint.readUnsigned(in),
        readStrings(in),
        Aggregate.valueOf(StringValue.readString(in)),
        readStrings(in),
        Varint.readUnsigned(in),
        Comparison.valueOf(StringValue.readString(in)),
        new BigDecimal(StringValue.readString(in)),
        Severity.valueOf(StringValue.readString(in)),
        RuleMode.valueOf(StringValue.readString(in)),
        StringValue.readString(in),
        StringValue.readString(in),
        (int) Varint.readUnsigned(in),
        Varint.readUnsigned(in),
        Varint.readUnsigned(in));
  }

  private static void writeStrings(List<String> strings, DataOutputView out) throws IOException {
    Varint.writeUnsigned(strings.size(), out);
    for (String string : strings) {
      StringValue.writeString(string, out);
    }
  }

  private static List<String> readStrings(DataInputView in) throws IOException {
    int size = (int) Varint.readUnsigned(in);
    List<String> strings = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      strings.add(StringValue.readString(in));
    }
    return strings;
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
