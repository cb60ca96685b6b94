// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.logic.LogicContext;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;

/** Base of what keeps the first event of an id as it arrives, with many ids in one value. */
abstract sealed class PagedLogic<E, I, S> implements KeyedLogic<Integer, E, S, E>
    permits CompactLogic, ApproximateLogic {

  final Slices slices;
  private final KeySelector<E, I> id;
  private final IdHash hash;
  private final Outputs<E> outputs;

  PagedLogic(KeySelector<E, I> id, IdHash hash, Slices slices, Outputs<E> outputs) {
    this.id = id;
    this.hash = hash;
    this.slices = slices;
    this.outputs = outputs;
  }

  /** Returns a slice in which the id was kept and that covers {@code timestamp}, or none. */
  abstract long find(long hash, long timestamp, S page);

  /** Remembers an event that leaves now. */
  abstract void add(
      long hash, long timestamp, long passed, S page, LogicContext<Integer, E> context);

  /** Returns what duplicates tell of the event kept in {@code slice}. */
  abstract long keptTimestamp(long slice);

  @Override
  public final String name() {
    return Deduplicator.NAME;
  }

  @Override
  public final void onEvent(E event, long timestamp, S page, LogicContext<Integer, E> context)
      throws Exception {
    if (timestamp == NO_TIMESTAMP) {
      context.unchanged();
      outputs.withoutTimestamp(event, context);
      return;
    }
    long hashed = hash.hash(id.getKey(event));
    long found = find(hashed, timestamp, page);
    if (found != Slices.NONE) {
      context.unchanged();
      outputs.duplicate(event, timestamp, keptTimestamp(found), Duplicate.UNKNOWN, context);
      return;
    }
    long passed = Times.minus(context.watermark(), slices.lateness());
    if (timestamp <= passed) {
      context.unchanged();
      outputs.late(event, context);
    } else {
      add(hashed, timestamp, passed, page, context);
      context.emit(event);
    }
  }

  @Override
  public final TypeInformation<E> outputType() {
    return outputs.type;
  }

  @Override
  public List<String> counters() {
    return Outputs.COUNTERS;
  }
}
