// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The running aggregates of one window over the ring of a key: each event is added once and removed
 * once, so an event costs the same in a window of 5 and of 500.
 *
 * <p>Everything here follows from ring and buckets ({@link #rebuild}), so none of it is state. A
 * bucket that reaches into the window counts in full.
 */
final class Run {

  final RunSpec spec;
  private final Ring ring;
  private @Nullable Track track;

  private long cut;
  private long left;
  private long next;
  private long firstBucket;
  private long bucketed;
  private long lastTime;
  private long streakFrom;
  final Moments moments = new Moments();
  private final CountingSet values = new CountingSet();
  private @Nullable MinValues sketch;
  private final SequenceDeque minimums = new SequenceDeque();
  private final SequenceDeque maximums = new SequenceDeque();

  Run(RunSpec spec, Ring ring) {
    this.spec = spec;
    this.ring = ring;
  }

  /** Computes the window at {@code time} over the events before index {@code end}. */
  void rebuild(@Nullable Track newTrack, int end, long time) {
    track = newTrack;
    moments.clear();
    values.clear();
    sketch = null;
    minimums.clear();
    maximums.clear();
    bucketed = 0;
    lastTime = Long.MIN_VALUE;
    cut = spec.cut(time);
    firstBucket = spec.firstBucket(cut);
    if (track != null) {
      for (Track.Bucket bucket : track.buckets) {
        if (bucket.number >= firstBucket) {
          moments.add(bucket.moments);
          bucketed += bucket.moments.count;
          lastTime = Math.max(lastTime, bucket.lastTime);
        }
      }
    }
    int start = ring.firstAfter(cut, end);
    left = ring.first() + start;
    next = left;
    streakFrom = left;
    for (int i = start; i < end; i++) {
      add(i);
    }
  }

  /** Moves the window to {@code time}: what is no longer in it leaves. */
  void advance(long time) {
    long newCut = spec.cut(time);
    if (newCut <= cut) {
      return;
    }
    cut = newCut;
    while (left < next && ring.time(index(left)) <= cut) {
      expire(index(left));
      left++;
    }
    long newFirst = spec.firstBucket(cut);
    if (track != null && bucketed > 0 && newFirst > firstBucket) {
      for (Track.Bucket bucket : track.buckets) {
        if (bucket.number >= firstBucket && bucket.number < newFirst) {
          moments.remove(bucket.moments);
          bucketed -= bucket.moments.count;
          sketch = null;
        }
      }
    }
    firstBucket = newFirst;
  }

  /** Takes the next event, which is the newest of the window. */
  void add(int index) {
    long sequence = ring.first() + index;
    next = sequence + 1;
    if (!spec.where.matches(ring, index)) {
      streakFrom = next;
      return;
    }
    long value = value(index);
    if (value == Fields.MISSING) {
      return;
    }
    lastTime = Math.max(lastTime, ring.time(index));
    if (spec.category) {
      moments.add(0);
      values.add(value);
      if (sketch != null) {
        sketch.add(value);
      }
      return;
    }
    moments.add(value);
    if (spec.minimum) {
      while (!minimums.isEmpty() && value(index(minimums.last())) >= value) {
        minimums.removeLast();
      }
      minimums.addLast(sequence);
    }
    if (spec.maximum) {
      while (!maximums.isEmpty() && value(index(maximums.last())) <= value) {
        maximums.removeLast();
      }
      maximums.addLast(sequence);
    }
  }

  private void expire(int index) {
    long value = value(index);
    if (value == Fields.MISSING || !spec.where.matches(ring, index)) {
      return;
    }
    if (spec.category) {
      moments.remove(0);
      values.remove(value);
      sketch = null;
    } else {
      moments.remove(value);
      leaveDeques(ring.first() + index);
    }
  }

  private void leaveDeques(long sequence) {
    if (!minimums.isEmpty() && minimums.first() == sequence) {
      minimums.removeFirst();
    }
    if (!maximums.isEmpty() && maximums.first() == sequence) {
      maximums.removeFirst();
    }
  }

  /**
   * Takes note that the oldest event leaves the ring.
   *
   * @param into the track that has taken it; null if none did
   */
  void evictOldest(@Nullable Track into) {
    long sequence = ring.first();
    boolean inWindow = sequence >= left;
    left = Math.max(left, sequence + 1);
    next = Math.max(next, left);
    if (into == null) {
      return;
    }
    track = into;
    long value = value(0);
    if (inWindow) {
      bucketed++;
      if (spec.category) {
        values.remove(value);
      } else {
        leaveDeques(sequence);
      }
    } else if (Math.floorDiv(ring.time(0), spec.key.widthMillis()) >= firstBucket) {
      // The bucket reaches into the window, so it counts in full.
      bucketed++;
      moments.add(spec.category ? 0 : value);
      if (sketch != null) {
        sketch.add(value);
      }
    }
  }

  /** Returns the events that are aggregated. */
  long count() {
    return moments.count;
  }

  /** Tells whether buckets are part of the aggregate. */
  boolean isBucketed() {
    return bucketed > 0;
  }

  long cut() {
    return cut;
  }

  long next() {
    return next;
  }

  long min() {
    long min = minimums.isEmpty() ? Long.MAX_VALUE : value(index(minimums.first()));
    if (bucketed > 0 && track != null) {
      for (Track.Bucket bucket : track.buckets) {
        min = bucket.number >= firstBucket ? Math.min(min, bucket.min) : min;
      }
    }
    return min;
  }

  long max() {
    long max = maximums.isEmpty() ? Long.MIN_VALUE : value(index(maximums.first()));
    if (bucketed > 0 && track != null) {
      for (Track.Bucket bucket : track.buckets) {
        max = bucket.number >= firstBucket ? Math.max(max, bucket.max) : max;
      }
    }
    return max;
  }

  long distinct() {
    if (bucketed == 0) {
      return values.distinct();
    }
    if (sketch == null) {
      sketch = new MinValues();
      values.addTo(sketch);
      if (track != null) {
        for (Track.Bucket bucket : track.buckets) {
          if (bucket.number >= firstBucket && bucket.values != null) {
            sketch.addAll(bucket.values);
          }
        }
      }
    }
    return sketch.count();
  }

  long streak() {
    return next - Math.max(left, streakFrom);
  }

  /** Returns the time of the newest event, or {@link Long#MIN_VALUE} if the window has none. */
  long lastTime() {
    return lastTime > cut ? lastTime : Long.MIN_VALUE;
  }

  /** Returns when {@code value} was first seen; {@link Long#MAX_VALUE} if it was not. */
  long firstSeen(long value) {
    if (bucketed > 0 && track != null) {
      for (Track.Bucket bucket : track.buckets) {
        if (bucket.number >= firstBucket
            && bucket.values != null
            && bucket.values.mayContain(value)) {
          return Math.max(cut + 1, bucket.number * track.width);
        }
      }
    }
    if (values.contains(value)) {
      for (int i = index(left); i < index(next); i++) {
        if (value(i) == value && spec.where.matches(ring, i)) {
          return ring.time(i);
        }
      }
    }
    return Long.MAX_VALUE;
  }

  /** Returns the index of the newest event that counts and has {@code field}, or -1. */
  int newestWith(int field) {
    for (int i = index(next) - 1; i >= index(left); i--) {
      if (value(i) != Fields.MISSING
          && ring.value(field, i) != Fields.MISSING
          && spec.where.matches(ring, i)) {
        return i;
      }
    }
    return -1;
  }

  /** Returns the ids of the newest events in the aggregate, at most {@code most}, oldest first. */
  List<String> evidence(int most, long from) {
    List<String> ids = new ArrayList<>();
    long oldest = Math.max(left, from);
    for (long i = next - 1; i >= oldest && ids.size() < most; i--) {
      if (value(index(i)) != Fields.MISSING && spec.where.matches(ring, index(i))) {
        ids.add(ring.id(index(i)));
      }
    }
    Collections.reverse(ids);
    return ids;
  }

  /** Returns the sequence number at which the current streak starts. */
  long streakStart() {
    return Math.max(left, streakFrom);
  }

  int sizeInBytes() {
    return 160
        + values.sizeInBytes()
        + minimums.sizeInBytes()
        + maximums.sizeInBytes()
        + (sketch == null ? 0 : sketch.sizeInBytes());
  }

  private int index(long sequence) {
    return (int) (sequence - ring.first());
  }

  private long value(int index) {
    return spec.field < 0 ? 0 : ring.value(spec.field, index);
  }
}
