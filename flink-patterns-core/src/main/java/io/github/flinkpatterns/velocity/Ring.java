// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import java.util.Arrays;

/**
 * The events of one key, ordered by time, as a ring of rows of numbers: the time, then the columns.
 *
 * <p>An event touches the newest and the oldest row. Each is one place in memory, not one for each
 * column: with 500 events in each of 1,000 keys that decides what an event costs.
 *
 * <p>Events before {@link #judged()} have been judged; those after it wait for the watermark. An
 * event has an index, which shifts as older ones leave, and a sequence number, {@link #first()} +
 * index, which does not.
 */
final class Ring {

  private static final int LEAST = 4;

  private Layout layout;
  private int width;
  private long[] rows;
  private String[] ids;
  private int head;
  private int size;
  private int judged;
  private long first;
  private int idBytes;

  Ring(Layout layout) {
    this.layout = layout;
    width = width(layout);
    rows = new long[LEAST * width];
    ids = new String[LEAST];
    Arrays.fill(ids, "");
  }

  /** Takes over rows and ids for {@link #capacity} of {@code size} events, filled from 0 on. */
  Ring(Layout layout, long[] rows, String[] ids, int size, int judged) {
    this.layout = layout;
    this.width = width(layout);
    this.rows = rows;
    this.ids = ids;
    this.size = size;
    this.judged = judged;
    for (int i = 0; i < size; i++) {
      idBytes += bytes(ids[i]);
    }
  }

  /** Returns how many numbers a row has: the time, and each column. */
  private static int width(Layout layout) {
    return 1 + layout.names.length;
  }

  /** Returns for how many events there must be room to hold {@code size} and one more. */
  static int capacity(int size) {
    return Math.max(LEAST, Integer.highestOneBit(size) << 1);
  }

  private Ring(Ring from) {
    layout = from.layout;
    width = from.width;
    rows = from.rows.clone();
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
      long[] old = rows;
      int oldWidth = width;
      width = width(wanted);
      rows = new long[ids.length * width];
      for (int column = 0; column < width; column++) {
        int from =
            column == 0 ? 0 : 1 + layout.find(wanted.names[column - 1], wanted.numeric[column - 1]);
        for (int slot = 0; slot < ids.length; slot++) {
          boolean kept = column == 0 || from > 0;
          rows[slot * width + column] = kept ? old[slot * oldWidth + from] : Fields.MISSING;
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
    return rows[slot(index) * width];
  }

  long value(int field, int index) {
    return rows[slot(index) * width + 1 + field];
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
    if (size == ids.length) {
      grow();
    }
    int at = size;
    while (at > floor && comesAfter(slot(at - 1), time, id, byId)) {
      move(slot(at - 1), slot(at));
      at--;
    }
    int slot = slot(at);
    ids[slot] = id;
    rows[slot * width] = time;
    System.arraycopy(row, 0, rows, slot * width + 1, width - 1);
    size++;
    idBytes += bytes(id);
    return at;
  }

  private boolean comesAfter(int slot, long time, String id, boolean byId) {
    long other = rows[slot * width];
    return other > time || (byId && other == time && ids[slot].compareTo(id) > 0);
  }

  private void move(int from, int to) {
    ids[to] = ids[from];
    System.arraycopy(rows, from * width, rows, to * width, width);
  }

  /** Drops the oldest event, which was judged. */
  void dropOldest() {
    if (idBytes > 0) {
      idBytes -= bytes(ids[head]);
      ids[head] = "";
    }
    head = slot(1);
    size--;
    judged--;
    first++;
    if (size == 0 && ids.length > 64) {
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

  /** Writes the first time, and the differences from one to the next. */
  void writeTimes(Block block) {
    if (size > 0) {
      block.putUnsigned(Block.zigzag(time(0)));
      int straight = straight();
      long last =
          block.putRises(rows, slot(1) * width, width, Math.min(size, straight) - 1, time(0));
      block.putRises(rows, 0, width, Math.max(0, size - straight), last);
    }
  }

  /** Writes the numbers of a column. */
  void writeNumbers(int field, Block block) {
    int straight = straight();
    block.putNumbers(rows, head * width + 1 + field, width, Math.min(size, straight));
    block.putNumbers(rows, 1 + field, width, Math.max(0, size - straight));
  }

  /** Returns how many events lie one behind the other before the ring begins again. */
  private int straight() {
    return ids.length - head;
  }

  int sizeInBytes() {
    return 120 + ids.length * (4 + 8 * width) + idBytes;
  }

  // The empty id is one object for all.
  private static int bytes(String id) {
    return id.isEmpty() ? 0 : 48 + id.length();
  }

  private int slot(int index) {
    return (head + index) & (ids.length - 1);
  }

  private void grow() {
    resize(ids.length * 2);
  }

  private void resize(int capacity) {
    long[] oldRows = rows;
    String[] oldIds = ids;
    int straight = Math.min(size, straight());
    rows = new long[capacity * width];
    System.arraycopy(oldRows, head * width, rows, 0, straight * width);
    System.arraycopy(oldRows, 0, rows, straight * width, (size - straight) * width);
    ids = new String[capacity];
    Arrays.fill(ids, "");
    System.arraycopy(oldIds, head, ids, 0, straight);
    System.arraycopy(oldIds, 0, ids, straight, size - straight);
    head = 0;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("judged=" + judged + " events=[");
    for (int i = 0; i < size; i++) {
      text.append(i == 0 ? "" : ", ").append(id(i)).append('@').append(time(i));
      for (int field = 0; field < width - 1; field++) {
        long value = value(field, i);
        text.append(' ').append(value == Fields.MISSING ? "-" : String.valueOf(value));
      }
    }
    return text.append(']').toString();
  }
}
