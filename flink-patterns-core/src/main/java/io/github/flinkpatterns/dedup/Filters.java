// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import com.google.common.hash.BloomFilter;
import java.util.ArrayList;
import java.util.List;

/** The ids of one page of approximate mode: Bloom filters by slice, oldest first. */
final class Filters {

  private static final int HEAP_BYTES = 64;
  private static final int HEAP_BYTES_PER_FILTER = 200;

  /** One filter: the ids of a slice, or a part of them. */
  static final class Filter {
    final long slice;
    final BloomFilter<Long> bits;
    int count;

    Filter(long slice, int count, BloomFilter<Long> bits) {
      this.slice = slice;
      this.count = count;
      this.bits = bits;
    }
  }

  final List<Filter> list;

  Filters(int capacity) {
    list = new ArrayList<>(capacity);
  }

  long find(long hash, long timestamp, Slices slices) {
    for (int i = list.size() - 1; i >= 0; i--) {
      Filter filter = list.get(i);
      if (slices.covers(filter.slice, timestamp) && filter.bits.mightContain(hash)) {
        return filter.slice;
      }
    }
    return Slices.NONE;
  }

  /** Remembers an id. Returns whether its slice needed one more filter than planned. */
  boolean add(long hash, long slice, FilterPlan plan) {
    int after = list.size();
    while (after > 0 && list.get(after - 1).slice > slice) {
      after--;
    }
    Filter last = after > 0 && list.get(after - 1).slice == slice ? list.get(after - 1) : null;
    boolean overfull = last != null && last.count >= plan.capacity();
    if (last == null || overfull) {
      last = new Filter(slice, 0, plan.newFilter());
      list.add(after, last);
    }
    last.bits.put(hash);
    last.count++;
    return overfull;
  }

  void forget(long watermark, Slices slices) {
    list.removeIf(filter -> slices.over(filter.slice) <= watermark);
  }

  Filters copy() {
    Filters copy = new Filters(list.size());
    for (Filter filter : list) {
      copy.list.add(new Filter(filter.slice, filter.count, filter.bits.copy()));
    }
    return copy;
  }

  int sizeInBytes(FilterPlan plan) {
    return HEAP_BYTES + list.size() * (HEAP_BYTES_PER_FILTER + (int) plan.filterBytes());
  }

  @Override
  public String toString() {
    List<String> filters = new ArrayList<>();
    for (Filter filter : list) {
      filters.add(filter.slice + ": " + filter.count + " ids, bits " + filter.bits.hashCode());
    }
    return filters.toString();
  }
}
