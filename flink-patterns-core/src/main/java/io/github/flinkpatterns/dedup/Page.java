// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import io.github.flinkpatterns.logic.KeyedLogic;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ids of one page: a hash table of fingerprints and slices, eight bytes each.
 *
 * <p>An entry is 48 bits of fingerprint over 16 bits of slice, counted from {@link #base}; 0 is
 * free. Collisions go to the next slot. An id may have several entries, one for each kept event. If
 * the slices in use do not fit into 16 bits, as when the watermark stands still while time moves
 * on, they are kept beside the table in full until they fit again.
 */
final class Page {

  private static final int SLICE_BITS = 16;
  private static final int MAX_OFFSET = (1 << SLICE_BITS) - 1;
  private static final long FINGERPRINT = (1L << 48) - 1;
  private static final int MIN_CAPACITY = 8;
  private static final int HEAP_BYTES = 72;

  /** The slice that offset 0 stands for. */
  long base;

  /** The watermark at which the page is swept. */
  long due = KeyedLogic.NEVER;

  private int size;
  private long[] table = new long[MIN_CAPACITY];
  private long @Nullable [] wide;

  /** Returns the fingerprint of a hash; never 0. */
  static long fingerprint(long hash) {
    long fingerprint = hash & FINGERPRINT;
    return fingerprint == 0 ? 1 : fingerprint;
  }

  int size() {
    return size;
  }

  int capacity() {
    return table.length;
  }

  boolean isWide() {
    return wide != null;
  }

  /** Returns the entry in a slot, 0 if it is free. */
  long entry(int slot) {
    return table[slot];
  }

  /** Returns the slice of the entry in a slot. */
  long slice(int slot) {
    return wide != null ? wide[slot] : base + (table[slot] & MAX_OFFSET);
  }

  /** Returns a slice of {@code fingerprint} that covers {@code timestamp}, or none. */
  long find(long fingerprint, long timestamp, Slices slices) {
    long[] entries = table;
    int slot = home(fingerprint, entries.length);
    for (long entry = entries[slot]; entry != 0; entry = entries[slot]) {
      if (entry >>> SLICE_BITS == fingerprint) {
        long slice = slice(slot);
        if (slices.covers(slice, timestamp)) {
          return slice;
        }
      }
      slot = slot + 1 == entries.length ? 0 : slot + 1;
    }
    return Slices.NONE;
  }

  /** Remembers a kept event. */
  void add(long fingerprint, long slice, int page, long passed, Slices slices) {
    if (size == 0) {
      base = passed == Long.MIN_VALUE ? slice - MAX_OFFSET / 2 : slices.oldest(passed);
    }
    long offset = slice - base;
    if (wide == null && (offset < 0 || offset > MAX_OFFSET)) {
      fit(slice, passed, slices);
    }
    if ((size + 1) * 20L > table.length * 17L) {
      // Small tables double, for speed; larger ones stay well filled, for memory.
      resize(table.length + (table.length < 128 ? table.length : (table.length * 3) >> 4) + 1);
    }
    put(fingerprint, slice);
    if (slices.over(slice) < due) {
      due = Math.min(due, slices.sweep(slice, page));
    }
  }

  /** Forgets what is over at {@code watermark}. */
  void sweep(long watermark, int page, Slices slices) {
    long oldest = Long.MAX_VALUE;
    long newest = Long.MIN_VALUE;
    int live = 0;
    for (int slot = 0; slot < table.length; slot++) {
      if (table[slot] != 0 && slices.over(slice(slot)) > watermark) {
        oldest = Math.min(oldest, slice(slot));
        newest = Math.max(newest, slice(slot));
        live++;
      }
    }
    Page rest = new Page();
    boolean fits = live == 0 || (newest - oldest >= 0 && newest - oldest <= MAX_OFFSET / 2);
    rest.init(live, live == 0 ? 0 : base, wide != null && !fits);
    if (live > 0 && wide != null && fits) {
      rest.base = oldest;
    }
    for (int slot = 0; slot < table.length; slot++) {
      if (table[slot] != 0 && slices.over(slice(slot)) > watermark) {
        rest.put(table[slot] >>> SLICE_BITS, slice(slot));
      }
    }
    take(rest);
    due = live == 0 ? KeyedLogic.NEVER : slices.sweep(oldest, page);
  }

  /** Makes room for {@code slice}: by another base, or else by full slices. */
  private void fit(long slice, long passed, Slices slices) {
    long oldest = slice;
    long newest = slice;
    for (int slot = 0; slot < table.length; slot++) {
      if (table[slot] != 0) {
        oldest = Math.min(oldest, slice(slot));
        newest = Math.max(newest, slice(slot));
      }
    }
    long first = passed == Long.MIN_VALUE ? oldest : Math.min(oldest, slices.oldest(passed));
    boolean fits = newest - oldest >= 0 && newest - oldest <= MAX_OFFSET;
    Page moved = new Page();
    moved.init(
        size, fits && newest - first <= MAX_OFFSET && newest >= first ? first : oldest, !fits);
    moved.putAll(this);
    take(moved);
  }

  private void resize(int capacity) {
    Page larger = new Page();
    larger.table = new long[capacity];
    larger.wide = wide == null ? null : new long[capacity];
    larger.base = base;
    larger.putAll(this);
    take(larger);
  }

  /** Makes this an empty page for {@code entries} entries. */
  void init(int entries, long newBase, boolean full) {
    table = new long[Math.max(MIN_CAPACITY, (int) (entries * 4L / 3) + 1)];
    wide = full ? new long[table.length] : null;
    base = newBase;
    size = 0;
  }

  private void putAll(Page from) {
    for (int slot = 0; slot < from.table.length; slot++) {
      if (from.table[slot] != 0) {
        put(from.table[slot] >>> SLICE_BITS, from.slice(slot));
      }
    }
  }

  /** Stores an entry; there must be room for it. */
  void put(long fingerprint, long slice) {
    int slot = home(fingerprint, table.length);
    while (table[slot] != 0) {
      slot = slot + 1 == table.length ? 0 : slot + 1;
    }
    if (wide != null) {
      table[slot] = fingerprint << SLICE_BITS;
      wide[slot] = slice;
    } else {
      table[slot] = (fingerprint << SLICE_BITS) | (slice - base);
    }
    size++;
  }

  private void take(Page other) {
    table = other.table;
    wide = other.wide;
    base = other.base;
    size = other.size;
  }

  private static int home(long fingerprint, int capacity) {
    return (int) (((fingerprint & 0xFFFF_FFFFL) * capacity) >>> 32);
  }

  Page copy() {
    Page copy = new Page();
    copy.base = base;
    copy.due = due;
    copy.size = size;
    copy.table = table.clone();
    copy.wide = wide == null ? null : wide.clone();
    return copy;
  }

  int sizeInBytes() {
    return HEAP_BYTES + Long.BYTES * table.length * (wide == null ? 1 : 2);
  }

  @Override
  public String toString() {
    List<String> entries = new ArrayList<>();
    for (int slot = 0; slot < table.length; slot++) {
      if (table[slot] != 0) {
        entries.add(Long.toHexString(table[slot] >>> SLICE_BITS) + "@" + slice(slot));
      }
    }
    Collections.sort(entries);
    return "sweep " + due + (wide == null ? "" : ", wide") + ", ids " + entries;
  }
}
