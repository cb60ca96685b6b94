// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.input;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * All inputs of a job as one split: they are read as one sequence, so that the order of the events,
 * and with it every result, is the same in every run.
 *
 * @param inputs how far each input has been read
 * @param accepted the lines that were events
 * @param rejected the lines that were none
 */
record LineSplit(List<Progress> inputs, long accepted, long rejected) implements SourceSplit {

  static LineSplit start(int inputs) {
    return new LineSplit(List.copyOf(Collections.nCopies(inputs, Progress.NONE)), 0, 0);
  }

  @Override
  public String splitId() {
    return "all-inputs";
  }

  /** Writes and reads a split. */
  static final class Serializer implements SimpleVersionedSerializer<LineSplit> {

    @Override
    public int getVersion() {
      return 1;
    }

    @Override
    public byte[] serialize(LineSplit split) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (DataOutputStream out = new DataOutputStream(bytes)) {
        out.writeLong(split.accepted);
        out.writeLong(split.rejected);
        out.writeInt(split.inputs.size());
        for (Progress progress : split.inputs) {
          out.writeLong(progress.position());
          out.writeLong(progress.lines());
          out.writeLong(progress.maxTimestampMillis());
          out.writeBoolean(progress.finished());
        }
      }
      return bytes.toByteArray();
    }

    @Override
    public LineSplit deserialize(int version, byte[] serialized) throws IOException {
      if (version != 1) {
        throw new IOException("LineSplit: version " + version + " is unknown, 1 was expected");
      }
      try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized))) {
        long accepted = in.readLong();
        long rejected = in.readLong();
        int size = in.readInt();
        List<Progress> inputs = new ArrayList<>();
        for (int i = 0; i < size; i++) {
          inputs.add(new Progress(in.readLong(), in.readLong(), in.readLong(), in.readBoolean()));
        }
        return new LineSplit(List.copyOf(inputs), accepted, rejected);
      }
    }
  }
}
