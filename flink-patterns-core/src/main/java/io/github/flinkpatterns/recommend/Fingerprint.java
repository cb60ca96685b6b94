// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import org.jspecify.annotations.Nullable;

/**
 * Thirty-two well-mixed bits of an item's hash code.
 *
 * <p>The seen filter holds these in place of items: 4 bytes each. With 200 of them an unseen
 * candidate is taken for a seen one once in 21 million times.
 */
final class Fingerprint {

  private Fingerprint() {}

  static int of(Object item) {
    return mixed(item.hashCode());
  }

  /**
   * Returns where a new user's gatherings begin to be numbered: not at 0, so that a user who was
   * erased or forgotten and comes back does not meet the answers that were under way. 28 bits.
   */
  static int firstNumber(Object item, long millis) {
    return mixed(31 * item.hashCode() + Long.hashCode(millis)) >>> 4;
  }

  private static int mixed(int hash) {
    int h = hash;
    h = (h ^ (h >>> 16)) * 0x85EBCA6B;
    h = (h ^ (h >>> 13)) * 0xC2B2AE35;
    return h ^ (h >>> 16);
  }

  static boolean contains(int[] fingerprints, int fingerprint) {
    for (int f : fingerprints) {
      if (f == fingerprint) {
        return true;
      }
    }
    return false;
  }

  /** Tells whether {@code seen} does not hold {@code item}, or it is {@code anyway}. */
  static boolean allows(int[] seen, Object item, @Nullable Object anyway) {
    return seen.length == 0 || item.equals(anyway) || !contains(seen, of(item));
  }
}
