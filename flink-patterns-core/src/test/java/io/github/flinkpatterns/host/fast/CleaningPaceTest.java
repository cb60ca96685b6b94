// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.host.fast;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How many changed values a barrier finds, when every call changes another one. */
@Tag("every-flink")
class CleaningPaceTest {

  private final CleaningPace pace = new CleaningPace(8_192);
  private int most;

  /** Runs {@code calls}, of which each changes one more of {@code keys}; returns what is left. */
  private int interval(int calls, int keys) {
    int dirty = 0;
    most = 0;
    for (int i = 0; i < calls; i++) {
      dirty = Math.min(keys, dirty + 1);
      if (pace.callEnds()) {
        int writes = pace.writesNow(dirty);
        most = Math.max(most, writes);
        dirty -= writes;
      }
    }
    pace.barrier();
    return dirty;
  }

  @Test
  void theFirstIntervalWritesNothingAhead() {
    assertThat(interval(100_000, 65_536)).isEqualTo(65_536);
    assertThat(most).isZero();
  }

  @Test
  void fromTheSecondIntervalOnlyWhatMayStayIsLeftForTheBarrier() {
    interval(100_000, 65_536);
    assertThat(interval(100_000, 65_536)).isBetween(8_192, 8_192 + 600);
    assertThat(most).isBetween(64, 640);
    assertThat(interval(100_000, 65_536)).isBetween(8_192, 8_192 + 600);
  }

  @Test
  void fewChangesAreLeftForTheBarrier() {
    interval(100_000, 8_000);
    assertThat(interval(100_000, 8_000)).isEqualTo(8_000);
    assertThat(most).isZero();
  }

  @Test
  void aBarrierThatIsLateFindsNoMore() {
    interval(100_000, 65_536);
    assertThat(interval(300_000, 65_536)).isBetween(8_192, 8_192 + 600);
  }

  @Test
  void aBarrierWithoutACallBeforeItTeachesNothing() {
    interval(100_000, 65_536);
    pace.barrier();
    assertThat(interval(50_000, 65_536)).isEqualTo(50_000);
  }
}
