// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import io.github.flinkpatterns.state.PendingEvents;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** What is remembered of one id whose events wait for the watermark. */
final class Waiting<E> {

  private static final int HEAP_BYTES = 64;

  final Runs<E> runs;

  /** Events after the watermark whose fate depends on events that may still come, in order. */
  final PendingEvents<E> pending;

  Waiting(Runs<E> runs, PendingEvents<E> pending) {
    this.runs = runs;
    this.pending = pending;
  }

  boolean isEmpty() {
    return runs.isEmpty() && pending.isEmpty();
  }

  long nextDue(Horizon horizon) {
    return Math.min(runs.nextDue(horizon, 0), pending.due());
  }

  Waiting<E> copy(TypeSerializer<E> events) {
    return new Waiting<>(runs.copy(events), pending.copy(events));
  }

  int sizeInBytes() {
    return HEAP_BYTES + runs.sizeInBytes() + pending.sizeInBytes();
  }

  @Override
  public String toString() {
    return "runs " + runs + ", pending " + pending;
  }
}
