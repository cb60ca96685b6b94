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
 * @param digest of the results, in any order
 * @param outputs how many results there were
 */
public record StateSize(double heap, double checkpoint, long digest, long outputs) {

  private static final int EVENTS_PER_WATERMARK = 200;
  private static final int EVENTS_PER_BARRIER = 100_000;

  /**
   * Returns the size after {@code events} events with {@code keys} keys that are then live.
   *
   * <p>Heap is what a full collection leaves, less what one leaves as soon as the operator is
   * closed and gone. What was there before counts for nothing, then: Flink's tasks have finalizers,
   * so the remains of other operators go at any time, and may be larger than what is measured. Keys
   * that the stream itself keeps are not counted. On RocksDB this is the cache and a few objects of
   * the backend: the memory of RocksDB is none of the heap.
   */
  public static <IN> StateSize of(
      Way<IN, ?> way, Workload<IN> workload, long events, long keys, Setup setup) throws Exception {
    Departure departure = new Departure();
    // In a method of its own, so that nothing here holds the operator.
    Full full = fill(way, workload, events, setup, departure);
    departure.await();
    return new StateSize(
        (double) (full.heap - usedHeap()) / keys,
        (double) full.checkpoint / keys,
        full.digest,
        full.outputs);
  }

  private record Full(long heap, long checkpoint, long digest, long outputs) {}

  private static <IN> Full fill(
      Way<IN, ?> way, Workload<IN> workload, long events, Setup setup, Departure departure)
      throws Exception {
    OperatorVariant<IN> variant = OperatorVariant.of(way, null, workload, setup);
    variant.parts().forEach(departure::add);
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
      return new Full(
          usedHeap(),
          variant.snapshot(Long.MAX_VALUE).getStateSize(),
          variant.digest(),
          variant.outputs());
    } finally {
      variant.close();
    }
  }

  @SuppressWarnings("CallToSystemGC")
  private static long usedHeap() {
    System.gc();
    System.runFinalization();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
