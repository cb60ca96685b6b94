// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.host.fast;

import static io.github.flinkpatterns.state.KeyedSlot.NONE;

import org.jspecify.annotations.Nullable;

/** A live value in the cache, and what the backend and the timer service know of it. */
final class Entry<K, S> {

  /** Heap bytes of an entry without its value: the objects, the map node and the array slots. */
  static final int OVERHEAD_BYTES = 180;

  final K key;
  S value;

  /** A value of this key stands in keyed state, perhaps an older one. */
  boolean stored;

  /** Keyed state may hold this very object: copy it before it is changed. */
  boolean shared;

  /** The timers that are registered with Flink. */
  long armed = NONE;

  long armedProcessing = NONE;

  /** Where the entry stands in the due heap: at its due moment or before. */
  long scheduled = NONE;

  int heapIndex = -1;

  /** Where the entry stands in the ring of the clock, and whether it was used since. */
  int ringIndex = -1;

  boolean touched;
  long bytes;

  /** Where RocksDB sorts the key, once {@link KeyOrder} has asked: its group and first bytes. */
  int keyGroup = -1;

  long firstBytes;
  long nextBytes;

  /** The dirty list; an entry in it differs from keyed state. */
  boolean dirty;

  @Nullable Entry<K, S> dirtyBefore;
  @Nullable Entry<K, S> dirtyAfter;

  Entry(K key, S value) {
    this.key = key;
    this.value = value;
  }

  /** Lets go of the value: the entry has left the cache, but a {@link Sweep} may still hold it. */
  @SuppressWarnings("NullAway") // nobody asks an entry that has left
  void release() {
    value = null;
  }
}
