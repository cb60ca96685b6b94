// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples in numbers of the Javadoc and of {@code docs/deduplicator.md}. */
class DeduplicatorExamplesTest {

  private static final Deduplicator<Sighting, String> ANY = within().build();

  private static DeduplicatorBuilder.Within<Sighting, String> within() {
    return Deduplicator.on(Sighting.class)
        .keyedBy(Sighting::id, String.class)
        .within(Duration.ofMillis(10));
  }

  private static TestHost<String, Sighting> arrive(
      DeduplicatorBuilder<Sighting, String> builder, long... times) throws Exception {
    TestHost<String, Sighting> host = new TestHost<>(builder.emitDuplicates().build());
    for (long at : times) {
      host.event(new Sighting("a", at, 0), at);
    }
    return host;
  }

  @Test
  void theHorizonReachesBothWays() throws Exception {
    TestHost<String, Sighting> host = arrive(within(), 100, 105, 110, 95, 118, 131, 112);
    assertThat(host.kept).extracting(Sighting::at).containsExactly(100L, 110L, 131L);
    assertThat(host.side(ANY.duplicates()))
        .extracting(Duplicate::timestampMillis)
        .containsExactly(105L, 95L, 118L, 112L);
  }

  @Test
  void whatCannotBeJudgedIsLate() throws Exception {
    TestHost<String, Sighting> host = arrive(within(), 100, 105, 110, 95, 118, 131);
    host.watermark(109);
    host.event(new Sighting("a", 105, 0), 105);
    assertThat(host.side(ANY.late())).isEmpty(); // 110 is still remembered and covers 105
    host.watermark(125);
    host.event(new Sighting("a", 112, 0), 112);
    assertThat(host.side(ANY.late())).containsExactly(new Sighting("a", 112, 0));
    assertThat(host.kept).hasSize(3);
  }

  @Test
  void duplicatesTellWhatTheyDuplicate() throws Exception {
    assertThat(arrive(within(), 1_000, 1_004, 1_006).side(ANY.duplicates()))
        .containsExactly(
            new Duplicate<>(new Sighting("a", 1_004, 0), 1_004, 1_000, 1),
            new Duplicate<>(new Sighting("a", 1_006, 0), 1_006, 1_000, 2));
  }

  @Test
  void aRefreshedHorizonEndsAtItsCap() throws Exception {
    assertThat(arrive(within().refreshedBySightings(Duration.ofMillis(25)), 0, 8, 16, 24, 30).kept)
        .extracting(Sighting::at)
        .containsExactly(0L, 30L);
  }

  @Test
  void theLastOfAHorizonLeavesAtItsEnd() throws Exception {
    TestHost<String, Sighting> host = arrive(within().keepLast().inEventTimeOrder(), 0, 4, 9, 12);
    host.watermark(8);
    assertThat(host.kept).isEmpty();
    host.watermark(9);
    assertThat(host.kept).extracting(Sighting::at).containsExactly(9L);
    host.watermark(20);
    assertThat(host.kept).hasSize(1);
    host.watermark(21);
    assertThat(host.kept).extracting(Sighting::at).containsExactly(9L, 12L);
    assertThat(host.keysInState()).isZero();
  }

  @Test
  void theDefaultsCanBeSaid() throws Exception {
    long[] times = {100, 105, 110, 95, 118, 131, 112};
    assertThat(
            arrive(within().keepLast().inEventTimeOrder().keepFirst().inArrivalOrder(), times).kept)
        .isEqualTo(arrive(within(), times).kept);
  }

  @Test
  void compactIdsToleratesLatenessWhereverItIsSaid() throws Exception {
    Duration lateness = Duration.ofMillis(20);
    List<List<Sighting>> kept = new ArrayList<>();
    for (PagedBuilder<Sighting, String> builder :
        List.of(
            within().allowedLateness(lateness).compact(1_000),
            within().compact(1_000).allowedLateness(lateness),
            within().compact(1_000))) {
      TestHost<Integer, Sighting> host = new TestHost<>(builder.build());
      host.watermark(130);
      host.event(new Sighting("a", 115, 0), 115); // late by 15 ms
      kept.add(host.kept);
    }
    assertThat(kept.get(0)).hasSize(1);
    assertThat(kept.get(1)).isEqualTo(kept.get(0));
    assertThat(kept.get(2)).isEmpty();
  }
}
