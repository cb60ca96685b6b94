// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.host.fast;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A binary heap of entries by {@link Entry#scheduled}, earliest first.
 *
 * <p>An entry's due moment may move on while the entry stays where it is: whoever takes the first
 * one looks at its true moment and schedules it again. So the usual event costs the heap nothing.
 */
final class DueHeap<K, S> {

  private @Nullable Entry<K, S>[] heap = newArray(64);
  private int size;

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static <K, S> @Nullable Entry<K, S>[] newArray(int length) {
    return new Entry[length];
  }

  int size() {
    return size;
  }

  /** Returns the entry that is scheduled first, or null. */
  @Nullable Entry<K, S> first() {
    return heap[0];
  }

  /** Moves {@code entry} to {@code time}, adding it if it is not here. */
  void schedule(Entry<K, S> entry, long time) {
    boolean earlier = time < entry.scheduled;
    entry.scheduled = time;
    if (entry.heapIndex < 0) {
      if (size == heap.length) {
        heap = Arrays.copyOf(heap, size * 2);
      }
      entry.heapIndex = size;
      heap[size++] = entry;
      up(entry);
    } else if (earlier) {
      up(entry);
    } else {
      down(entry);
    }
  }

  /** Takes {@code entry} out, if it is here. */
  void remove(Entry<K, S> entry) {
    int at = entry.heapIndex;
    if (at < 0) {
      return;
    }
    entry.heapIndex = -1;
    entry.scheduled = Long.MAX_VALUE;
    Entry<K, S> last = at(--size);
    heap[size] = null;
    if (last != entry) {
      last.heapIndex = at;
      heap[at] = last;
      up(last);
      down(last);
    }
  }

  private void up(Entry<K, S> entry) {
    int i = entry.heapIndex;
    while (i > 0) {
      int parent = (i - 1) >>> 1;
      Entry<K, S> above = at(parent);
      if (above.scheduled <= entry.scheduled) {
        break;
      }
      place(above, i);
      i = parent;
    }
    place(entry, i);
  }

  private void down(Entry<K, S> entry) {
    int i = entry.heapIndex;
    while (true) {
      int child = 2 * i + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size && at(child + 1).scheduled < at(child).scheduled) {
        child++;
      }
      Entry<K, S> below = at(child);
      if (entry.scheduled <= below.scheduled) {
        break;
      }
      place(below, i);
      i = child;
    }
    place(entry, i);
  }

  private void place(Entry<K, S> entry, int index) {
    heap[index] = entry;
    entry.heapIndex = index;
  }

  @SuppressWarnings("NullAway")
  private Entry<K, S> at(int index) {
    return heap[index];
  }
}
