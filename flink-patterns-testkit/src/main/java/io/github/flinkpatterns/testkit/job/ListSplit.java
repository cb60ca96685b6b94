// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.job;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** The part of a test source's list that one reader reads, and the next step to play. */
record ListSplit(int index, int position) implements SourceSplit {
  @Override
  public String splitId() {
    return "split-" + index;
  }

  /** Several splits, so that it serves the enumerator's state too. */
  static final class ListSerializer implements SimpleVersionedSerializer<List<ListSplit>> {
    @Override
    public int getVersion() {
      return 1;
    }

    @Override
    public byte[] serialize(List<ListSplit> splits) {
      ByteBuffer bytes = ByteBuffer.allocate(splits.size() * 2 * Integer.BYTES);
      splits.forEach(split -> bytes.putInt(split.index()).putInt(split.position()));
      return bytes.array();
    }

    @Override
    public List<ListSplit> deserialize(int version, byte[] serialized) throws IOException {
      checkVersion(version);
      ByteBuffer bytes = ByteBuffer.wrap(serialized);
      List<ListSplit> splits = new ArrayList<>();
      while (bytes.hasRemaining()) {
        splits.add(new ListSplit(bytes.getInt(), bytes.getInt()));
      }
      return splits;
    }
  }

  /** One split. */
  static final class Serializer implements SimpleVersionedSerializer<ListSplit> {
    private final ListSerializer list = new ListSerializer();

    @Override
    public int getVersion() {
      return list.getVersion();
    }

    @Override
    public byte[] serialize(ListSplit split) {
      return list.serialize(List.of(split));
    }

    @Override
    public ListSplit deserialize(int version, byte[] serialized) throws IOException {
      return list.deserialize(version, serialized).get(0);
    }
  }

  static void checkVersion(int version) throws IOException {
    if (version != 1) {
      throw new IOException("JobSource: unknown version " + version + " of a split, 1 is known");
    }
  }
}
