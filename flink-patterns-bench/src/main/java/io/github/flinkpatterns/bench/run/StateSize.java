// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.run;

import io.github.flinkpatterns.bench.rival.Way;
import io.github.flinkpatterns.bench.stream.Workload;
import java.lang.management.ManagementFactory;

/**
 * How large the state of a way is, for each of its keys.
 *
 * @param heap bytes of heap, state backend and cache together, just after a barrier
 * @param checkpoint bytes of a whole checkpoint
 */
public record StateSize(double heap, double checkpoint) {

  private static final int EVENTS_PER_WATERMARK = 200;
  private static final int EVENTS_PER_BARRIER = 100_000;

  /**
   * Returns the size after {@code events} events with {@code keys} keys that are then live.
   *
   * <p>Heap is what a full collection leaves, less what it left before the operator was made. On
   * RocksDB this is the cache alone: the memory of RocksDB is none of the heap.
   */
  public static <IN> StateSize of(
      Way<IN, ?> way, Workload<IN> workload, long events, long keys, Setup setup) throws Exception {
    for (long i = 0; i < events; i++) {
      // What the stream itself keeps, the names of users, is there before.
      workload.event(i);
    }
    long before = usedHeap();
    OperatorVariant<IN> variant = OperatorVariant.of(way, null, workload, setup);
    try {
      for (long i = 0; i < events; i++) {
        variant.event(workload.event(i));
        if ((i + 1) % EVENTS_PER_WATERMARK == 0) {
          variant.watermark(workload.watermark(i));
        }
        if ((i + 1) % EVENTS_PER_BARRIER == 0) {
          variant.barrier((i + 1) / EVENTS_PER_BARRIER);
        }
      }
      variant.barrier(Long.MAX_VALUE - 1);
      double heap = usedHeap() - before;
      double checkpoint = variant.snapshot(Long.MAX_VALUE).getStateSize();
      return new StateSize(heap / keys, checkpoint / keys);
    } finally {
      variant.close();
    }
  }

  @SuppressWarnings("CallToSystemGC")
  private static long usedHeap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
