// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("every-flink")
class MarkerWatermarksTest {

  private static final WatermarkStrategy<Reading> MARKERS =
      MarkerWatermarks.on(Reading.class).markedBy(Reading::endsBatch).build();

  @Test
  void aMarkerGivesAWatermarkAtOnceAndNothingElseDoes() throws Exception {
    Watermarks.Split split = new Watermarks(MARKERS).split();
    assertThat(split.events(10, 30, 20).tick().emitted).isEmpty();
    assertThat(split.event(Reading.marker(30)).emitted).containsExactly(29L);
    split.events(30, 99).tick();
    split.event(Reading.marker(30)).event(Reading.marker(25)); // tell nothing new
    assertThat(split.event(Reading.marker(31)).emitted).containsExactly(29L, 30L);
  }

  @Test
  void whereMarkersStayAwayTheWatermarkFollowsAtADistance() throws Exception {
    Watermarks.Split split =
        new Watermarks(
                MarkerWatermarks.on(Reading.class)
                    .markedBy(Reading::endsBatch)
                    .orAfter(Duration.ofMillis(15))
                    .build())
            .split();
    assertThat(split.tick().events(10, 30).emitted).isEmpty();
    assertThat(split.tick().emitted).containsExactly(14L);
    split.event(Reading.marker(28)).tick().tick();
    split.events(50).tick();
    assertThat(split.emitted).containsExactly(14L, 27L, 34L);
  }

  @Test
  void splitsHaveMarkersOfTheirOwn() throws Exception {
    Watermarks subtask = new Watermarks(MARKERS);
    Watermarks.Split one = subtask.split().event(Reading.marker(100));
    Watermarks.Split other = subtask.split().event(Reading.marker(50));
    assertThat(one.emitted).containsExactly(99L);
    assertThat(other.emitted).containsExactly(49L);
  }

  @Test
  void mistakesAreNamed() throws Exception {
    Object captured = new Object();
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> MarkerWatermarks.on(Reading.class).markedBy(reading -> captured.equals(reading)))
        .withMessageStartingWith("MarkerWatermarks: parameter 'markedBy': ")
        .withMessageContaining("must be serializable");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                MarkerWatermarks.on(Reading.class)
                    .markedBy(Reading::endsBatch)
                    .orAfter(Duration.ofMillis(-1)))
        .withMessage(
            "MarkerWatermarks: parameter 'orAfter': PT-0.001S must not be negative; pass"
                + " Duration.ZERO or more");
    Watermarks.Split split =
        new Watermarks(
                MarkerWatermarks.on(Reading.class)
                    .markedBy(reading -> 1 / reading.id() > 0)
                    .build())
            .split();
    assertThatThrownBy(() -> split.events(0))
        .hasMessage(
            "MarkerWatermarks: parameter 'markedBy': the function failed on " + Reading.at(0));
  }
}
