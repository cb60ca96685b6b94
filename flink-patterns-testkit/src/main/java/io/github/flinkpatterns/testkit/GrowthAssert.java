// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import org.assertj.core.api.AbstractAssert;

/** Assertions on the growth of state; a failure shows the measured points. */
public final class GrowthAssert extends AbstractAssert<GrowthAssert, Growth> {

  GrowthAssert(Growth actual) {
    super(actual, GrowthAssert.class);
  }

  /** Expects {@link Growth#isBoundedPerKey()}. */
  public GrowthAssert isBounded() {
    isNotNull();
    if (!actual.isBoundedPerKey()) {
      throw failure("State of one key grows with its events: %s", actual);
    }
    return this;
  }

  /** Expects that no key ever held more bytes. */
  public GrowthAssert hasAtMostBytesPerKey(long bytes) {
    isNotNull();
    if (actual.maxBytesPerKey() > bytes) {
      throw failure(
          "A key held %s bytes, more than %s: %s", actual.maxBytesPerKey(), bytes, actual);
    }
    return this;
  }

  /** Expects that no key ever held more entries and timers. */
  public GrowthAssert hasAtMostEntriesPerKey(long entries) {
    isNotNull();
    if (actual.maxEntriesPerKey() > entries) {
      throw failure(
          "A key held %s entries, more than %s: %s", actual.maxEntriesPerKey(), entries, actual);
    }
    return this;
  }
}
