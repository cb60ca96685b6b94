// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.sequence;

import io.github.flinkpatterns.cep.PatternProgress;
import io.github.flinkpatterns.state.HeldEvent;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** The cart of one key: what was added since it was last empty. */
final class Cart<IN> implements PatternProgress {

  private static final int HEAP_BYTES = 56;

  final List<HeldEvent<IN>> added = new ArrayList<>(2);

  /** Events that were added and not kept. */
  long omitted;

  long firstMillis;
  long lastMillis;

  @Override
  public boolean isEmpty() {
    return added.isEmpty();
  }

  void add(HeldEvent<IN> event, int maxEvents) {
    if (isEmpty()) {
      firstMillis = event.timestampMillis();
    }
    lastMillis = event.timestampMillis();
    if (added.size() < maxEvents) {
      added.add(event);
    } else {
      omitted++;
    }
  }

  void clear() {
    added.clear();
    omitted = 0;
    firstMillis = 0;
    lastMillis = 0;
  }

  Cart<IN> copy(TypeSerializer<IN> events) {
    Cart<IN> to = new Cart<>();
    for (HeldEvent<IN> event : added) {
      to.added.add(event.copy(events));
    }
    to.omitted = omitted;
    to.firstMillis = firstMillis;
    to.lastMillis = lastMillis;
    return to;
  }

  @Override
  public int sizeInBytes() {
    int bytes = HEAP_BYTES;
    for (int i = 0; i < added.size(); i++) {
      bytes += added.get(i).sizeInBytes();
    }
    return bytes;
  }

  /** Tells everything that is written, for tests that compare state. */
  @Override
  public String toString() {
    return added + " and " + omitted + ", " + firstMillis + " to " + lastMillis;
  }
}
