// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.core.memory.DataOutputViewStreamWrapper;

/**
 * What was last sent of a file.
 *
 * @param rules with the versions that were given to them
 * @param fromMillis the moment of the last change; no later change may have an earlier one
 */
record RuleFileSplit(List<Rule> rules, long fromMillis) implements SourceSplit {

  private static final int VERSION = 1;

  @Override
  public String splitId() {
    return "rule-file";
  }

  private void write(DataOutputView out) throws IOException {
    out.writeLong(fromMillis);
    out.writeInt(rules.size());
    for (Rule rule : rules) {
      RuleFormat.write(rule, out);
    }
  }

  private static RuleFileSplit read(DataInputView in) throws IOException {
    long from = in.readLong();
    int size = in.readInt();
    List<Rule> rules = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      rules.add(RuleFormat.read(in));
    }
    return new RuleFileSplit(List.copyOf(rules), from);
  }

  /** Writes the split. */
  static final class Serializer implements SimpleVersionedSerializer<RuleFileSplit> {
    private final ListSerializer lists = new ListSerializer();

    @Override
    public int getVersion() {
      return VERSION;
    }

    @Override
    public byte[] serialize(RuleFileSplit split) throws IOException {
      return lists.serialize(List.of(split));
    }

    @Override
    public RuleFileSplit deserialize(int version, byte[] bytes) throws IOException {
      return lists.deserialize(version, bytes).get(0);
    }
  }

  /** Writes splits: none, or the one that no reader has yet. */
  static final class ListSerializer implements SimpleVersionedSerializer<List<RuleFileSplit>> {
    @Override
    public int getVersion() {
      return VERSION;
    }

    @Override
    public byte[] serialize(List<RuleFileSplit> splits) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputView out = new DataOutputViewStreamWrapper(bytes);
      out.writeInt(splits.size());
      for (RuleFileSplit split : splits) {
        split.write(out);
      }
      return bytes.toByteArray();
    }

    @Override
    public List<RuleFileSplit> deserialize(int version, byte[] bytes) throws IOException {
      if (version != VERSION) {
        throw new IOException(
            "RuleFile: state of layout "
                + version
                + ", this release reads 1; restore with the release that wrote it, or a later one");
      }
      DataInputView in = new DataInputViewStreamWrapper(new ByteArrayInputStream(bytes));
      int size = in.readInt();
      List<RuleFileSplit> splits = new ArrayList<>(size);
      for (int i = 0; i < size; i++) {
        splits.add(read(in));
      }
      return List.copyOf(splits);
    }
  }
}
