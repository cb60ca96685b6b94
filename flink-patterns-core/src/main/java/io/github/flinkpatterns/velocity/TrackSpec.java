// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

/** Which events a {@link Track} takes, and for how long it keeps them. */
final class TrackSpec {

  final long id;
  final long width;
  final Filter where;
  final int field;
  final boolean category;
  long keepMillis;

  TrackSpec(long id, long width, Filter where, int field, boolean category, long keepMillis) {
    this.id = id;
    this.width = width;
    this.where = where;
    this.field = field;
    this.category = category;
    this.keepMillis = keepMillis;
  }

  /** Tells whether the oldest event of {@code ring} belongs here, judged at {@code now}. */
  boolean takesOldest(Ring ring, long now) {
    return ring.time(0) > Times.minus(now, keepMillis)
        && where.matches(ring, 0)
        && (field < 0 || ring.value(field, 0) != Fields.MISSING);
  }

  /** Returns the first bucket that is still needed at {@code now}. */
  long firstBucket(long now) {
    return Math.floorDiv(Times.minus(now, keepMillis) + 1, width);
  }
}
