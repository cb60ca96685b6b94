// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.buffer;

import java.util.ArrayList;
import java.util.List;

/** The events of a batch that is being filled, in the order in which they came. */
final class Buffer<E> {

  private static final int HEAP_BYTES = 72;
  private static final long NONE = Long.MAX_VALUE;

  final List<Held<E>> held;
  private long bytes;
  private long earliest = NONE;
  private long firstArrival = NONE;

  Buffer(int capacity) {
    held = new ArrayList<>(capacity);
  }

  void add(Held<E> event) {
    held.add(event);
    bytes += event.bytes();
    earliest = Math.min(earliest, event.timestamp());
    firstArrival = Math.min(firstArrival, event.arrived());
  }

  boolean isEmpty() {
    return held.isEmpty();
  }

  int size() {
    return held.size();
  }

  long bytes() {
    return bytes;
  }

  /** Returns the smallest timestamp; the largest number if there is no event. */
  long earliest() {
    return earliest;
  }

  /** Returns when the first event came; the largest number if there is none. */
  long firstArrival() {
    return firstArrival;
  }

  /** Returns how many events from the first on fit into a batch, at least one. */
  int fitting(int maxEvents, long maxBytes) {
    if (held.size() <= maxEvents && bytes <= maxBytes) {
      return held.size();
    }
    int count = 0;
    long sum = 0;
    while (count < held.size() && count < maxEvents) {
      sum += held.get(count).bytes();
      if (sum > maxBytes && count > 0) {
        break;
      }
      count++;
    }
    return count;
  }

  /** Removes the first events and returns them as a batch. */
  Batch<E> take(int count, Batch.Reason reason) {
    List<E> events = new ArrayList<>(count);
    long first = NONE;
    long last = Long.MIN_VALUE;
    long sum = 0;
    for (int i = 0; i < count; i++) {
      Held<E> event = held.get(i);
      events.add(event.event());
      first = Math.min(first, event.timestamp());
      last = Math.max(last, event.timestamp());
      sum += event.bytes();
    }
    List<Held<E>> rest = new ArrayList<>(held.subList(count, held.size()));
    held.clear();
    bytes = 0;
    earliest = NONE;
    firstArrival = NONE;
    rest.forEach(this::add);
    return new Batch<>(events, first, last, sum, reason);
  }

  int sizeInBytes() {
    return (int) Math.min(Integer.MAX_VALUE, HEAP_BYTES + 68L * held.size() + 2 * bytes);
  }

  @Override
  public String toString() {
    return held.toString();
  }
}
