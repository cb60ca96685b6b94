// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

/** What a {@link Run} keeps: rules of the same window, filter and field share one. */
final class RunSpec {

  /**
   * What makes two rules share.
   *
   * @param field the column, -1 for none
   * @param widthMillis of the buckets for what has left the ring
   */
  record Key(long windowMillis, long sinceMillis, String where, int field, long widthMillis) {}

  final Key key;
  final Filter where;
  final int field;
  final boolean category;
  final TrackSpec track;
  boolean minimum;
  boolean maximum;

  RunSpec(Key key, Filter where, boolean category, TrackSpec track) {
    this.key = key;
    this.where = where;
    this.field = key.field();
    this.category = category;
    this.track = track;
  }

  /** Returns the moment after which events are in the window at {@code time}. */
  long cut(long time) {
    long cut = Times.minus(time, key.windowMillis());
    return key.sinceMillis() == Long.MIN_VALUE ? cut : Math.max(cut, key.sinceMillis() - 1);
  }

  /** Returns the first bucket that reaches into the window after {@code cut}. */
  long firstBucket(long cut) {
    return Math.floorDiv(cut + 1, key.widthMillis());
  }
}
