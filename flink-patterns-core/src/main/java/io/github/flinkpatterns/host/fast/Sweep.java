// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.host.fast;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Goes over the changed entries in the order of their keys, once and again.
 *
 * <p>A sweep takes what is changed when it begins; what changes behind it waits for the next one.
 */
final class Sweep<K, S> {

  private final @Nullable KeyOrder<K> order;
  private final List<Entry<K, S>> entries = new ArrayList<>();
  private int next;

  /** Creates a sweep; without an order it takes the oldest first. */
  Sweep(@Nullable KeyOrder<K> order) {
    this.order = order;
  }

  /** Returns the next changed entry; there must be one in {@code dirty}. */
  Entry<K, S> next(DirtyList<K, S> dirty) throws IOException {
    while (true) {
      if (next == entries.size()) {
        restart(dirty);
      }
      Entry<K, S> entry = entries.get(next++);
      if (entry.dirty) {
        return entry;
      }
    }
  }

  /** Begins again with all that is changed now. */
  void restart(DirtyList<K, S> dirty) throws IOException {
    clear();
    for (Entry<K, S> entry = dirty.oldest(); entry != null; entry = entry.dirtyAfter) {
      entries.add(entry);
    }
    if (order != null && entries.size() > 1) {
      order.sort(entries);
    }
  }

  /** Forgets the entries that are left. */
  void clear() {
    entries.clear();
    next = 0;
  }
}
