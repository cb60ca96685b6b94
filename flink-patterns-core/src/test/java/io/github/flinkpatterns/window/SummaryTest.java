// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.flinkpatterns.testkit.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class SummaryTest {

  @Test
  void theNumbersOfItsDocumentation() {
    var windows =
        WindowAggregator.on(Sale.class)
            .keyedBy(Sale::item, String.class)
            .windows(Windows.tumbling(Duration.ofMillis(10)))
            .summarize(Sale::cents)
            .build();
    List<WindowResult<String, Summary>> results =
        Scenario.of(windows.toFunction())
            .keyedBy(Sale::item, String.class)
            .event(new Sale("a", 4), 3)
            .event(new Sale("a", 9), 9)
            .event(new Sale("a", 2), 0)
            .event(new Sale("a", -7), 10)
            .watermark(100)
            .verify()
            .values();
    assertThat(results)
        .extracting(WindowResult::result)
        .containsExactly(new Summary(3, 15, 2, 9, 5, 26 / 3.0), new Summary(1, -7, -7, -7, -7, 0));
  }

  /** Against two passes over the numbers, and sums in whole numbers. */
  @Test
  void mergedFromPanesItIsWhatTwoPassesGive() throws Exception {
    Random random = new Random(4);
    Summarizing<Sale> summarizing =
        InstantiationUtil.clone(new Summarizing<Sale>(Sale::cents)); // as a job is shipped
    for (int round = 0; round < 200; round++) {
      long base = random.nextBoolean() ? 0 : 1_000_000_000_000L;
      List<Long> numbers = new ArrayList<>();
      double[] all = summarizing.createAccumulator();
      int panes = 1 + random.nextInt(6);
      for (int pane = 0; pane < panes; pane++) {
        double[] part = summarizing.createAccumulator();
        int count = random.nextInt(20);
        for (int i = 0; i < count; i++) {
          long number = base + random.nextInt(2_000) - 1_000;
          numbers.add(number);
          part = summarizing.add(new Sale("", number), part);
        }
        all = summarizing.merge(all, part);
      }
      if (numbers.isEmpty()) {
        continue;
      }
      Summary summary = summarizing.getResult(all);
      long sum = numbers.stream().mapToLong(Long::longValue).sum();
      double mean = (double) sum / numbers.size();
      double variance =
          numbers.stream().mapToDouble(n -> (n - mean) * (n - mean)).sum() / numbers.size();
      assertThat(summary.count()).isEqualTo(numbers.size());
      assertThat(summary.sum()).isEqualTo((double) sum);
      assertThat(summary.min())
          .isEqualTo(numbers.stream().mapToDouble(Long::doubleValue).min().orElseThrow());
      assertThat(summary.max())
          .isEqualTo(numbers.stream().mapToDouble(Long::doubleValue).max().orElseThrow());
      assertThat(summary.mean()).isEqualTo(mean);
      // Of numbers around 10^12 a mean is known to 10^-4 only.
      assertThat(summary.variance())
          .isCloseTo(variance, within(1e-9 + variance * (base == 0 ? 1e-12 : 1e-5)));
      assertThat(summary.deviation()).isEqualTo(Math.sqrt(summary.variance()));
    }
  }

  @Test
  void sumsKeepTheirSmallDigits() {
    Summarizing<Sale> summarizing = new Summarizing<>(Sale::cents);
    double[] sum = summarizing.createAccumulator();
    sum = summarizing.add(new Sale("", 1L << 60), sum);
    for (int i = 0; i < 1_000; i++) {
      sum = summarizing.add(new Sale("", 1), sum);
    }
    sum = summarizing.add(new Sale("", -(1L << 60)), sum);
    assertThat(summarizing.getResult(sum).sum()).isEqualTo(1_000);
  }
}
