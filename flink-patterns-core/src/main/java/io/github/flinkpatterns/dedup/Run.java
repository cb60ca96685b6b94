// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import io.github.flinkpatterns.state.HeldEvent;
import org.jspecify.annotations.Nullable;

/** One horizon of an id: the event that was kept, and what happened to the id since. */
final class Run<E> {

  /** The timestamp of the kept event. */
  final long kept;

  /** The latest sighting, if sightings refresh the horizon; else as {@link #kept}. */
  long last;

  /** Whether the payload of the kept event is known; not if payloads were not compared then. */
  final boolean compared;

  /** The fingerprint of that payload. */
  final long fingerprint;

  /** Events held back so far. */
  long suppressed;

  /** The event to emit when the horizon ends; null if the event has left already. */
  @Nullable HeldEvent<E> best;

  Run(long kept, long last, boolean compared, long fingerprint, long suppressed) {
    this.kept = kept;
    this.last = last;
    this.compared = compared;
    this.fingerprint = fingerprint;
    this.suppressed = suppressed;
  }

  @Override
  public String toString() {
    return kept
        + (last == kept ? "" : " to " + last)
        + (!compared ? "" : " payload " + Long.toHexString(fingerprint))
        + (suppressed == 0 ? "" : " held back " + suppressed)
        + (best == null ? "" : " best " + best);
  }
}
