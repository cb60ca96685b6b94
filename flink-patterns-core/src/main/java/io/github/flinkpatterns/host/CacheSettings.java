// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.host;

import io.github.flinkpatterns.logic.Require;
import java.io.Serializable;

/**
 * Bounds the cache of live values that the fast host keeps in each parallel instance.
 *
 * <p>A value in the cache costs neither RocksDB nor a serializer when its key comes again. Values
 * beyond the bounds are written to keyed state and read again when needed: a cache that is too
 * small costs speed, never correctness. The cache lies on the heap of the task, outside Flink's
 * managed memory, so {@code maxBytes} times the instances in a TaskManager must fit there.
 *
 * <p>Values changed since the last checkpoint are written when the next barrier comes. {@code
 * maxDirty} bounds how many may wait, and so how long the barrier is held: the oldest ones beyond
 * it are written at once, one for each further change. On RocksDB the cache also writes ahead: in
 * the last tenth of the usual number of events between two barriers, so many that about {@code
 * maxDirty / 10} are left for the barrier, 6,553 by default. See docs/performance.md for what that
 * takes.
 *
 * @param maxEntries keys held, at least 1; 262,144 by default
 * @param maxBytes heap bytes held, as the logic states the size of a value, plus 180 for each key;
 *     at least 1; 64 MiB by default. One value larger than this is held while it is in use
 * @param maxDirty changed values that may wait for the barrier, at least 1; 65,536 by default
 */
public record CacheSettings(int maxEntries, long maxBytes, int maxDirty) implements Serializable {

  /** Checks the bounds. */
  public CacheSettings {
    Require.inRange(maxEntries, 1, Integer.MAX_VALUE, "CacheSettings", "maxEntries");
    Require.inRange(maxBytes, 1, Long.MAX_VALUE, "CacheSettings", "maxBytes");
    Require.inRange(maxDirty, 1, Integer.MAX_VALUE, "CacheSettings", "maxDirty");
  }

  /** Returns the defaults: 262,144 keys, 64 MiB, 65,536 changed values. */
  public static CacheSettings defaults() {
    return new CacheSettings(262_144, 64L << 20, 65_536);
  }

  /** Returns these settings with another {@code maxEntries}. */
  public CacheSettings withMaxEntries(int entries) {
    return new CacheSettings(entries, maxBytes, maxDirty);
  }

  /** Returns these settings with another {@code maxBytes}. */
  public CacheSettings withMaxBytes(long bytes) {
    return new CacheSettings(maxEntries, bytes, maxDirty);
  }

  /** Returns these settings with another {@code maxDirty}. */
  public CacheSettings withMaxDirty(int dirty) {
    return new CacheSettings(maxEntries, maxBytes, dirty);
  }
}
