// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.input;

import java.io.IOException;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.jspecify.annotations.Nullable;

/**
 * What the enumerator remembers.
 *
 * @param split the split if no reader has it, else null
 */
record PendingSplit(@Nullable LineSplit split) {

  /** Writes nothing at all for no split. */
  static final class Serializer implements SimpleVersionedSerializer<PendingSplit> {

    private final LineSplit.Serializer splits = new LineSplit.Serializer();

    @Override
    public int getVersion() {
      return splits.getVersion();
    }

    @Override
    public byte[] serialize(PendingSplit pending) throws IOException {
      return pending.split == null ? new byte[0] : splits.serialize(pending.split);
    }

    @Override
    public PendingSplit deserialize(int version, byte[] serialized) throws IOException {
      return new PendingSplit(
          serialized.length == 0 ? null : splits.deserialize(version, serialized));
    }
  }
}
