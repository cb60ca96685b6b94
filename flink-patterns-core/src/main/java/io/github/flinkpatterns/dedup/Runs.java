// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import io.github.flinkpatterns.state.HeldEvent;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.jspecify.annotations.Nullable;

/** What is remembered of one id: the horizons that are open, by the timestamp of the kept event. */
final class Runs<E> {

  private static final int HEAP_BYTES = 64;
  private static final int HEAP_BYTES_PER_RUN = 56;

  final List<Run<E>> list;

  Runs(int capacity) {
    list = new ArrayList<>(capacity);
  }

  boolean isEmpty() {
    return list.isEmpty();
  }

  void add(Run<E> run) {
    int at = list.size();
    while (at > 0 && list.get(at - 1).kept > run.kept) {
      at--;
    }
    list.add(at, run);
  }

  /** Returns the watermark at which the first of them is over. */
  long nextDue(Horizon horizon, long lateness) {
    long due = Long.MAX_VALUE;
    for (int i = 0; i < list.size(); i++) {
      Run<E> run = list.get(i);
      due = Math.min(due, Times.due(horizon.end(run.kept, run.last), lateness));
    }
    return due;
  }

  /** Forgets those that are over at {@code watermark}. */
  void forget(long watermark, Horizon horizon, long lateness) {
    for (int i = list.size() - 1; i >= 0; i--) {
      Run<E> run = list.get(i);
      if (Times.due(horizon.end(run.kept, run.last), lateness) <= watermark) {
        list.remove(i);
      }
    }
  }

  /** Returns a deep copy; events are copied by {@code events}, which may be null without any. */
  Runs<E> copy(@Nullable TypeSerializer<E> events) {
    Runs<E> copy = new Runs<>(list.size());
    for (Run<E> run : list) {
      Run<E> other = new Run<>(run.kept, run.last, run.compared, run.fingerprint, run.suppressed);
      other.best = run.best == null || events == null ? null : run.best.copy(events);
      copy.list.add(other);
    }
    return copy;
  }

  int sizeInBytes() {
    int bytes = HEAP_BYTES + HEAP_BYTES_PER_RUN * list.size();
    for (int i = 0; i < list.size(); i++) {
      HeldEvent<E> best = list.get(i).best;
      bytes += best == null ? 0 : best.sizeInBytes();
    }
    return bytes;
  }

  @Override
  public String toString() {
    return list.toString();
  }
}
