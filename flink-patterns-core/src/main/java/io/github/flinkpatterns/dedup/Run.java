// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import org.jspecify.annotations.Nullable;

/** One horizon of an id: the event that was kept, and what happened to the id since. */
final class Run<E> {

  /** The timestamp of the kept event. */
  long kept;

  /** The latest sighting, if sightings refresh the horizon; else as {@link #kept}. */
  long last;

  /** The payload of the kept event, 0 if payloads are not compared. */
  long fingerprint;

  /** Events held back so far. */
  long suppressed;

  /** The event to emit when the horizon ends; null if the event has left already. */
  @Nullable Held<E> best;

  Run(long kept, long last, long fingerprint, long suppressed) {
    this.kept = kept;
    this.last = last;
    this.fingerprint = fingerprint;
    this.suppressed = suppressed;
  }
}
