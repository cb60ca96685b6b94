// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.host.fast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The table of live values beside a map of the JDK. */
class EntryTableTest {

  /** Few hash codes, so that keys probe past each other. */
  private record Crowded(int number) {
    @Override
    public int hashCode() {
      return number % 17;
    }
  }

  private static <K> void compare(List<K> keys, long seed, int steps) {
    Random random = new Random(seed);
    EntryTable<K, Integer> table = new EntryTable<>();
    Map<K, Entry<K, Integer>> map = new HashMap<>();
    for (int i = 0; i < steps; i++) {
      K key = keys.get(random.nextInt(keys.size()));
      Entry<K, Integer> found = table.get(key);
      assertThat(found).isSameAs(map.get(key));
      if (found == null) {
        Entry<K, Integer> entry = new Entry<>(key, i);
        table.add(entry);
        map.put(key, entry);
        table.resize(entry, random.nextInt(100));
      } else if (random.nextInt(4) == 0) {
        table.remove(found);
        map.remove(key);
      }
      assertThat(table.size()).isEqualTo(map.size());
    }
    keys.forEach(key -> assertThat(table.get(key)).isSameAs(map.get(key)));
    assertThat(table.bytes())
        .isEqualTo(map.values().stream().mapToLong(entry -> entry.bytes).sum());
  }

  @Test
  void growsAndFindsEveryKeyAmongThoseThatCameAndWent() {
    List<Long> keys = new ArrayList<>();
    for (long i = 0; i < 5_000; i++) {
      keys.add(i << 20); // differ in high bits alone
    }
    compare(keys, 1, 60_000);
  }

  @Test
  void findsKeysWhoseHashCodesAreTheSame() {
    List<Crowded> keys = new ArrayList<>();
    for (int i = 0; i < 700; i++) {
      keys.add(new Crowded(i));
    }
    compare(keys, 2, 8_000);
  }

  @Test
  void theClockPassesOverWhatWasTouchedSinceItCameByAndOverWhatIsInUse() {
    EntryTable<String, Integer> table = new EntryTable<>();
    List<Entry<String, Integer>> entries = new ArrayList<>();
    for (String key : List.of("a", "b", "c")) {
      entries.add(new Entry<>(key, 0));
      table.add(entries.get(entries.size() - 1));
    }
    entries.get(0).touched = true;
    assertThat(table.victim(entries.get(1)).key).isEqualTo("c");
    assertThat(table.victim(entries.get(1)).key).isEqualTo("a");
  }
}
