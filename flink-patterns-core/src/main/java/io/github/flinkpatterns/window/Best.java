// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.window;

import java.util.ArrayList;
import java.util.List;

/**
 * The best keys of one window.
 *
 * @param <K> the key that is ranked
 * @param <R> its result
 */
final class Best<K, R> {

  /** The end of the window; means something once there is an entry. */
  long end;

  /** The revision that was emitted last, 0 for none. */
  int revision;

  /** Best first. */
  final List<Entry<K, R>> entries;

  record Entry<K, R>(K key, R result) {}

  Best(int capacity) {
    entries = new ArrayList<>(capacity);
  }

  /** Tells everything that is written, for tests that compare state. */
  @Override
  public String toString() {
    return "to " + end + ", revision " + revision + " " + entries;
  }
}
