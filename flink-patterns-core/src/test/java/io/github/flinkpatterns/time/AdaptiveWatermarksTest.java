// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("every-flink")
class AdaptiveWatermarksTest {

  private static final int TICK_EVERY = 20;

  private static WatermarkStrategy<Reading> adaptive(
      double quantile, long min, long max, int overLast) {
    return AdaptiveWatermarks.on(Reading.class)
        .quantile(quantile)
        .between(Duration.ofMillis(min), Duration.ofMillis(max))
        .overLast(overLast)
        .build();
  }

  /** Times of events in order of arrival; the mean delay is 0.1 s, for a third of them 1 s. */
  private static long[] stream(long seed) {
    Random random = new Random(seed);
    record Arrival(long time, double at) {}
    List<Arrival> arrivals = new ArrayList<>();
    int events = 40_000;
    for (int i = 0; i < events; i++) {
      long time = 1_000_000 + i * 10L;
      boolean disturbed = i / (events / 6) % 3 == 1;
      double mean = disturbed ? 1_000 : 100;
      arrivals.add(new Arrival(time, time - mean * Math.log(1 - random.nextDouble())));
    }
    arrivals.sort(Comparator.comparingDouble(Arrival::at));
    return arrivals.stream().mapToLong(Arrival::time).toArray();
  }

  /** How many events met a watermark that they were not after, and how far it trailed. */
  private record Result(int late, double meanLatency) {}

  private static Result run(WatermarkStrategy<Reading> strategy, long[] stream) throws Exception {
    Watermarks.Split split = new Watermarks(strategy).split();
    int late = 0;
    long newest = Long.MIN_VALUE;
    double latency = 0;
    int measured = 0;
    for (int i = 0; i < stream.length; i++) {
      late += stream[i] <= split.watermark() ? 1 : 0;
      newest = Math.max(newest, stream[i]);
      split.events(stream[i]);
      if (i % TICK_EVERY == TICK_EVERY - 1) {
        split.tick();
        latency += newest - split.watermark();
        measured++;
      }
    }
    return new Result(late, latency / measured);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void fewerEventsAreLateThanWithAFixedBoundOfTheSameMeanLatency(long seed) throws Exception {
    long[] stream = stream(seed);
    Result adaptive = run(adaptive(0.99, 100, 10_000, 1_000), stream);
    // The fixed bound may even wait a little longer.
    long bound = (long) Math.ceil(adaptive.meanLatency());
    Result fixed =
        run(WatermarkStrategy.forBoundedOutOfOrderness(Duration.ofMillis(bound)), stream);
    assertThat(fixed.meanLatency()).isGreaterThanOrEqualTo(adaptive.meanLatency());
    assertThat(adaptive.late()).isPositive();
    assertThat(fixed.late()).isGreaterThan(2 * adaptive.late());
    // The quantile holds, but for the moments at which the delay changes.
    assertThat(adaptive.late()).isLessThan(stream.length * 2 / 100);
  }

  @Test
  void theBoundIsTheQuantileOfTheLastDelaysWithinItsLimits() throws Exception {
    int last = 50;
    long[] stream = stream(9);
    Watermarks.Split split = new Watermarks(adaptive(0.9, 220, 2_000, last)).split();
    List<Long> delays = new ArrayList<>();
    long newest = Long.MIN_VALUE;
    long watermark = Long.MIN_VALUE;
    int atTheFloor = 0;
    int atTheCeiling = 0;
    for (int i = 0; i < stream.length; i++) {
      newest = Math.max(newest, stream[i]);
      delays.add(newest - stream[i]);
      split.events(stream[i]);
      if (i % 7 == 6) {
        long bound = 2_000;
        if (delays.size() >= last) {
          long[] sorted =
              delays.subList(delays.size() - last, delays.size()).stream()
                  .mapToLong(delay -> delay)
                  .sorted()
                  .toArray();
          bound = Math.min(2_000, Math.max(220, sorted[44])); // the 45th of 50
        }
        atTheFloor += bound == 220 ? 1 : 0;
        atTheCeiling += bound == 2_000 && delays.size() >= last ? 1 : 0;
        watermark = Math.max(watermark, newest - bound - 1);
        assertThat(split.tick().watermark()).isEqualTo(watermark);
      }
    }
    assertThat(atTheFloor).isPositive();
    assertThat(atTheCeiling).isPositive();
    assertThat(split.emitted).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void theExampleOfTheDocumentationHolds() throws Exception {
    Watermarks.Split split = new Watermarks(adaptive(0.75, 1, 100, 4)).split();
    assertThat(split.tick().emitted).isEmpty();
    assertThat(split.events(50, 48).tick().watermark()).isEqualTo(50 - 100 - 1);
    assertThat(split.events(60, 55).tick().watermark()).isEqualTo(57);
    assertThat(split.events(70, 71).tick().watermark()).isEqualTo(69);
    assertThat(split.events(Long.MIN_VALUE).tick().emitted).hasSize(3); // without a timestamp
  }

  @Test
  void eachSplitHasABoundOfItsOwnAndTheMetricsTellBoth() throws Exception {
    Watermarks subtask = new Watermarks(adaptive(1, 2, 1_000, 3));
    Watermarks.Split calm = subtask.split();
    Watermarks.Split wild = subtask.split();
    subtask.split().tick(); // has no events, and counts for nothing
    assertThat(subtask.gauges.get("boundMillis").getValue()).isEqualTo(-1L);
    calm.events(100, 101, 102).tick();
    wild.events(100, 500, 200).tick();
    assertThat(calm.watermark()).isEqualTo(99);
    assertThat(wild.watermark()).isEqualTo(199);
    assertThat(subtask.gauges.get("boundMillis").getValue()).isEqualTo(300L);
    assertThat(subtask.gauges.get("smallestBoundMillis").getValue()).isEqualTo(2L);
    assertThat(subtask.counters.get("late").getCount()).isZero();
    calm.events(99, 100);
    wild.events(199, 50);
    assertThat(subtask.counters.get("late").getCount()).isEqualTo(3);
  }

  @Test
  void idlenessAndAlignmentAreFlinksOwn() {
    var strategy =
        adaptive(0.99, 0, 10, 100)
            .withTimestampAssigner((reading, unused) -> reading.at())
            .withIdleness(Duration.ofSeconds(1))
            .withWatermarkAlignment("readings", Duration.ofSeconds(20));
    assertThat(strategy.getAlignmentParameters().getMaxAllowedWatermarkDrift()).isEqualTo(20_000);
    assertThat(strategy.createTimestampAssigner(null).extractTimestamp(Reading.at(7), 0))
        .isEqualTo(7);
  }

  private static void fails(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }

  @Test
  void whatIsOutOfRangeIsNamed() {
    var on = AdaptiveWatermarks.on(Reading.class);
    for (double wrong : new double[] {0, 1.01, Double.NaN}) {
      fails(
          () -> on.quantile(wrong),
          "AdaptiveWatermarks: parameter 'quantile': "
              + wrong
              + " must be above 0 and at most 1; pass such a share");
    }
    fails(
        () -> on.quantile(0.5).between(Duration.ofSeconds(2), Duration.ofSeconds(1)),
        "AdaptiveWatermarks: parameter 'atMost': PT1S is shorter than atLeast, PT2S; swap the two");
    fails(
        () -> adaptive(0.99, 0, 1, 99),
        "AdaptiveWatermarks: parameter 'overLast': 99 is too few to tell the quantile 0.99 from the"
            + " maximum; remember at least 100");
    fails(
        () -> adaptive(1, 0, 1, 0),
        "AdaptiveWatermarks: parameter 'overLast': 0 must be in 1..1000000; pass such a number");
    assertThat(Arrays.asList(adaptive(0.99, 0, 1, 100), adaptive(1, 0, 0, 1))).doesNotContainNull();
  }
}
