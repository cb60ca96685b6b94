// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import java.util.List;

/**
 * How much state a function held after so many events.
 *
 * @param name the scenario
 * @param points the measured points, by number of events
 */
public record Growth(String name, List<Point> points) {

  /**
   * One measured point.
   *
   * @param events how many events had been fed
   * @param keys how many keys held anything
   * @param entries state entries and timers of all keys; each element of a list or map counts
   * @param bytes the size of the state of all keys
   * @param entriesOfLargestKey the most entries and timers that one key held
   * @param bytesOfLargestKey the most bytes that one key held
   */
  public record Point(
      int events,
      int keys,
      long entries,
      long bytes,
      long entriesOfLargestKey,
      long bytesOfLargestKey) {}

  /** Keeps an unmodifiable copy. */
  public Growth {
    points = List.copyOf(points);
  }

  /** Returns the most bytes that one key held at any point. */
  public long maxBytesPerKey() {
    return points.stream().mapToLong(Point::bytesOfLargestKey).max().orElse(0);
  }

  /** Returns the most entries and timers that one key held at any point. */
  public long maxEntriesPerKey() {
    return points.stream().mapToLong(Point::entriesOfLargestKey).max().orElse(0);
  }

  /**
   * Tells whether the largest key held no more entries, and at most a tenth more bytes, in the
   * second half of the events than in the first. Numbers of variable length may take a byte more.
   */
  public boolean isBoundedPerKey() {
    int half = points.size() / 2;
    long entries = max(points.subList(0, half), true);
    long bytes = max(points.subList(0, half), false);
    List<Point> later = points.subList(half, points.size());
    return max(later, true) <= entries && max(later, false) <= bytes + bytes / 10;
  }

  private static long max(List<Point> points, boolean entries) {
    return points.stream()
        .mapToLong(p -> entries ? p.entriesOfLargestKey() : p.bytesOfLargestKey())
        .max()
        .orElse(0);
  }

  /** Returns the points as a table. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(name);
    text.append(String.format("%n%10s %8s %10s %12s", "events", "keys", "entries", "bytes"));
    text.append(String.format(" %22s %20s", "entries of largest key", "bytes of largest key"));
    for (Point p : points) {
      text.append(
          String.format("%n%10d %8d %10d %12d", p.events(), p.keys(), p.entries(), p.bytes()));
      text.append(String.format(" %22d %20d", p.entriesOfLargestKey(), p.bytesOfLargestKey()));
    }
    return text.toString();
  }
}
