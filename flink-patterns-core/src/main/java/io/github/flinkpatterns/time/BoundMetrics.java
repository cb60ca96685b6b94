// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.time;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * The metrics of all splits of one subtask. Flink gives every split the same metric group, where a
 * name can stand only once.
 */
final class BoundMetrics {

  private final MetricGroup parent;
  private final Counter late;

  /** Weak: Flink does not say when it is done with a split. */
  private final List<WeakReference<AdaptiveGenerator<?>>> splits = new CopyOnWriteArrayList<>();

  BoundMetrics(MetricGroup parent) {
    this.parent = parent;
    MetricGroup group = parent.addGroup(AdaptiveWatermarks.NAME);
    this.late = group.counter("late");
    group.gauge("boundMillis", () -> bounds().max().orElse(AdaptiveGenerator.UNKNOWN));
    group.gauge("smallestBoundMillis", () -> bounds().min().orElse(AdaptiveGenerator.UNKNOWN));
  }

  boolean isFor(MetricGroup group) {
    return parent == group;
  }

  Counter late() {
    return late;
  }

  void add(AdaptiveGenerator<?> split) {
    splits.removeIf(reference -> reference.get() == null);
    splits.add(new WeakReference<>(split));
  }

  private LongStream bounds() {
    return splits.stream()
        .map(WeakReference::get)
        .filter(split -> split != null)
        .mapToLong(AdaptiveGenerator::boundMillis)
        .filter(bound -> bound != AdaptiveGenerator.UNKNOWN);
  }
}
