// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The events of a key against a plain list, and their numbers through bytes. */
class RingTest {

  private record Row(long time, long cents, String id) {}

  private static final Layout LAYOUT = new Layout(new short[] {7}, new boolean[] {true}, 2);

  static IntStream seeds() {
    return IntStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aRingIsAListInOrderOfTime(int seed) throws IOException {
    Random random = new Random(seed);
    boolean byId = random.nextBoolean();
    int idsOfTen = random.nextInt(11);
    int disorder = 1 + random.nextInt(20);
    VelocityValue value = new VelocityValue(LAYOUT);
    List<Row> model = new ArrayList<>();
    long first = 0;
    for (int step = 0; step < 400; step++) {
      Ring ring = value.ring;
      int act = random.nextInt(12);
      if (act < 6) {
        String id = random.nextInt(10) < idsOfTen ? "id" + random.nextInt(1_000) : "";
        Row row = new Row(step / 3 + random.nextInt(disorder), random.nextInt(5_000) - 2_000L, id);
        int floor = byId ? ring.judged() : 0;
        int at = ring.insert(row.time(), id, new long[] {row.cents()}, floor, byId);
        assertThat(at).isEqualTo(place(model, row, floor, byId));
        model.add(at, row);
        if (!byId) {
          ring.judged(ring.size());
        }
      } else if (act < 8 && ring.judged() < ring.size()) {
        ring.judged(ring.judged() + 1);
      } else if (act < 10 && ring.judged() > 0) {
        ring.dropOldest();
        model.remove(0);
        first++;
      } else if (act == 10 && !model.isEmpty()) {
        int index = random.nextInt(model.size());
        ring.forgetId(index);
        Row row = model.get(index);
        model.set(index, new Row(row.time(), row.cents(), ""));
      } else if (random.nextInt(20) == 0) {
        value = throughBytes(value);
        first = 0;
      } else if (random.nextInt(20) == 0) {
        value = value.copy();
      }
      assertThat(rows(value.ring)).isEqualTo(model);
      assertThat(value.ring.first()).isEqualTo(first);
      assertThat(value.ring.hasIds()).isEqualTo(model.stream().anyMatch(r -> !r.id().isEmpty()));
    }
  }

  private static int place(List<Row> model, Row row, int floor, boolean byId) {
    int at = model.size();
    while (at > floor) {
      Row other = model.get(at - 1);
      boolean after =
          other.time() > row.time()
              || (byId && other.time() == row.time() && other.id().compareTo(row.id()) > 0);
      if (!after) {
        break;
      }
      at--;
    }
    return at;
  }

  private static List<Row> rows(Ring ring) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ring.size(); i++) {
      rows.add(new Row(ring.time(i), ring.value(0, i), ring.id(i)));
    }
    return rows;
  }

  private static VelocityValue throughBytes(VelocityValue value) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    new VelocityValueSerializer().serialize(value, out);
    return new VelocityValueSerializer()
        .deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 6, 7, 13, 14, 20, 21, 27, 28, 34, 35, 48, 49, 55, 56, 57, 62, 63})
  void numbersOfEachLengthAreVarints(int bits) throws IOException {
    for (long number : new long[] {1L << bits, (1L << bits) - 1, (1L << bits) + 1}) {
      Block block = new Block();
      block.putUnsigned(number);
      DataOutputSerializer out = new DataOutputSerializer(16);
      block.writeTo(out);
      byte[] bytes = out.getCopyOfBuffer();
      int length = Math.max(1, (64 - Long.numberOfLeadingZeros(number) + 6) / 7);
      assertThat(bytes).hasSize(4 + length);
      for (int i = 0; i < length; i++) {
        long group = (number >>> (7 * i)) & 0x7F;
        assertThat(bytes[4 + i]).isEqualTo((byte) (i < length - 1 ? group | 0x80 : group));
      }
      block.readFrom(new DataInputDeserializer(bytes));
      assertThat(block.unsigned()).isEqualTo(number);
      assertThat(block.isTaken()).isTrue();
      // And at the very end of the buffer.
      Block full = new Block();
      byte[] zeros = new byte[4 + 600 + length];
      zeros[2] = (byte) ((600 + length) >> 8);
      zeros[3] = (byte) (600 + length);
      System.arraycopy(bytes, 4, zeros, 604, length);
      full.readFrom(new DataInputDeserializer(zeros));
      for (int i = 0; i < 600; i++) {
        assertThat(full.unsigned()).isZero();
      }
      assertThat(full.unsigned()).isEqualTo(number);
      assertThat(full.isTaken()).isTrue();
    }
  }
}
