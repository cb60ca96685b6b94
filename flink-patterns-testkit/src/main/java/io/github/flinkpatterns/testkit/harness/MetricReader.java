// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.harness;

import java.lang.reflect.Field;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Meter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.groups.AbstractMetricGroup;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an operator registered. The harness runs without a metric registry, but each group
 * keeps its metrics in a private map, which is read here by reflection.
 */
final class MetricReader {

  private MetricReader() {}

  /** Adds each metric under its name, and under its path when it is in a group of the operator. */
  static void addTo(Map<String, Long> sums, MetricGroup group) {
    addTo(sums, group, "");
  }

  private static void addTo(Map<String, Long> sums, MetricGroup group, String path) {
    Object inner = group;
    if (!(inner instanceof AbstractMetricGroup)) {
      return;
    }
    for (Map.Entry<?, ?> metric : map(inner, "metrics").entrySet()) {
      Long value = valueOf(metric.getValue());
      if (value != null) {
        sums.merge(String.valueOf(metric.getKey()), value, Long::sum);
        if (!path.isEmpty()) {
          sums.merge(path + metric.getKey(), value, Long::sum);
        }
      }
    }
    for (Map.Entry<?, ?> child : map(inner, "groups").entrySet()) {
      if (child.getValue() instanceof MetricGroup childGroup) {
        addTo(sums, childGroup, path + child.getKey() + ".");
      }
    }
  }

  private static @Nullable Long valueOf(Object metric) {
    if (metric instanceof Counter counter) {
      return counter.getCount();
    }
    if (metric instanceof Meter meter) {
      return meter.getCount();
    }
    if (metric instanceof Gauge<?> gauge && gauge.getValue() instanceof Number number) {
      return number.longValue();
    }
    return null;
  }

  private static Map<?, ?> map(Object group, String field) {
    try {
      Field f = AbstractMetricGroup.class.getDeclaredField(field);
      f.setAccessible(true);
      Object value = f.get(group);
      return value instanceof Map<?, ?> map ? map : Map.of();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("This Flink keeps its metrics elsewhere", e);
    }
  }
}
