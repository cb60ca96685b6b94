// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import java.util.Arrays;

/**
 * The events of one key, ordered by time, as a ring of primitive columns.
 *
 * <p>Events before {@link #judged()} have been judged; those after it wait for the watermark. An
 * event has an index, which shifts as older ones leave, and a sequence number, {@link #first()} +
 * index, which does not.
 */
final class Ring {

  private static final int LEAST = 4;

  private Layout layout;
  private long[] times;
  private long[][] columns;
  private String[] ids;
  private int head;
  private int size;
  private int judged;
  private long first;
  private int idBytes;

  Ring(Layout layout) {
    this.layout = layout;
    times = new long[LEAST];
    columns = new long[layout.names.length][LEAST];
    ids = new String[LEAST];
    Arrays.fill(ids, "");
  }

  /** Takes over columns of {@link #capacity} of {@code size}, filled from 0 on. */
  Ring(Layout layout, long[] times, long[][] columns, String[] ids, int size, int judged) {
    this.layout = layout;
    this.times = times;
    this.columns = columns;
    this.ids = ids;
    this.size = size;
    this.judged = judged;
    for (int i = 0; i < size; i++) {
      idBytes += bytes(ids[i]);
    }
  }

  /** Returns how long columns must be for {@code size} events and one more. */
  static int capacity(int size) {
    return Math.max(LEAST, Integer.highestOneBit(size) << 1);
  }

  private Ring(Ring from) {
    layout = from.layout;
    times = from.times.clone();
    columns = new long[from.columns.length][];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = from.columns[i].clone();
    }
    ids = from.ids.clone();
    head = from.head;
    size = from.size;
    judged = from.judged;
    first = from.first;
    idBytes = from.idBytes;
  }

  Ring copy() {
    return new Ring(this);
  }

  Layout layout() {
    return layout;
  }

  /** Takes the columns of a detector whose fields may differ from those that were kept. */
  void adopt(Layout wanted) {
    if (!layout.isSame(wanted)) {
      if (layout.decimals != wanted.decimals) {
        throw new IllegalStateException(
            "VelocityDetector: the state keeps numbers with "
                + layout.decimals
                + " decimals, this detector with "
                + wanted.decimals
                + "; decimals cannot change over a savepoint");
      }
      long[][] old = columns;
      columns = new long[wanted.names.length][];
      for (int i = 0; i < columns.length; i++) {
        int from = layout.find(wanted.names[i], wanted.numeric[i]);
        columns[i] = from >= 0 ? old[from] : new long[times.length];
        if (from < 0) {
          Arrays.fill(columns[i], Fields.MISSING);
        }
      }
    }
    layout = wanted;
  }

  int size() {
    return size;
  }

  int judged() {
    return judged;
  }

  void judged(int events) {
    judged = events;
  }

  /** Returns the sequence number of the oldest event. */
  long first() {
    return first;
  }

  long time(int index) {
    return times[slot(index)];
  }

  long value(int field, int index) {
    return columns[field][slot(index)];
  }

  String id(int index) {
    return ids[slot(index)];
  }

  /** Tells whether any event has an id that is not empty. */
  boolean hasIds() {
    return idBytes > 0;
  }

  /** Forgets the id of an event that no alert will name. */
  void forgetId(int index) {
    int slot = slot(index);
    idBytes -= bytes(ids[slot]);
    ids[slot] = "";
  }

  /**
   * Puts an event at its place among those from {@code floor} on, and returns its index.
   *
   * @param byId whether events of one time are ordered by id; else by arrival
   */
  int insert(long time, String id, long[] row, int floor, boolean byId) {
    if (size == times.length) {
      grow();
    }
    int at = size;
    while (at > floor && comesAfter(slot(at - 1), time, id, byId)) {
      move(slot(at - 1), slot(at));
      at--;
    }
    int slot = slot(at);
    times[slot] = time;
    ids[slot] = id;
    for (int field = 0; field < columns.length; field++) {
      columns[field][slot] = row[field];
    }
    size++;
    idBytes += bytes(id);
    return at;
  }

  private boolean comesAfter(int slot, long time, String id, boolean byId) {
    return times[slot] > time || (byId && times[slot] == time && ids[slot].compareTo(id) > 0);
  }

  private void move(int from, int to) {
    times[to] = times[from];
    ids[to] = ids[from];
    for (long[] column : columns) {
      column[to] = column[from];
    }
  }

  /** Drops the oldest event, which was judged. */
  void dropOldest() {
    idBytes -= bytes(ids[head]);
    ids[head] = "";
    head = slot(1);
    size--;
    judged--;
    first++;
    if (size == 0 && times.length > 64) {
      resize(LEAST);
    }
  }

  /** Returns the first index, before {@code end}, of an event after {@code time}. */
  int firstAfter(long time, int end) {
    int low = 0;
    int high = end;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (time(middle) > time) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  int sizeInBytes() {
    return 120 + times.length * (12 + 8 * columns.length) + 16 * columns.length + idBytes;
  }

  // The empty id is one object for all.
  private static int bytes(String id) {
    return id.isEmpty() ? 0 : 48 + id.length();
  }

  private int slot(int index) {
    return (head + index) & (times.length - 1);
  }

  private void grow() {
    resize(times.length * 2);
  }

  private void resize(int capacity) {
    long[] oldTimes = times;
    String[] oldIds = ids;
    times = straight(oldTimes, capacity);
    for (int i = 0; i < columns.length; i++) {
      columns[i] = straight(columns[i], capacity);
    }
    ids = new String[capacity];
    Arrays.fill(ids, "");
    for (int i = 0; i < size; i++) {
      ids[i] = oldIds[(head + i) & (oldIds.length - 1)];
    }
    head = 0;
  }

  private long[] straight(long[] from, int capacity) {
    long[] to = new long[capacity];
    for (int i = 0; i < size; i++) {
      to[i] = from[(head + i) & (from.length - 1)];
    }
    return to;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("judged=" + judged + " events=[");
    for (int i = 0; i < size; i++) {
      text.append(i == 0 ? "" : ", ").append(id(i)).append('@').append(time(i));
      for (int field = 0; field < columns.length; field++) {
        long value = value(field, i);
        text.append(' ').append(value == Fields.MISSING ? "-" : String.valueOf(value));
      }
    }
    return text.append(']').toString();
  }
}
