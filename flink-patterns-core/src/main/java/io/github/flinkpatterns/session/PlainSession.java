// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.session;

import java.util.Arrays;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.jspecify.annotations.Nullable;

/** One session that may still change. */
final class PlainSession<A> {

  /** Heap bytes of this object and its place in the array, without the accumulator. */
  static final int BYTES = 96;

  /** First event; last event; the largest timestamp plus gap, exclusive. */
  long start;

  long last;
  long end;
  long events;

  /** How many records left, and the id that they carry. */
  int revision;

  long id;

  /** What it has now was emitted as closed, or before that something was. */
  boolean fired;

  boolean closed;

  /** What the updates that left cover: a number of events or a timestamp. */
  long mark;

  /** The ids of emitted sessions that became part of this one, ascending. */
  long @Nullable [] replaced;

  A accumulator;

  PlainSession(long start, long end, A accumulator) {
    this.start = start;
    this.last = start;
    this.end = end;
    this.accumulator = accumulator;
  }

  void cover(long timestamp, long gapEnd) {
    start = Math.min(start, timestamp);
    last = Math.max(last, timestamp);
    end = Math.max(end, gapEnd);
  }

  /** Takes over a later session; the earlier emitted one gives the id. */
  void absorb(PlainSession<A> later, AggregateFunction<?, A, ?> aggregate, boolean marksAdd) {
    cover(later.start, later.end);
    last = Math.max(last, later.last);
    events += later.events;
    if (later.revision > 0) {
      if (revision == 0) {
        id = later.id;
        replaced = later.replaced;
      } else {
        replaced = union(replaced, later.replaced, later.id);
      }
      revision = Math.max(revision, later.revision);
    }
    closed |= later.closed;
    fired = false;
    mark = marksAdd ? mark + later.mark : Math.max(mark, later.mark);
    accumulator = aggregate.merge(accumulator, later.accumulator);
  }

  int sizeInBytes() {
    return replaced == null ? BYTES : BYTES + 16 + 8 * replaced.length;
  }

  @Override
  public String toString() {
    return "[%d..%d..%d: %d events, revision %d of %d%s%s, mark %d, replaced %s, %s]"
        .formatted(
            start,
            last,
            end,
            events,
            revision,
            id,
            fired ? ", fired" : "",
            closed ? ", closed" : "",
            mark,
            Arrays.toString(replaced),
            accumulator);
  }

  private static long[] union(long @Nullable [] a, long @Nullable [] b, long one) {
    int inA = a == null ? 0 : a.length;
    int inB = b == null ? 0 : b.length;
    long[] all = new long[inA + inB + 1];
    if (a != null) {
      System.arraycopy(a, 0, all, 0, inA);
    }
    if (b != null) {
      System.arraycopy(b, 0, all, inA, inB);
    }
    all[inA + inB] = one;
    Arrays.sort(all);
    return all;
  }
}
