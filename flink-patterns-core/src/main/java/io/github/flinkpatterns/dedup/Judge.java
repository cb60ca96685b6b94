// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import io.github.flinkpatterns.logic.LogicContext;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether the first {@code copies} events of an id within a horizon leave or stay.
 *
 * @param copies how many may leave
 * @param payload tells conflicts from duplicates; null if payloads are not compared
 */
record Judge<E>(
    Horizon horizon, int copies, @Nullable PayloadFingerprint<E> payload, Outputs<E> outputs)
    implements Serializable {

  /** Holds {@code event} back if {@code runs} say so. Returns whether it did. */
  boolean suppress(E event, long timestamp, Runs<E> runs, LogicContext<?, E> context) {
    int covering = 0;
    Run<E> first = null;
    for (int i = 0; i < runs.list.size(); i++) {
      Run<E> run = runs.list.get(i);
      if (horizon.covers(run.kept, run.last, timestamp)) {
        covering++;
        first = first == null ? run : first;
      }
    }
    if (first == null || covering < copies) {
      return false;
    }
    Run<E> same = payload == null ? first : sameRun(payload.of(event), timestamp, runs);
    Run<E> kept = same == null ? first : same;
    kept.suppressed++;
    if (same == null) {
      outputs.conflict(event, timestamp, kept, context);
    } else {
      outputs.duplicate(event, timestamp, kept.kept, kept.suppressed, context);
    }
    if (horizon.refreshes()) {
      refresh(timestamp, runs);
    }
    return true;
  }

  /** Lets {@code event} leave and remembers it. */
  void keep(E event, long timestamp, Runs<E> runs, LogicContext<?, E> context) {
    if (horizon.refreshes()) {
      refresh(timestamp, runs);
    }
    runs.add(
        new Run<>(
            timestamp, timestamp, payload != null, payload == null ? 0 : payload.of(event), 0));
    context.emit(event);
  }

  private @Nullable Run<E> sameRun(long fingerprint, long timestamp, Runs<E> runs) {
    for (int i = 0; i < runs.list.size(); i++) {
      Run<E> run = runs.list.get(i);
      if ((!run.compared || run.fingerprint == fingerprint)
          && horizon.covers(run.kept, run.last, timestamp)) {
        return run;
      }
    }
    return null;
  }

  private void refresh(long timestamp, Runs<E> runs) {
    for (int i = 0; i < runs.list.size(); i++) {
      Run<E> run = runs.list.get(i);
      if (timestamp > run.last && horizon.covers(run.kept, run.last, timestamp)) {
        run.last = timestamp;
      }
    }
  }
}
