// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import java.util.Arrays;

/**
 * The events of one key, ordered by time, as a ring of rows of numbers: the time, then the columns.
 *
 * <p>An event touches the newest and the oldest row. Each is one place in memory, not one for each
 * column: with 500 events in each of 1,000 keys that decides what an event costs.
 *
 * <p>Ids lie apart, and only from the first event on that still has one: mostly the few that wait.
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
  private int mask;
  private int head;
  private int size;
  private int judged;
  private long first;

  // By sequence number, for the events from the number named on; those before it have no id.
  private String[] ids;
  private long named;
  private int idBytes;

  Ring(Layout layout) {
    this.layout = layout;
    width = width(layout);
    mask = LEAST - 1;
    rows = new long[LEAST * width];
    ids = noIds(LEAST);
  }

  /** Takes over rows for {@link #capacity} of {@code size} events, filled from 0 on. */
  Ring(Layout layout, long[] rows, int size, int judged) {
    this.layout = layout;
    this.width = width(layout);
    this.rows = rows;
    this.mask = rows.length / width - 1;
    this.size = size;
    this.judged = judged;
    ids = noIds(LEAST);
    named = size;
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
    mask = from.mask;
    head = from.head;
    size = from.size;
    judged = from.judged;
    first = from.first;
    ids = from.ids.clone();
    named = from.named;
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
      rows = new long[(mask + 1) * width];
      for (int column = 0; column < width; column++) {
        int from =
            column == 0 ? 0 : 1 + layout.find(wanted.names[column - 1], wanted.numeric[column - 1]);
        for (int slot = 0; slot <= mask; slot++) {
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
    long sequence = first + index;
    return sequence < named ? "" : ids[idSlot(sequence)];
  }

  /** Tells whether any event has an id that is not empty. */
  boolean hasIds() {
    return idBytes > 0;
  }

  /** Forgets the id of an event that no alert will name. */
  void forgetId(int index) {
    setId(index, "");
  }

  /** Gives an event that has no id this one. */
  void setId(int index, String id) {
    long sequence = first + index;
    if (sequence < named) {
      if (id.isEmpty()) {
        return;
      }
      holdIdsFrom(sequence);
    }
    int slot = idSlot(sequence);
    idBytes += bytes(id) - bytes(ids[slot]);
    ids[slot] = id;
    while (named < first + size && ids[idSlot(named)].isEmpty()) {
      named++;
    }
  }

  /**
   * Puts an event at its place among those from {@code floor} on, and returns its index.
   *
   * @param byId whether events of one time are ordered by id; else by arrival
   */
  int insert(long time, String id, long[] row, int floor, boolean byId) {
    if (size > mask) {
      resize((mask + 1) * 2);
    }
    int at = size;
    while (at > floor && comesAfter(at - 1, time, id, byId)) {
      System.arraycopy(rows, slot(at - 1) * width, rows, slot(at) * width, width);
      at--;
    }
    int slot = slot(at);
    rows[slot * width] = time;
    System.arraycopy(row, 0, rows, slot * width + 1, width - 1);
    makeRoomForId(at);
    size++;
    setId(at, id);
    return at;
  }

  private boolean comesAfter(int index, long time, String id, boolean byId) {
    long other = time(index);
    return other > time || (byId && other == time && id(index).compareTo(id) > 0);
  }

  // Moves the ids from an event on to the next one each; the event then has none.
  private void makeRoomForId(int index) {
    long end = first + size;
    long from = Math.max(first + index, named);
    holdIds(end + 1 - named);
    for (long sequence = end; sequence > from; sequence--) {
      ids[idSlot(sequence)] = ids[idSlot(sequence - 1)];
    }
    ids[idSlot(from)] = "";
    if (first + index < named) {
      named++;
    }
  }

  private void holdIdsFrom(long sequence) {
    holdIds(first + size - sequence);
    while (named > sequence) {
      named--;
      ids[idSlot(named)] = "";
    }
  }

  // Sees to room for the ids of so many events.
  private void holdIds(long events) {
    if (events > ids.length) {
      String[] old = ids;
      int oldMask = old.length - 1;
      ids = noIds(capacity((int) events));
      for (long sequence = named; sequence < first + size; sequence++) {
        ids[idSlot(sequence)] = old[(int) sequence & oldMask];
      }
    }
  }

  private int idSlot(long sequence) {
    return (int) sequence & (ids.length - 1);
  }

  private static String[] noIds(int capacity) {
    String[] ids = new String[capacity];
    Arrays.fill(ids, "");
    return ids;
  }

  /** Drops the oldest event, which was judged. */
  void dropOldest() {
    if (first == named) {
      forgetId(0); // named is then past it
    }
    head = slot(1);
    size--;
    judged--;
    first++;
    if (size == 0 && mask > 64) {
      resize(LEAST);
      ids = noIds(LEAST);
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
    return mask + 1 - head;
  }

  int sizeInBytes() {
    return 128 + rows.length * 8 + ids.length * 4 + idBytes;
  }

  // The empty id is one object for all.
  private static int bytes(String id) {
    return id.isEmpty() ? 0 : 48 + id.length();
  }

  private int slot(int index) {
    return (head + index) & mask;
  }

  private void resize(int capacity) {
    long[] oldRows = rows;
    int straight = Math.min(size, straight());
    rows = new long[capacity * width];
    System.arraycopy(oldRows, head * width, rows, 0, straight * width);
    System.arraycopy(oldRows, 0, rows, straight * width, (size - straight) * width);
    mask = capacity - 1;
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
