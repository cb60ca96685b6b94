// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.keyed;

import io.github.flinkpatterns.cep.PatternProgress;
import io.github.flinkpatterns.state.HeldEvent;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.jspecify.annotations.Nullable;

/** How far a pattern of this package has got with a key. */
final class Run<IN> implements PatternProgress {

  private static final int HEAP_BYTES = 72;

  /** The events that the pattern has so far, in order. */
  final List<HeldEvent<IN>> events;

  /** The event before, for patterns that compare with it and do not keep it otherwise. */
  @Nullable HeldEvent<IN> last;

  /** A number of the pattern's own; of those that count: how many of the events were reported. */
  int mark;

  Run() {
    this(new ArrayList<>(2));
  }

  Run(List<HeldEvent<IN>> events) {
    this.events = events;
  }

  HeldEvent<IN> first() {
    return events.get(0);
  }

  HeldEvent<IN> newest() {
    return events.get(events.size() - 1);
  }

  /** Takes an event out. */
  void drop(int index) {
    events.remove(index);
    if (index < mark) {
      mark--;
    }
  }

  /** Forgets the events, but not {@link #last}. */
  void reset() {
    events.clear();
    mark = 0;
  }

  @Override
  public boolean isEmpty() {
    return events.isEmpty() && last == null;
  }

  @Override
  public int sizeInBytes() {
    int bytes = HEAP_BYTES;
    for (int i = 0; i < events.size(); i++) {
      bytes += events.get(i).sizeInBytes();
    }
    return last == null ? bytes : bytes + last.sizeInBytes();
  }

  Run<IN> copy(TypeSerializer<IN> serializer) {
    List<HeldEvent<IN>> copies = new ArrayList<>(events.size());
    for (HeldEvent<IN> held : events) {
      copies.add(held.copy(serializer));
    }
    Run<IN> copy = new Run<>(copies);
    copy.last = last == null ? null : last.copy(serializer);
    copy.mark = mark;
    return copy;
  }

  /** Tells everything that is written, for tests that compare state. */
  @Override
  public String toString() {
    return "events " + events + ", last " + last + ", mark " + mark;
  }
}
