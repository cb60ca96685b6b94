// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.metrics;

import java.io.Serializable;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.java.tuple.Tuple2;

/** How many values a subtask keeps, and their bytes. The task writes, reporters read. */
final class StateSize implements Serializable {

  private final AtomicLong entries = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  long entries() {
    return entries.get();
  }

  long bytes() {
    return bytes.get();
  }

  void add(long moreEntries, long moreBytes) {
    entries.lazySet(entries.get() + moreEntries);
    bytes.lazySet(bytes.get() + moreBytes);
  }

  /** Starts with the sum of what subtasks had; after a rescale it is another's, the total holds. */
  void restore(Iterable<Tuple2<Long, Long>> parts) {
    entries.set(0);
    bytes.set(0);
    for (Tuple2<Long, Long> part : parts) {
      add(part.f0, part.f1);
    }
  }
}
