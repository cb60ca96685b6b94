// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.window;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The panes of one key that have events and belong to a window that can still give a result, by
 * start.
 *
 * @param <A> the accumulator
 */
final class Panes<A> {

  /** The due moment has to be found anew. */
  static final long UNKNOWN = Long.MIN_VALUE;

  private static final int BYTES = 112;
  private static final int PANE_BYTES = 12;
  private static final int REVISION_BYTES = 64;

  /** The length of each pane, with which the state was begun. */
  final long paneMillis;

  /** Every window with events that ends at this moment plus one, or before, has been emitted. */
  long progress = Long.MIN_VALUE;

  /** Cached, never written: the next due moment. */
  long due = UNKNOWN;

  /** The windows that were emitted more than once and can still change; nearly always none. */
  final List<Revision> revisions = new ArrayList<>(0);

  private long[] starts;
  private A[] accumulators;
  private int size;

  /** How often the window of {@code sizeMillis} and {@code slideMillis} was emitted. */
  record Revision(long end, long sizeMillis, long slideMillis, int number) {

    boolean isOf(long windowEnd, Windows windows) {
      return end == windowEnd
          && sizeMillis == windows.sizeMillis()
          && slideMillis == windows.slideMillis();
    }
  }

  @SuppressWarnings("unchecked")
  Panes(long paneMillis, int capacity) {
    this.paneMillis = paneMillis;
    int length = Math.max(1, capacity);
    starts = new long[length];
    accumulators = (A[]) new Object[length];
  }

  int size() {
    return size;
  }

  long start(int index) {
    return starts[index];
  }

  A accumulator(int index) {
    return accumulators[index];
  }

  void accumulator(int index, A accumulator) {
    accumulators[index] = accumulator;
  }

  /** Returns the index of the first pane that starts at {@code start} or later. */
  int from(long start) {
    if (size == 0 || starts[size - 1] < start) {
      return size;
    }
    int found = Arrays.binarySearch(starts, 0, size, start);
    return found >= 0 ? found : -found - 1;
  }

  boolean has(int index, long start) {
    return index < size && starts[index] == start;
  }

  void insert(int index, long start, A accumulator) {
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, size * 2);
      accumulators = Arrays.copyOf(accumulators, size * 2);
    }
    System.arraycopy(starts, index, starts, index + 1, size - index);
    System.arraycopy(accumulators, index, accumulators, index + 1, size - index);
    starts[index] = start;
    accumulators[index] = accumulator;
    size++;
  }

  @SuppressWarnings("NullAway") // what lies beyond the size is nobody's
  void removeFirst(int count) {
    System.arraycopy(starts, count, starts, 0, size - count);
    System.arraycopy(accumulators, count, accumulators, 0, size - count);
    Arrays.fill(accumulators, size - count, size, null);
    size -= count;
  }

  /** Returns the next revision of a window that was emitted before, and remembers it. */
  int nextRevision(long end, Windows windows) {
    for (int i = 0; i < revisions.size(); i++) {
      Revision revision = revisions.get(i);
      if (revision.isOf(end, windows)) {
        int next = revision.number() + 1;
        revisions.set(i, new Revision(end, windows.sizeMillis(), windows.slideMillis(), next));
        return next;
      }
    }
    revisions.add(new Revision(end, windows.sizeMillis(), windows.slideMillis(), 2));
    return 2;
  }

  int sizeInBytes(int accumulatorBytes) {
    return BYTES
        + starts.length * PANE_BYTES
        + size * accumulatorBytes
        + revisions.size() * REVISION_BYTES;
  }

  /** Tells everything that is written, for tests that compare state. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(paneMillis).append(" ms, past ").append(progress).append(' ').append(revisions);
    for (int i = 0; i < size; i++) {
      text.append(' ').append(starts[i]).append('=').append(accumulators[i]);
    }
    return text.toString();
  }
}
