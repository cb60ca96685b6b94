// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import org.apache.flink.api.java.functions.KeySelector;
import org.jspecify.annotations.Nullable;

/** Keys an event by the page of its id; null if it has no id. */
final class PageSelector<E, I> implements KeySelector<E, Integer> {

  // Numbers of pages are used again and again, so the common ones are boxed once.
  private static final int BOXED = 1 << 16;

  private final KeySelector<E, I> id;
  private final IdHash hash;
  private final int pages;
  private transient @Nullable Integer[] boxes;

  @SuppressWarnings("NullAway.Init")
  PageSelector(KeySelector<E, I> id, IdHash hash) {
    this.id = id;
    this.pages = hash.pages();
    this.hash = hash;
  }

  /** Returns another of the same, without the scratch space of this one. */
  PageSelector<E, I> fresh() {
    return new PageSelector<>(id, new IdHash(pages));
  }

  @Override
  @SuppressWarnings("NullAway") // a null id gives a null key, which the host looks for
  public Integer getKey(E event) throws Exception {
    I value = id.getKey(event);
    return value == null ? null : box(hash.page(hash.hash(value)));
  }

  private Integer box(int page) {
    if (page >= BOXED) {
      return page;
    }
    if (boxes == null) {
      boxes = new Integer[Math.min(pages, BOXED)];
    }
    Integer box = boxes[page];
    if (box == null) {
      box = page;
      boxes[page] = box;
    }
    return box;
  }
}
