// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** What is remembered of one id whose events wait for the watermark. */
final class Waiting<E> {

  private static final int HEAP_BYTES = 64;

  final Runs<E> runs;

  /** Events after the watermark whose fate depends on events that may still come, in order. */
  final List<Held<E>> pending;

  Waiting(Runs<E> runs, List<Held<E>> pending) {
    this.runs = runs;
    this.pending = pending;
  }

  void add(Held<E> held, Comparator<Held<E>> order) {
    int at = pending.size();
    while (at > 0 && order.compare(pending.get(at - 1), held) > 0) {
      at--;
    }
    pending.add(at, held);
  }

  boolean isEmpty() {
    return runs.isEmpty() && pending.isEmpty();
  }

  long nextDue(Horizon horizon) {
    long due = runs.nextDue(horizon, 0);
    return pending.isEmpty()
        ? due
        : Math.min(due, Math.min(pending.get(0).timestamp(), Long.MAX_VALUE - 1));
  }

  Waiting<E> copy(TypeSerializer<E> events) {
    List<Held<E>> copies = new ArrayList<>(pending.size());
    for (Held<E> held : pending) {
      copies.add(held.copy(events));
    }
    return new Waiting<>(runs.copy(events), copies);
  }

  int sizeInBytes() {
    int bytes = HEAP_BYTES + runs.sizeInBytes();
    for (int i = 0; i < pending.size(); i++) {
      bytes += pending.get(i).sizeInBytes();
    }
    return bytes;
  }

  @Override
  public String toString() {
    return "runs " + runs + ", pending " + pending;
  }
}
