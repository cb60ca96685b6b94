// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.host.fast;

import org.jspecify.annotations.Nullable;

/** The entries that differ from keyed state, in the order in which they began to. */
final class DirtyList<K, S> {

  private @Nullable Entry<K, S> oldest;
  private @Nullable Entry<K, S> newest;
  private int size;

  int size() {
    return size;
  }

  @Nullable Entry<K, S> oldest() {
    return oldest;
  }

  void add(Entry<K, S> entry) {
    entry.dirty = true;
    entry.dirtyBefore = newest;
    entry.dirtyAfter = null;
    if (newest == null) {
      oldest = entry;
    } else {
      newest.dirtyAfter = entry;
    }
    newest = entry;
    size++;
  }

  /** Takes {@code entry} out, if it is here. */
  void remove(Entry<K, S> entry) {
    if (!entry.dirty) {
      return;
    }
    Entry<K, S> before = entry.dirtyBefore;
    Entry<K, S> after = entry.dirtyAfter;
    if (before == null) {
      oldest = after;
    } else {
      before.dirtyAfter = after;
    }
    if (after == null) {
      newest = before;
    } else {
      after.dirtyBefore = before;
    }
    entry.dirty = false;
    entry.dirtyBefore = null;
    entry.dirtyAfter = null;
    size--;
  }
}
