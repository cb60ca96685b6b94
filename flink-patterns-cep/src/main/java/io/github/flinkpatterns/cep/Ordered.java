// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep;

import io.github.flinkpatterns.state.PendingEvents;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * The state of one key of a pattern: events that wait for the watermark, and how far the pattern
 * has got with the events before it.
 *
 * @param <IN> the event
 * @param <P> the progress of the pattern
 */
final class Ordered<IN, P> {

  private static final int HEAP_BYTES = 64;

  final PendingEvents<IN> pending;
  final P progress;

  Ordered(PendingEvents<IN> pending, P progress) {
    this.pending = pending;
    this.progress = progress;
  }

  Ordered<IN, P> copy(TypeSerializer<IN> events, TypeSerializer<P> progresses) {
    return new Ordered<>(pending.copy(events), progresses.copy(progress));
  }

  int pendingBytes() {
    return HEAP_BYTES + pending.sizeInBytes();
  }

  /** Tells everything that is written, for tests that compare state. */
  @Override
  public String toString() {
    return "pending " + pending + ", progress " + progress;
  }
}
