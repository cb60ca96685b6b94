// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.harness;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.StateObjectCollection;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeOffsets;
import org.apache.flink.runtime.state.KeyGroupsSavepointStateHandle;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle.Mode;
import org.apache.flink.runtime.state.OperatorStateHandle.StateMetaInfo;
import org.apache.flink.runtime.state.OperatorStreamStateHandle;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.memory.ByteStreamStateHandle;

/**
 * Keeps a canonical snapshot in one file. The envelope is the kit's own and does not change with
 * Flink; the bytes inside are Flink's canonical savepoint format, which newer versions read.
 */
public final class SnapshotFile {

  private static final int MAGIC = 0x46505453;
  private static final int VERSION = 1;

  private SnapshotFile() {}

  /** Writes a canonical snapshot, gzipped. */
  public static void write(Snapshot snapshot, Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try (DataOutputStream out =
        new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(file)))) {
      out.writeInt(MAGIC);
      out.writeInt(VERSION);
      out.writeInt(snapshot.maxParallelism());
      out.writeInt(snapshot.states().size());
      for (OperatorSubtaskState state : snapshot.states()) {
        if (!state.getRawKeyedState().isEmpty() || !state.getRawOperatorState().isEmpty()) {
          throw new IOException("raw state cannot be kept in a file");
        }
        writeKeyed(state.getManagedKeyedState(), out);
        writeOperator(state.getManagedOperatorState(), out);
      }
    }
  }

  private static void writeKeyed(Collection<KeyedStateHandle> handles, DataOutputStream out)
      throws IOException {
    out.writeInt(handles.size());
    for (KeyedStateHandle handle : handles) {
      if (!(handle instanceof KeyGroupsStateHandle groups)) {
        throw new IOException("not a canonical snapshot: " + handle.getClass());
      }
      KeyGroupRange range = groups.getKeyGroupRange();
      out.writeInt(range.getStartKeyGroup());
      out.writeInt(range.getEndKeyGroup());
      for (int group : range) {
        out.writeLong(groups.getOffsetForKeyGroup(group));
      }
      writeBytes(groups.getDelegateStateHandle(), out);
    }
  }

  private static void writeOperator(Collection<OperatorStateHandle> handles, DataOutputStream out)
      throws IOException {
    out.writeInt(handles.size());
    for (OperatorStateHandle handle : handles) {
      Map<String, StateMetaInfo> states = handle.getStateNameToPartitionOffsets();
      out.writeInt(states.size());
      for (Map.Entry<String, StateMetaInfo> state : states.entrySet()) {
        out.writeUTF(state.getKey());
        out.writeUTF(state.getValue().getDistributionMode().name());
        long[] offsets = state.getValue().getOffsets();
        out.writeInt(offsets.length);
        for (long offset : offsets) {
          out.writeLong(offset);
        }
      }
      writeBytes(handle.getDelegateStateHandle(), out);
    }
  }

  private static void writeBytes(StreamStateHandle handle, DataOutputStream out)
      throws IOException {
    try (InputStream in = handle.openInputStream()) {
      byte[] bytes = in.readAllBytes();
      out.writeInt(bytes.length);
      out.write(bytes);
    }
  }

  /** Reads what {@link #write} wrote. */
  public static Snapshot read(Path file) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new GZIPInputStream(Files.newInputStream(file)))) {
      if (in.readInt() != MAGIC || in.readInt() != VERSION) {
        throw new IOException(file + " is no snapshot of this kit, or one of a newer kit");
      }
      int maxParallelism = in.readInt();
      int subtasks = in.readInt();
      List<OperatorSubtaskState> states = new ArrayList<>();
      for (int i = 0; i < subtasks; i++) {
        states.add(
            OperatorSubtaskState.builder()
                .setManagedKeyedState(new StateObjectCollection<>(readKeyed(in)))
                .setManagedOperatorState(new StateObjectCollection<>(readOperator(in)))
                .build());
      }
      return new Snapshot(maxParallelism, states);
    }
  }

  private static List<KeyedStateHandle> readKeyed(DataInputStream in) throws IOException {
    int count = in.readInt();
    List<KeyedStateHandle> handles = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      KeyGroupRange range = KeyGroupRange.of(in.readInt(), in.readInt());
      long[] offsets = new long[range.getNumberOfKeyGroups()];
      for (int g = 0; g < offsets.length; g++) {
        offsets[g] = in.readLong();
      }
      handles.add(
          new KeyGroupsSavepointStateHandle(
              new KeyGroupRangeOffsets(range, offsets), readBytes(in)));
    }
    return handles;
  }

  private static List<OperatorStateHandle> readOperator(DataInputStream in) throws IOException {
    int count = in.readInt();
    List<OperatorStateHandle> handles = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Map<String, StateMetaInfo> states = new HashMap<>();
      int names = in.readInt();
      for (int n = 0; n < names; n++) {
        String name = in.readUTF();
        Mode mode = Mode.valueOf(in.readUTF());
        long[] offsets = new long[in.readInt()];
        for (int o = 0; o < offsets.length; o++) {
          offsets[o] = in.readLong();
        }
        states.put(name, new StateMetaInfo(offsets, mode));
      }
      handles.add(new OperatorStreamStateHandle(states, readBytes(in)));
    }
    return handles;
  }

  private static StreamStateHandle readBytes(DataInputStream in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return new ByteStreamStateHandle(UUID.nameUUIDFromBytes(bytes).toString(), bytes);
  }
}
