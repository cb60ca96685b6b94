// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/** Bytes that are no state are refused, not guessed. */
class DamagedStateTest {

  @Test
  void aNumberHasTenBytesAtMost() throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(32);
    for (long value : new long[] {0, 127, 128, Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
      out.clear();
      Varint.writeUnsigned(value, out);
      assertThat(out.length()).isBetween(1, 10);
      assertThat(Varint.readUnsigned(new DataInputDeserializer(out.getCopyOfBuffer())))
          .isEqualTo(value);
    }
    byte[] endless = new byte[11];
    Arrays.fill(endless, (byte) 0xFF);
    assertThatThrownBy(() -> Varint.readUnsigned(new DataInputDeserializer(endless)))
        .isInstanceOf(IOException.class)
        .hasMessage("Varint: more than ten bytes, so the state is damaged");
  }
}
