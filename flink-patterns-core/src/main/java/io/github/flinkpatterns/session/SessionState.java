// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.session;

/** What the values of both modes have in common. */
abstract class SessionState {

  /** The due moment has to be found anew. */
  static final long UNKNOWN = Long.MIN_VALUE;

  /** Cached, never written: the next due moment in event time. */
  long due = UNKNOWN;

  /** Whether a moment in processing time is watched, and what was seen when it was set. */
  boolean watched;

  long idleSince;
  long seenWatermark;

  final void watch(long processingTime, long watermark) {
    watched = true;
    idleSince = processingTime;
    seenWatermark = watermark;
  }
}
