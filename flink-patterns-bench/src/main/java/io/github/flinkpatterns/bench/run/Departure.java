// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.run;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Waits until objects are gone from the heap, finalizers and all. */
final class Departure {

  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final ReferenceQueue<Object> gone = new ReferenceQueue<>();

  /** Kept, since a reference that is itself collected is never announced. */
  private final List<Reference<Object>> awaited = new ArrayList<>();

  /** Adds an object that must go. */
  void add(Object object) {
    awaited.add(new PhantomReference<>(object, gone));
  }

  /**
   * Collects until all are gone.
   *
   * @throws IllegalStateException if something holds one of them
   */
  @SuppressWarnings("CallToSystemGC")
  void await() throws InterruptedException {
    long start = System.nanoTime();
    while (!awaited.isEmpty()) {
      if (System.nanoTime() - start > LONGEST_NANOS) {
        throw new IllegalStateException(
            "Something holds the operator, so its heap cannot be measured");
      }
      System.gc();
      System.runFinalization();
      for (Reference<?> one = gone.remove(10); one != null; one = gone.poll()) {
        awaited.remove(one);
      }
    }
  }
}
