// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is left of events that no longer lie in the ring, as sums per bucket of time: bucket
 * <i>n</i> covers [n * width, (n + 1) * width).
 *
 * <p>A track is of one filter and one field, because a bucket cannot be filtered afterwards.
 */
final class Track {

  /** The events of one bucket. */
  static final class Bucket {
    final long number;
    final Moments moments;
    long lastTime = Long.MIN_VALUE;
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    @Nullable MinValues values;

    Bucket(long number, Moments moments) {
      this.number = number;
      this.moments = moments;
    }

    @Override
    public String toString() {
      return number
          + ": "
          + moments
          + " last="
          + lastTime
          + " min="
          + min
          + " max="
          + max
          + (values == null ? "" : " values=" + values);
    }

    private Bucket copy() {
      Bucket copy = new Bucket(number, moments.copy());
      copy.lastTime = lastTime;
      copy.min = min;
      copy.max = max;
      copy.values = values == null ? null : values.copy();
      return copy;
    }
  }

  final long id;
  final long width;
  final List<Bucket> buckets = new ArrayList<>();

  Track(long id, long width) {
    this.id = id;
    this.width = width;
  }

  Track copy() {
    Track copy = new Track(id, width);
    buckets.forEach(bucket -> copy.buckets.add(bucket.copy()));
    return copy;
  }

  void add(long time, long value, boolean category) {
    Bucket bucket = bucket(Math.floorDiv(time, width));
    bucket.lastTime = Math.max(bucket.lastTime, time);
    if (category) {
      bucket.moments.add(0);
      if (bucket.values == null) {
        bucket.values = new MinValues();
      }
      bucket.values.add(value);
    } else {
      bucket.moments.add(value);
      bucket.min = Math.min(bucket.min, value);
      bucket.max = Math.max(bucket.max, value);
    }
  }

  private Bucket bucket(long number) {
    int at = buckets.size();
    while (at > 0 && buckets.get(at - 1).number >= number) {
      at--;
      if (buckets.get(at).number == number) {
        return buckets.get(at);
      }
    }
    Bucket bucket = new Bucket(number, new Moments());
    buckets.add(at, bucket);
    return bucket;
  }

  /** Drops the buckets that no window reaches any more. */
  void dropBefore(long number) {
    while (!buckets.isEmpty() && buckets.get(0).number < number) {
      buckets.remove(0);
    }
  }

  int sizeInBytes() {
    int bytes = 64;
    for (Bucket bucket : buckets) {
      bytes += 112 + (bucket.values == null ? 0 : bucket.values.sizeInBytes());
    }
    return bytes;
  }

  @Override
  public String toString() {
    return id + "/" + width + buckets;
  }
}
