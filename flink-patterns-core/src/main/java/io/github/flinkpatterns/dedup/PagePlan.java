// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import java.io.Serializable;

/**
 * How many ids share a page.
 *
 * @param expectedIds the ids expected within one horizon
 * @param pages the number of pages; each is one key of the state
 */
record PagePlan(long expectedIds, int pages) implements Serializable {

  static final long MAX_IDS = 8_000_000_000L;

  // Enough pages to spread over any usual parallelism.
  private static final int MIN_PAGES = 128;

  static PagePlan of(long expectedIds, int idsPerPage) {
    return new PagePlan(
        expectedIds, (int) Math.max(MIN_PAGES, (expectedIds + idsPerPage - 1) / idsPerPage));
  }
}
