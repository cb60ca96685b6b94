// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Approximate mode: what it guarantees, and the declared error and memory. */
class ApproximateBatchTest {

  private static DeduplicatorBuilder<Sighting, String> within(Duration horizon) {
    return Deduplicator.on(Sighting.class).keyedBy(Sighting::id, String.class).within(horizon);
  }

  @Test
  void missesNothingWithinTheHorizonAndEndsEmpty() throws Exception {
    for (long seed = 0; seed < 100; seed++) {
      List<Sighting.Input> inputs = Sighting.stream(seed, 200, 40, 15, 120, 60);
      var dedup = within(Duration.ofMillis(400)).emitDuplicates().approximate(1_000, 0.001).build();
      TestHost<Integer, Sighting> host = new TestHost<>(dedup);
      for (Sighting.Input input : inputs) {
        if (input.event() == null) {
          host.watermark(input.watermark());
        } else {
          host.event(input.event(), input.event().at());
        }
      }
      host.watermark(Long.MAX_VALUE);
      assertThat(host.keysInState()).isZero();
      ArrivalBatchTest.assertApart(host.kept, 400);
      assertThat(
              host.kept.size()
                  + host.side(dedup.duplicates()).size()
                  + host.side(dedup.late()).size())
          .isEqualTo((int) inputs.stream().filter(i -> i.event() != null).count());
    }
  }

  @ParameterizedTest(name = "{0} ids, rate {1}")
  @CsvSource({"50000, 0.01", "50000, 0.001", "700, 0.01"})
  void theErrorStaysBelowTheDeclaredRateAndMemoryBelowTheDeclaredBytes(int expectedIds, double rate)
      throws Exception {
    var builder = within(Duration.ofHours(1)).approximate(expectedIds, rate);
    TestHost<Integer, Sighting> host = new TestHost<>(builder.build(), false);
    // Distinct ids at the expected pace: whatever is held back is an error.
    int events = Math.max(150_000, 3 * expectedIds);
    double step = 3_600_000.0 / expectedIds;
    int afterWarmUp = 0;
    int errors = 0;
    for (int i = 0; i < events; i++) {
      long at = (long) (i * step);
      int before = host.kept.size();
      host.event(new Sighting("id-" + i, at, i), at);
      if (i > expectedIds) {
        afterWarmUp++;
        errors += host.kept.size() == before ? 1 : 0;
      }
      if (i % 500 == 0) {
        host.watermark(at - 1);
      }
      if (i % (events / 20) == 0) {
        assertThat(host.bytesInState()).isLessThanOrEqualTo(builder.plannedStateBytes());
      }
    }
    assertThat(host.counter("late")).isZero();
    // Four standard deviations of a binomial count above the declared rate.
    double most = rate * afterWarmUp + 4 * Math.sqrt(rate * afterWarmUp);
    assertThat((double) errors).isLessThanOrEqualTo(most);
    assertThat(host.counter("overfullFilters")).isLessThan(events / 500);
  }

  @Test
  void moreIdsThanExpectedCostMemoryAndAreCounted() throws Exception {
    var builder = within(Duration.ofHours(1)).approximate(1_000, 0.001);
    TestHost<Integer, Sighting> host = new TestHost<>(builder.build(), false);
    for (int i = 0; i < 50_000; i++) {
      host.event(new Sighting("id-" + i, i * 10L, i), i * 10L);
    }
    assertThat(host.counter("overfullFilters")).isPositive();
    assertThat(host.bytesInState()).isGreaterThan(builder.plannedStateBytes());
    // Fifty times the ids, at most fifty times the error.
    assertThat(50_000 - host.kept.size()).isLessThan(2_500);
  }
}
