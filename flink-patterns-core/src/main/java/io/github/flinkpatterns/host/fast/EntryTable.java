// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.host.fast;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The entries by key, and the clock that chooses which one leaves.
 *
 * <p>The clock (second chance) is an approximation of least recently used that costs a hit one
 * boolean: the hand passes over an entry that was touched since it last came by.
 */
final class EntryTable<K, S> {

  private final Map<K, Entry<K, S>> byKey = new HashMap<>();
  private final ArrayList<Entry<K, S>> ring = new ArrayList<>();
  private int hand;
  private long bytes;

  int size() {
    return ring.size();
  }

  long bytes() {
    return bytes;
  }

  @Nullable Entry<K, S> get(K key) {
    return byKey.get(key);
  }

  void add(Entry<K, S> entry) {
    byKey.put(entry.key, entry);
    entry.ringIndex = ring.size();
    ring.add(entry);
    entry.bytes = Entry.OVERHEAD_BYTES;
    bytes += entry.bytes;
  }

  void resize(Entry<K, S> entry, int valueBytes) {
    long now = (long) valueBytes + Entry.OVERHEAD_BYTES;
    bytes += now - entry.bytes;
    entry.bytes = now;
  }

  void remove(Entry<K, S> entry) {
    byKey.remove(entry.key);
    bytes -= entry.bytes;
    Entry<K, S> last = ring.remove(ring.size() - 1);
    if (last != entry) {
      last.ringIndex = entry.ringIndex;
      ring.set(entry.ringIndex, last);
    }
    entry.ringIndex = -1;
  }

  /** Returns an entry other than {@code inUse} that may leave; there must be one. */
  Entry<K, S> victim(Entry<K, S> inUse) {
    while (true) {
      if (hand >= ring.size()) {
        hand = 0;
      }
      Entry<K, S> entry = ring.get(hand++);
      if (entry == inUse) {
        continue;
      }
      if (!entry.touched) {
        return entry;
      }
      entry.touched = false;
    }
  }
}
