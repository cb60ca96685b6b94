// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import org.jspecify.annotations.Nullable;

/**
 * Where the item that was taken stands in a list of candidates.
 *
 * @param place from 0, -1 if it is not there
 * @param size of the list
 */
record Place(int place, int size) {

  static Place of(@Nullable Object taken, Candidates candidates) {
    return new Place(taken == null ? -1 : candidates.placeOf(taken), candidates.size);
  }
}
