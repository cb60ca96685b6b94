// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/** Compact mode against the mode that keeps ids and timestamps, and in bytes. */
class CompactBatchTest {

  private static final long HOUR = 3_600_000L;

  private static DeduplicatorBuilder<Sighting, String> within(Duration horizon) {
    return Deduplicator.on(Sighting.class).keyedBy(Sighting::id, String.class).within(horizon);
  }

  private static <K> TestHost<K, Sighting> run(
      Deduplicator<Sighting, K> dedup, List<Sighting.Input> inputs) throws Exception {
    TestHost<K, Sighting> host = new TestHost<>(dedup);
    for (Sighting.Input input : inputs) {
      if (input.event() == null) {
        host.watermark(input.watermark());
      } else {
        host.event(input.event(), input.event().at());
      }
    }
    host.watermark(Long.MAX_VALUE);
    assertThat(host.keysInState()).as("pages left in state").isZero();
    return host;
  }

  @Test
  void aHorizonOfAtMost16SecondsIsExactToTheMillisecond() throws Exception {
    for (long seed = 0; seed < 300; seed++) {
      List<Sighting.Input> inputs = Sighting.stream(seed, 200, 300, 15, 120, 60);
      inputs.addAll(Sighting.stream(seed + 1_000, 200, 3, 15, 120, 60).subList(0, 20));
      Duration horizon = Duration.ofMillis(50);
      Duration lateness = Duration.ofMillis(seed % 2 * 30);
      assertThat(run(within(horizon).allowedLateness(lateness).compact(1_000).build(), inputs).kept)
          .as("seed %s", seed)
          .isEqualTo(run(within(horizon).allowedLateness(lateness).build(), inputs).kept);
    }
  }

  @Test
  void timeFarAheadOfTheWatermarkIsExactToo() throws Exception {
    // Within 50 ms a slice is 1 ms and a page spans 65,536 of them: jumps of up to 30 s leave it.
    for (long seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      List<Sighting.Input> inputs = new ArrayList<>();
      long newest = 1_700_000_000_000L;
      for (int i = 0; i < 400; i++) {
        newest += random.nextInt(20) == 0 ? random.nextInt(30_000) : random.nextInt(10);
        Sighting event = new Sighting("id" + random.nextInt(4), newest - random.nextInt(60), i);
        inputs.add(new Sighting.Input(event, 0));
        if (i % 100 == 99) {
          inputs.add(new Sighting.Input(null, newest - 100));
        }
      }
      inputs.add(new Sighting.Input(new Sighting("id0", Long.MAX_VALUE, 0), 0));
      inputs.add(new Sighting.Input(new Sighting("id0", Long.MAX_VALUE - 3, 0), 0));
      assertThat(run(within(Duration.ofMillis(50)).compact(1).build(), inputs).kept)
          .as("seed %s", seed)
          .isEqualTo(run(within(Duration.ofMillis(50)).build(), inputs).kept);
    }
  }

  @Test
  void aPageWhoseTimesDoNotFitIntoSixteenBitsIsWideUntilTheyDo() {
    Slices slices = Slices.of(50, 1 << 14, 0);
    Page page = new Page();
    page.add(1, 1_000, 7, Long.MIN_VALUE, slices);
    page.add(2, 60_000, 7, Long.MIN_VALUE, slices);
    assertThat(page.isWide()).isFalse();
    page.add(3, 1_000_000, 7, Long.MIN_VALUE, slices);
    assertThat(page.isWide()).isTrue();
    assertThat(page.find(1, 1_049, slices)).isEqualTo(1_000);
    assertThat(page.find(2, 59_951, slices)).isEqualTo(60_000);
    assertThat(page.find(3, 1_000_050, slices)).isEqualTo(Slices.NONE);
    page.sweep(500_000, 7, slices);
    assertThat(page.isWide()).isFalse();
    assertThat(page.size()).isEqualTo(1);
    assertThat(page.find(3, 1_000_049, slices)).isEqualTo(1_000_000);
    page.add(4, 999_990, 7, 500_000, slices);
    assertThat(page.isWide()).isFalse();
    assertThat(page.find(4, 999_990, slices)).isEqualTo(999_990);
  }

  @Test
  void aLongHorizonMissesNothingAndHoldsBackAtMostOneSliceLonger() throws Exception {
    long slice = 5_274; // 24 h over 2^14, rounded up
    for (long seed = 0; seed < 30; seed++) {
      List<Sighting.Input> inputs =
          Sighting.stream(seed, 400, 3, (int) (6 * HOUR), (int) (2 * HOUR), (int) (2 * HOUR));
      TestHost<Integer, Sighting> host =
          run(within(Duration.ofHours(24)).emitDuplicates().compact(1_000).build(), inputs);
      ArrivalBatchTest.assertApart(host.kept, 24 * HOUR);
      for (Duplicate<Sighting> duplicate :
          host.side(within(Duration.ofHours(24)).build().duplicates())) {
        long at = duplicate.timestampMillis();
        long from = duplicate.keptTimestampMillis();
        assertThat(host.kept)
            .anyMatch(
                kept ->
                    kept.id().equals(duplicate.event().id())
                        && Math.abs(kept.at() - at) < 24 * HOUR + slice
                        && from <= kept.at()
                        && kept.at() < from + slice);
      }
    }
  }

  @Test
  void anIdCostsAtMost12HeapBytesAndEightAndAHalfInACheckpoint() throws Exception {
    Slices slices = Slices.of(24 * HOUR, 1 << 14, 0);
    Random random = new Random(7);
    long now = 1_700_000_000_000L;
    for (int ids = 300; ids <= 1_100; ids += 7) {
      Page page = new Page();
      for (int i = 0; i < ids; i++) {
        page.add(
            Page.fingerprint(random.nextLong()),
            slices.slice(now + random.nextInt(1 << 26)),
            1,
            now,
            slices);
      }
      DataOutputSerializer out = new DataOutputSerializer(64);
      new PageSerializer(new LayoutGuard("")).serialize(page, out);
      assertThat(page.size()).isEqualTo(ids);
      assertThat((double) out.length() / ids).as("checkpoint bytes, %s ids", ids).isLessThan(8.1);
      assertThat((double) page.sizeInBytes() / ids).as("heap bytes, %s ids", ids).isLessThan(12);
    }
  }

  @Test
  void steadyStateKeepsToThePlannedBytes() throws Exception {
    var builder = within(Duration.ofHours(1)).compact(200_000);
    TestHost<Integer, Sighting> host = new TestHost<>(builder.build(), false);
    long largest = 0;
    // Two and a half horizons of 200,000 ids each, in order, with a watermark every 36 s.
    for (int i = 0; i < 500_000; i++) {
      long at = i * 18L;
      host.event(new Sighting("order-" + i, at, i), at);
      if (i % 2_000 == 0) {
        host.watermark(at - 1);
        largest = Math.max(largest, host.bytesInState());
      }
    }
    assertThat(host.kept).hasSize(500_000);
    // An eighth more for what waits for the sweep of its page.
    assertThat(largest)
        .isBetween(builder.plannedStateBytes() / 2, builder.plannedStateBytes() * 9 / 8);
  }
}
