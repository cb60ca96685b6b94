// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import com.google.common.hash.BloomFilter;
import com.google.common.hash.Funnels;
import java.io.Serializable;

/**
 * The size of the Bloom filters of approximate mode.
 *
 * <p>The horizon has {@link #SLICES} slices; an id goes into a filter of its slice. A filter takes
 * the share of a page in a slice plus four standard deviations, then the next is begun, so no
 * filter is ever over its capacity. A look-up asks the filters of at most {@code SLICES + 1} slices
 * of past time; a filter that is partly full errs less than in proportion, so with the expected
 * number of ids the errors add up to at most {@code SLICES + 1} times that of one full filter.
 *
 * @param capacity the ids that one filter takes
 * @param falsePositiveRate that of one full filter
 */
record FilterPlan(int capacity, double falsePositiveRate) implements Serializable {

  static final int SLICES = 8;

  /** Ids in a page within a horizon: about 512 in each slice. */
  static final int IDS_PER_PAGE = 512 * SLICES;

  // What is written beside the bits of a filter: Guava's header and ours.
  private static final int HEADER_BYTES = 20;

  static FilterPlan of(PagePlan pages, double falsePositiveRate) {
    double share = (double) pages.expectedIds() / pages.pages() / SLICES;
    int capacity = (int) Math.ceil(share + 4 * Math.sqrt(share));
    return new FilterPlan(Math.max(8, capacity), falsePositiveRate / (SLICES + 1));
  }

  BloomFilter<Long> newFilter() {
    return BloomFilter.create(Funnels.longFunnel(), capacity, falsePositiveRate);
  }

  /** Returns the bytes of one filter, as Guava computes them: n ln(1/p) / ln(2)^2 bits. */
  long filterBytes() {
    double bits = -capacity * Math.log(falsePositiveRate) / (Math.log(2) * Math.log(2));
    return 8 * (long) Math.ceil(bits / 64) + HEADER_BYTES;
  }

  /**
   * Returns the bytes of all pages: the slices of a horizon, the one that is filled, and one ahead
   * of the watermark.
   */
  long stateBytes(PagePlan pages) {
    return pages.pages() * (SLICES + 2L) * filterBytes();
  }
}
