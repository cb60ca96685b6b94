// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.host.fast;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** What the cache tells of itself. */
final class CacheMetrics {

  final Counter hits;
  final Counter misses;
  final Counter evictions;
  final Counter writes;
  long flushMicros;

  CacheMetrics(MetricGroup group, EntryTable<?, ?> table, DirtyList<?, ?> dirty) {
    hits = group.counter("cacheHits");
    misses = group.counter("cacheMisses");
    evictions = group.counter("cacheEvictions");
    writes = group.counter("cacheWrites");
    group.gauge("cacheEntries", table::size);
    group.gauge("cacheBytes", table::bytes);
    group.gauge("cacheDirty", dirty::size);
    group.gauge("lastFlushMicros", () -> flushMicros);
  }
}
