// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.session;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The open session of one key, and the events that wait for the watermark in front of it.
 *
 * <p>What waits is kept in the order in which it will be taken: by timestamp, then by the caller's
 * number, then events that begin a session before others and events that end one after them, then
 * by attribute, and only then as it came.
 *
 * @param <A> the accumulator
 */
final class OrderedSessions<A> extends SessionState {

  /** The event begins a session; the event ends one. */
  static final byte BEGINS = 1;

  static final byte ENDS = 2;

  /** Nothing was passed yet; no session was there before. */
  static final long NONE = Long.MIN_VALUE;

  private static final int SMALLEST = 4;

  /** The open session: {@code open} says whether there is one; its accumulator is then not null. */
  boolean open;

  long start = NONE;
  long last;
  long end;

  /** Where the session ends at the latest, exclusive, and whether that is a midnight. */
  long hardEnd;

  boolean hardEndIsMidnight;
  long events;
  long mark;
  int revision;

  /** How many sessions with the same start came before. */
  int ordinal;

  @Nullable String attribute;
  @Nullable A accumulator;

  /** Events up to this moment are late, whatever the watermark is; kept while {@code remembers}. */
  long passed = NONE;

  boolean remembers;

  /** What waits, in parallel arrays; the nullable ones are there when something needs them. */
  int waiting;

  long[] timestamps = new long[SMALLEST];
  long[] gapEnds = new long[SMALLEST];
  Object[] accumulators = new Object[SMALLEST];
  long @Nullable [] numbers;
  byte @Nullable [] marks;
  @Nullable String @Nullable [] attributes;

  @SuppressWarnings("unchecked")
  A accumulatorAt(int index) {
    return (A) accumulators[index];
  }

  byte marksAt(int index) {
    return marks == null ? 0 : marks[index];
  }

  @Nullable String attributeAt(int index) {
    return attributes == null ? null : attributes[index];
  }

  private long numberAt(int index) {
    return numbers == null ? 0 : numbers[index];
  }

  /** Puts an event in its place among those that wait, and returns the place. */
  int insert(
      long timestamp, long gapEnd, long number, byte mark, @Nullable String name, A accumulator) {
    int at = waiting;
    while (at > 0 && isBefore(timestamp, number, mark, name, at - 1)) {
      at--;
    }
    resize(waiting + 1);
    makeColumns(number != 0, mark != 0, name != null);
    int tail = waiting - at;
    move(timestamps, at, at + 1, tail);
    move(gapEnds, at, at + 1, tail);
    move(accumulators, at, at + 1, tail);
    move(numbers, at, at + 1, tail);
    move(marks, at, at + 1, tail);
    move(attributes, at, at + 1, tail);
    timestamps[at] = timestamp;
    gapEnds[at] = gapEnd;
    accumulators[at] = accumulator;
    if (numbers != null) {
      numbers[at] = number;
    }
    if (marks != null) {
      marks[at] = mark;
    }
    if (attributes != null) {
      attributes[at] = name;
    }
    waiting++;
    return at;
  }

  /** Forgets the first {@code count} of those that wait. */
  void removeFirst(int count) {
    int rest = waiting - count;
    move(timestamps, count, 0, rest);
    move(gapEnds, count, 0, rest);
    move(accumulators, count, 0, rest);
    move(numbers, count, 0, rest);
    move(marks, count, 0, rest);
    move(attributes, count, 0, rest);
    Arrays.fill(accumulators, rest, waiting, null);
    waiting = rest;
    resize(rest);
  }

  private boolean isBefore(
      long timestamp, long number, byte mark, @Nullable String name, int other) {
    if (timestamp != timestamps[other]) {
      return timestamp < timestamps[other];
    }
    if (number != numberAt(other)) {
      return number < numberAt(other);
    }
    int place = place(mark);
    int otherPlace = place(marksAt(other));
    if (place != otherPlace) {
      return place < otherPlace;
    }
    String otherName = attributeAt(other);
    if (name == null || otherName == null) {
      return name == null && otherName != null;
    }
    return name.compareTo(otherName) < 0;
  }

  private static int place(byte mark) {
    return (mark & BEGINS) != 0 ? 0 : (mark & ENDS) != 0 ? 2 : 1;
  }

  private void makeColumns(boolean withNumber, boolean withMark, boolean withAttribute) {
    int capacity = timestamps.length;
    if (withNumber && numbers == null) {
      numbers = new long[capacity];
    }
    if (withMark && marks == null) {
      marks = new byte[capacity];
    }
    if (withAttribute && attributes == null) {
      attributes = new String[capacity];
    }
  }

  /** Doubles when full, halves when an eighth is used. */
  private void resize(int needed) {
    int capacity = timestamps.length;
    if (needed > capacity) {
      capacity *= 2;
    } else if (capacity > SMALLEST && needed * 8 <= capacity) {
      capacity /= 2;
    } else {
      return;
    }
    timestamps = Arrays.copyOf(timestamps, capacity);
    gapEnds = Arrays.copyOf(gapEnds, capacity);
    accumulators = Arrays.copyOf(accumulators, capacity);
    numbers = numbers == null ? null : Arrays.copyOf(numbers, capacity);
    marks = marks == null ? null : Arrays.copyOf(marks, capacity);
    attributes = attributes == null ? null : Arrays.copyOf(attributes, capacity);
  }

  @SuppressWarnings("SuspiciousSystemArraycopy")
  private static void move(@Nullable Object array, int from, int to, int count) {
    if (array != null) {
      System.arraycopy(array, from, array, to, count);
    }
  }

  int sizeInBytes(int accumulatorBytes) {
    int slot = 20 + (numbers == null ? 0 : 8) + (marks == null ? 0 : 1);
    slot += attributes == null ? 0 : 4;
    int bytes = 232 + timestamps.length * slot;
    bytes += (waiting + (open ? 1 : 0)) * accumulatorBytes;
    return attributes == null ? bytes : bytes + waiting * 56;
  }

  /** Tells everything that is written, for tests that compare state. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (watched) {
      text.append("idle since ").append(idleSince).append(" at ").append(seenWatermark).append(' ');
    }
    text.append("passed ").append(passed).append(remembers ? ", remembered" : "");
    if (open) {
      text.append(" open %d..%d..%d..%d".formatted(start, last, end, hardEnd))
          .append(hardEndIsMidnight ? " midnight" : "")
          .append(": %d events, mark %d, revision %d".formatted(events, mark, revision))
          .append(", ordinal %d, %s, %s".formatted(ordinal, attribute, accumulator));
    }
    for (int i = 0; i < waiting; i++) {
      text.append(" [%d..%d #%d ".formatted(timestamps[i], gapEnds[i], numberAt(i)))
          .append("%d %s %s]".formatted(marksAt(i), attributeAt(i), accumulators[i]));
    }
    return text.toString();
  }
}
