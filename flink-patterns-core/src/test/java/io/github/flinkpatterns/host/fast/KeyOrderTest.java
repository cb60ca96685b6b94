// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.host.fast;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.IntSerializer;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Entries in the order of RocksDB: key group, then the bytes of the key. */
@Tag("every-flink")
class KeyOrderTest {

  private static final int KEY_GROUPS = 128;

  private final Random random = new Random(5);

  @Test
  void numbersStandAsRocksDbSortsThem() throws Exception {
    List<Integer> keys = new ArrayList<>();
    random.ints(5_000).distinct().forEach(keys::add);
    assertThat(sorted(keys, IntSerializer.INSTANCE))
        .containsExactlyElementsOf(asRocksDb(keys, IntSerializer.INSTANCE));
  }

  @Test
  void theBytesThatAreEqualInAllKeysTakeNoRoom() throws Exception {
    List<String> keys = new ArrayList<>();
    random.ints(5_000, 1_000, 10_000).distinct().forEach(number -> keys.add("customer-" + number));
    assertThat(sorted(keys, StringSerializer.INSTANCE))
        .containsExactlyElementsOf(asRocksDb(keys, StringSerializer.INSTANCE));
    List<Long> numbers = new ArrayList<>();
    random.longs(5_000, 0, 1L << 32).distinct().forEach(numbers::add);
    assertThat(sorted(numbers, LongSerializer.INSTANCE))
        .containsExactlyElementsOf(asRocksDb(numbers, LongSerializer.INSTANCE));
  }

  @Test
  void keysThatDifferLateStandByKeyGroup() throws Exception {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      keys.add("x".repeat(i % 40) + i);
    }
    List<String> sorted = sorted(keys, StringSerializer.INSTANCE);
    assertThat(sorted).containsExactlyInAnyOrderElementsOf(keys);
    assertThat(sorted).isSortedAccordingTo(Comparator.comparingInt(KeyOrderTest::keyGroup));
  }

  @Test
  void oneEntryAndNoneAreInOrder() throws Exception {
    assertThat(sorted(List.of(7), IntSerializer.INSTANCE)).containsExactly(7);
    assertThat(sorted(List.<Integer>of(), IntSerializer.INSTANCE)).isEmpty();
  }

  private static <K> List<K> sorted(List<K> keys, TypeSerializer<K> serializer) throws IOException {
    List<Entry<K, String>> entries = new ArrayList<>();
    keys.forEach(key -> entries.add(new Entry<>(key, "")));
    new KeyOrder<>(serializer, KEY_GROUPS).sort(entries);
    return entries.stream().map(entry -> entry.key).toList();
  }

  private static <K> List<K> asRocksDb(List<K> keys, TypeSerializer<K> serializer) {
    Comparator<K> byGroup = Comparator.comparingInt(KeyOrderTest::keyGroup);
    return keys.stream()
        .sorted(byGroup.thenComparing(key -> bytes(key, serializer), Arrays::compareUnsigned))
        .toList();
  }

  private static int keyGroup(Object key) {
    return KeyGroupRangeAssignment.assignToKeyGroup(key, KEY_GROUPS);
  }

  private static <K> byte[] bytes(K key, TypeSerializer<K> serializer) {
    try {
      DataOutputSerializer out = new DataOutputSerializer(64);
      serializer.serialize(key, out);
      return out.getCopyOfBuffer();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
