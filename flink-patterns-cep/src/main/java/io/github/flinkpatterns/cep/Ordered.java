// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * The state of one key of a pattern: events that wait for the watermark, and how far the pattern
 * has got with the events before it.
 *
 * @param <IN> the event
 * @param <P> the progress of the pattern
 */
public final class Ordered<IN, P> {

  private static final int HEAP_BYTES = 64;

  final List<HeldEvent<IN>> pending;
  final P progress;

  Ordered(List<HeldEvent<IN>> pending, P progress) {
    this.pending = pending;
    this.progress = progress;
  }

  void add(HeldEvent<IN> held, EventTimeOrder<IN> order) {
    int at = pending.size();
    while (at > 0 && order.compare(pending.get(at - 1), held) > 0) {
      at--;
    }
    pending.add(at, held);
  }

  /** Takes away the events that have the timestamp of the first, or an earlier moment. */
  List<HeldEvent<IN>> takeUpTo(long millis) {
    int end = 0;
    while (end < pending.size() && due(pending.get(end)) <= millis) {
      end++;
    }
    List<HeldEvent<IN>> head = pending.subList(0, end);
    List<HeldEvent<IN>> taken = new ArrayList<>(head);
    head.clear();
    return taken;
  }

  static long due(HeldEvent<?> held) {
    // The last moment of all is reserved for "never".
    return Math.min(held.timestampMillis(), Long.MAX_VALUE - 1);
  }

  Ordered<IN, P> copy(TypeSerializer<IN> events, TypeSerializer<P> progresses) {
    List<HeldEvent<IN>> copies = new ArrayList<>(pending.size());
    for (HeldEvent<IN> held : pending) {
      copies.add(held.copy(events));
    }
    return new Ordered<>(copies, progresses.copy(progress));
  }

  int pendingBytes() {
    int bytes = HEAP_BYTES;
    for (int i = 0; i < pending.size(); i++) {
      bytes += pending.get(i).sizeInBytes();
    }
    return bytes;
  }

  /** Tells everything that is written, for tests that compare state. */
  @Override
  public String toString() {
    return "pending " + pending + ", progress " + progress;
  }
}
