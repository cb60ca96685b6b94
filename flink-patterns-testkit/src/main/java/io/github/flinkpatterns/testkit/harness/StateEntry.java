// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.harness;

import org.jspecify.annotations.Nullable;

/**
 * What one state holds for one key.
 *
 * @param state the name of the state
 * @param key the key
 * @param namespace the namespace, such as a window; null when the operator uses none
 * @param value the value; a List for list state, a Map for map state
 * @param bytes its size in the canonical savepoint format, keys included
 * @param fingerprint a hash of those bytes, the same for a map in any order
 * @param lastAccessMillis when it was last touched, or null for state without time-to-live
 * @param ttlMillis its time-to-live, or null when it has none or none is known
 * @param subtask the subtask that held it
 * @param keyGroup the key group of the key
 */
public record StateEntry(
    String state,
    Object key,
    @Nullable Object namespace,
    @Nullable Object value,
    int bytes,
    long fingerprint,
    @Nullable Long lastAccessMillis,
    @Nullable Long ttlMillis,
    int subtask,
    int keyGroup) {

  /** Tells whether the state has a time-to-live, hence is bounded without the function's help. */
  public boolean hasTtl() {
    return lastAccessMillis != null;
  }

  /** Tells whether the time-to-live has passed at the given time. */
  public boolean isExpiredAt(long clockMillis) {
    return lastAccessMillis != null
        && ttlMillis != null
        && lastAccessMillis + ttlMillis <= clockMillis;
  }
}
