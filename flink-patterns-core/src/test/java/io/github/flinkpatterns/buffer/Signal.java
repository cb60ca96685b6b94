// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.buffer;

import io.github.flinkpatterns.testkit.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.functions.AggregateFunction;

/** What happens in these tests. */
public record Signal(String key, String name, double value, long at) {

  /** A signal, or a watermark if there is none. */
  record Step(Signal signal, long watermark) {}

  /** Returns a stream in which no signal is further than the disorder behind, and none is late. */
  static List<Step> steps(long seed, int count, int keys, int disorder) {
    Random random = new Random(seed);
    List<Step> steps = new ArrayList<>();
    long now = 1_000;
    for (int i = 0; i < count; i++) {
      now += random.nextInt(8);
      steps.add(
          new Step(
              new Signal(
                  "k" + random.nextInt(keys),
                  String.valueOf((char) ('a' + random.nextInt(4))),
                  i,
                  now - random.nextInt(disorder)),
              0));
      if (i % 5 == 4) {
        steps.add(new Step(null, now - disorder));
      }
    }
    return steps;
  }

  static <K, B, OUT> Scenario<K, Signal, B, OUT> script(
      Scenario<K, Signal, B, OUT> start, List<Step> steps) {
    var scenario = start;
    for (Step step : steps) {
      scenario =
          step.signal() == null
              ? scenario.watermark(step.watermark())
              : scenario.event(step.signal(), step.signal().at());
    }
    return scenario;
  }

  static List<Signal> signals(List<Step> steps) {
    return steps.stream().map(Step::signal).filter(signal -> signal != null).toList();
  }

  /** Sums values. */
  public static final class Sum implements AggregateFunction<Signal, Long, Long> {
    @Override
    public Long createAccumulator() {
      return 0L;
    }

    @Override
    public Long add(Signal signal, Long sum) {
      return sum + (long) signal.value();
    }

    @Override
    public Long getResult(Long sum) {
      return sum;
    }

    @Override
    public Long merge(Long a, Long b) {
      return a + b;
    }
  }
}
