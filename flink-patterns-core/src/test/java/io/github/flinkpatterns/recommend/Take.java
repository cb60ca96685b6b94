// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

/** A user takes an item. */
public record Take(String user, String item, double weight, long millis) {

  /** Returns an event of weight 1. */
  public static Take of(String user, String item, long millis) {
    return new Take(user, item, 1, millis);
  }
}
