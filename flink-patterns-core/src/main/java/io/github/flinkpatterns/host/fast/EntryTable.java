// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.host.fast;

import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The entries by key, and the clock that chooses which one leaves.
 *
 * <p>The table is open addressing with linear probing, at most half full; the hashes stand in an
 * array of their own, so that a look-up of one of 100,000 keys meets main memory for the entry and
 * not for the way to it.
 *
 * <p>The clock (second chance) is an approximation of least recently used that costs a hit one
 * boolean: the hand passes over an entry that was touched since it last came by.
 */
final class EntryTable<K, S> {

  /** Marks a slot that is in use, so that 0 can mean: free. */
  private static final int USED = 1 << 31;

  private int[] hashes = new int[1 << 8];
  private @Nullable Entry<K, S>[] slots = newArray(1 << 8);
  private final ArrayList<Entry<K, S>> ring = new ArrayList<>();
  private int hand;
  private long bytes;

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static <K, S> @Nullable Entry<K, S>[] newArray(int length) {
    return new Entry[length];
  }

  int size() {
    return ring.size();
  }

  long bytes() {
    return bytes;
  }

  @Nullable Entry<K, S> get(K key) {
    int hash = hash(key);
    int mask = hashes.length - 1;
    for (int i = hash & mask; ; i = (i + 1) & mask) {
      int found = hashes[i];
      if (found == 0) {
        return null;
      }
      if (found == hash) {
        Entry<K, S> entry = at(i);
        if (entry.key.equals(key)) {
          return entry;
        }
      }
    }
  }

  void add(Entry<K, S> entry) {
    entry.ringIndex = ring.size();
    ring.add(entry);
    entry.bytes = Entry.OVERHEAD_BYTES;
    bytes += entry.bytes;
    if (ring.size() > hashes.length / 2) {
      grow();
    } else {
      insert(entry);
    }
  }

  void resize(Entry<K, S> entry, int valueBytes) {
    long now = (long) valueBytes + Entry.OVERHEAD_BYTES;
    bytes += now - entry.bytes;
    entry.bytes = now;
  }

  @SuppressWarnings("ReferenceEquality")
  void remove(Entry<K, S> entry) {
    int mask = hashes.length - 1;
    int i = hash(entry.key) & mask;
    while (slots[i] != entry) {
      i = (i + 1) & mask;
    }
    close(i, mask);
    bytes -= entry.bytes;
    Entry<K, S> last = ring.remove(ring.size() - 1);
    if (last != entry) {
      last.ringIndex = entry.ringIndex;
      ring.set(entry.ringIndex, last);
    }
    entry.ringIndex = -1;
  }

  /** Frees the slot {@code i} and moves back what had to probe past it. */
  private void close(int free, int mask) {
    int hole = free;
    for (int i = (hole + 1) & mask; hashes[i] != 0; i = (i + 1) & mask) {
      int home = hashes[i] & mask;
      if (((i - home) & mask) >= ((i - hole) & mask)) {
        hashes[hole] = hashes[i];
        slots[hole] = slots[i];
        hole = i;
      }
    }
    hashes[hole] = 0;
    slots[hole] = null;
  }

  private void grow() {
    int length = hashes.length * 2;
    hashes = new int[length];
    slots = newArray(length);
    ring.forEach(this::insert);
  }

  private void insert(Entry<K, S> entry) {
    int hash = hash(entry.key);
    int mask = hashes.length - 1;
    int i = hash & mask;
    while (hashes[i] != 0) {
      i = (i + 1) & mask;
    }
    hashes[i] = hash;
    slots[i] = entry;
  }

  // The finalizer of MurmurHash3 (Appleby): keys often differ in few bits of their hash code.
  private static int hash(Object key) {
    int h = key.hashCode();
    h ^= h >>> 16;
    h *= 0x85EBCA6B;
    h ^= h >>> 13;
    h *= 0xC2B2AE35;
    h ^= h >>> 16;
    return h | USED;
  }

  @SuppressWarnings("NullAway")
  private Entry<K, S> at(int index) {
    return slots[index];
  }

  /** Returns an entry other than {@code inUse} that may leave; there must be one. */
  @SuppressWarnings("ReferenceEquality")
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
