// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import io.github.flinkpatterns.logic.KeyedLogic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ids of one page: a sorted hash table of fingerprints and slices, eight bytes each.
 *
 * <p>An entry is 48 bits of fingerprint over 16 bits of slice, counted from {@link #base}; 0 is
 * free. Its upper 32 bits give its home, in the order of the entries, and an entry stands at its
 * home or after it with no free slot between: so the table is sorted, a look-up ends at the first
 * larger fingerprint, and to grow is one pass from left to right. A few slots after the last home
 * take what is pushed out at the end.
 *
 * <p>An id may have several entries, one for each kept event. If the slices in use do not fit into
 * 16 bits, as when the watermark stands still while time moves on, they are kept beside the table
 * in full until they fit again.
 */
final class Page {

  static final int SLICE_BITS = 16;
  private static final int MAX_OFFSET = (1 << SLICE_BITS) - 1;
  private static final int MIN_HOMES = 8;
  private static final int HEAP_BYTES = 72;

  /** The slice that offset 0 stands for. */
  long base;

  /** The watermark at which the page is swept. */
  long due = KeyedLogic.NEVER;

  private int size;
  private int homes;
  private long[] table;
  private long @Nullable [] wide;

  Page() {
    this(MIN_HOMES, 0, false);
  }

  private Page(int homes, long base, boolean full) {
    this.base = base;
    this.homes = homes;
    table = new long[homes + slack(homes)];
    wide = full ? new long[table.length] : null;
  }

  /** Returns an empty page with room for {@code entries} entries. */
  static Page of(int entries, long base, boolean full) {
    return new Page(homesFor(entries), base, full);
  }

  /** Returns the fingerprint of a hash: its lower 32 bits over the next 16; never 0. */
  static long fingerprint(long hash) {
    long fingerprint = (hash & 0xFFFF_FFFFL) << 16 | (hash >>> 32 & 0xFFFF);
    return fingerprint == 0 ? 1 << 16 : fingerprint;
  }

  int size() {
    return size;
  }

  /** Returns the number of slots, in which {@link #entry} and {@link #slice} look. */
  int slots() {
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
    for (int slot = home(fingerprint << SLICE_BITS, homes); slot < entries.length; slot++) {
      long found = entries[slot] >>> SLICE_BITS;
      if (found == fingerprint) {
        long slice = slice(slot);
        if (slices.covers(slice, timestamp)) {
          return slice;
        }
      } else if (found > fingerprint || entries[slot] == 0) {
        return Slices.NONE;
      }
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
    if ((size + 1) * 8L > homes * 7L) {
      // Small tables double, for speed; larger ones stay well filled, for memory.
      rebuild(homes + (homes < 128 ? homes : homes / 6), base, wide != null, null, 0);
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
    boolean fits = live == 0 || (newest - oldest >= 0 && newest - oldest <= MAX_OFFSET / 2);
    boolean narrows = live > 0 && wide != null && fits;
    rebuild(
        homesFor(live),
        narrows ? oldest : live == 0 ? 0 : base,
        wide != null && !fits,
        slices,
        watermark);
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
    rebuild(
        homesFor(size),
        fits && newest - first <= MAX_OFFSET && newest >= first ? first : oldest,
        !fits,
        null,
        0);
  }

  /** Makes the table anew; with {@code slices}, without what is over at {@code watermark}. */
  private void rebuild(
      int newHomes, long newBase, boolean full, @Nullable Slices slices, long watermark) {
    Page rest = new Page(newHomes, newBase, full);
    boolean same = !full && wide == null && newBase == base;
    int next = 0;
    for (int slot = 0; slot < table.length; slot++) {
      long entry = table[slot];
      if (entry != 0 && (slices == null || slices.over(slice(slot)) > watermark)) {
        next =
            same
                ? rest.append(next, entry, 0)
                : rest.append(next, rest.entryOf(entry >>> SLICE_BITS, slice(slot)), slice(slot));
      }
    }
    base = newBase;
    size = rest.size;
    homes = newHomes;
    table = rest.table;
    wide = rest.wide;
  }

  /**
   * Stores an entry that is not smaller than any here, at {@code from} or after it; {@code slice}
   * counts for a wide page only. Returns the slot after it.
   */
  int append(int from, long entry, long slice) {
    int slot = Math.max(from, home(entry, homes));
    if (slot == table.length) {
      extend();
    }
    table[slot] = entry;
    if (wide != null) {
      wide[slot] = slice;
    }
    size++;
    return slot + 1;
  }

  /** Stores an entry. */
  void put(long fingerprint, long slice) {
    long entry = entryOf(fingerprint, slice);
    int slot = home(entry, homes);
    while (slot < table.length && table[slot] != 0 && table[slot] >>> SLICE_BITS <= fingerprint) {
      slot++;
    }
    int free = slot;
    while (free < table.length && table[free] != 0) {
      free++;
    }
    if (free == table.length) {
      extend();
    }
    System.arraycopy(table, slot, table, slot + 1, free - slot);
    table[slot] = entry;
    if (wide != null) {
      System.arraycopy(wide, slot, wide, slot + 1, free - slot);
      wide[slot] = slice;
    }
    size++;
  }

  private long entryOf(long fingerprint, long slice) {
    return fingerprint << SLICE_BITS | (wide != null ? 0 : slice - base);
  }

  /** Adds slots at the end; no entry moves. */
  private void extend() {
    int length = table.length + Math.max(slack(homes), table.length >> 4);
    table = Arrays.copyOf(table, length);
    wide = wide == null ? null : Arrays.copyOf(wide, length);
  }

  private static int homesFor(int entries) {
    return Math.max(MIN_HOMES, (int) (entries * 4L / 3) + 1);
  }

  private static int slack(int homes) {
    return Math.min(16, 4 + homes / 32);
  }

  private static int home(long entry, int homes) {
    return (int) (((entry >>> 32) * homes) >>> 32);
  }

  Page copy() {
    Page copy = new Page(0, base, false);
    copy.due = due;
    copy.size = size;
    copy.homes = homes;
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
