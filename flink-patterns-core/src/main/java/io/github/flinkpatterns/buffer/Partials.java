// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.buffer;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The partial aggregates of one instance, by slice and key. */
final class Partials<K, A> {

  final TreeMap<Long, Map<K, Partial<K, A>>> slices = new TreeMap<>();
  int size;

  void put(Partial<K, A> partial) {
    Map<K, Partial<K, A>> slice =
        slices.computeIfAbsent(partial.sliceStartMillis(), start -> new HashMap<>());
    if (slice.put(partial.key(), partial) == null) {
      size++;
    }
  }
}
