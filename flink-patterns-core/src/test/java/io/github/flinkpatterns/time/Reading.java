// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.time;

/** What happens in these tests. */
public record Reading(long id, long at, boolean endsBatch) {

  static Reading at(long at) {
    return new Reading(at, at, false);
  }

  static Reading marker(long at) {
    return new Reading(at, at, true);
  }
}
