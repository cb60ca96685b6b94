// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

/** A user takes an item. */
record Take(String user, String item, double weight, long millis) {

  static Take of(String user, String item, long millis) {
    return new Take(user, item, 1, millis);
  }
}
