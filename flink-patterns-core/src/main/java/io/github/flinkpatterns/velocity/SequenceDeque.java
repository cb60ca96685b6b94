// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

/** A double-ended queue of sequence numbers without boxes. */
final class SequenceDeque {

  private static final long[] NONE = new long[0];

  private long[] items = NONE;
  private int head;
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  void clear() {
    head = 0;
    size = 0;
  }

  long first() {
    return items[head];
  }

  long last() {
    return items[(head + size - 1) & (items.length - 1)];
  }

  void addLast(long item) {
    if (size == items.length) {
      long[] more = new long[Math.max(4, size * 2)];
      for (int i = 0; i < size; i++) {
        more[i] = items[(head + i) & (size - 1)];
      }
      items = more;
      head = 0;
    }
    items[(head + size) & (items.length - 1)] = item;
    size++;
  }

  void removeFirst() {
    head = (head + 1) & (items.length - 1);
    size--;
  }

  void removeLast() {
    size--;
  }

  int sizeInBytes() {
    return 40 + items.length * 8;
  }
}
