// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.time;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.util.InstantiationUtil;
import org.apache.flink.util.clock.RelativeClock;
import org.apache.flink.util.clock.SystemClock;

/** One subtask of a source: makes generators for its splits and keeps what they emit. */
final class Watermarks {

  private final WatermarkStrategy<Reading> strategy;
  final Map<String, Gauge<?>> gauges = new HashMap<>();
  final Map<String, Counter> counters = new HashMap<>();
  private final MetricGroup group =
      (MetricGroup)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {MetricGroup.class},
              (proxy, method, arguments) -> metric(proxy, method.getName(), arguments));

  Watermarks(WatermarkStrategy<Reading> strategy) throws Exception {
    // As a task receives it.
    this.strategy = InstantiationUtil.clone(strategy);
  }

  private Object metric(Object proxy, String method, Object[] arguments) {
    return switch (method) {
      case "addGroup" -> proxy;
      case "counter" -> {
        Counter counter = new SimpleCounter();
        if (counters.put((String) arguments[0], counter) != null) {
          throw new IllegalStateException("counter registered twice: " + arguments[0]);
        }
        yield counter;
      }
      case "gauge" -> {
        if (gauges.put((String) arguments[0], (Gauge<?>) arguments[1]) != null) {
          throw new IllegalStateException("gauge registered twice: " + arguments[0]);
        }
        yield arguments[1];
      }
      default -> throw new UnsupportedOperationException(method);
    };
  }

  Split split() {
    return new Split(
        strategy.createWatermarkGenerator(
            new WatermarkGeneratorSupplier.Context() {
              @Override
              public MetricGroup getMetricGroup() {
                return group;
              }

              @Override
              public RelativeClock getInputActivityClock() {
                return SystemClock.getInstance();
              }
            }));
  }

  /** One split, driven by hand. */
  static final class Split implements WatermarkOutput {

    private final WatermarkGenerator<Reading> generator;
    final List<Long> emitted = new ArrayList<>();

    Split(WatermarkGenerator<Reading> generator) {
      this.generator = generator;
    }

    Split event(Reading reading) {
      generator.onEvent(reading, reading.at(), this);
      return this;
    }

    Split events(long... times) {
      for (long time : times) {
        event(Reading.at(time));
      }
      return this;
    }

    Split tick() {
      generator.onPeriodicEmit(this);
      return this;
    }

    long watermark() {
      return emitted.isEmpty() ? Long.MIN_VALUE : emitted.get(emitted.size() - 1);
    }

    @Override
    public void emitWatermark(Watermark watermark) {
      emitted.add(watermark.getTimestamp());
    }

    @Override
    public void markIdle() {
      throw new UnsupportedOperationException("idleness is Flink's");
    }

    @Override
    public void markActive() {
      throw new UnsupportedOperationException("idleness is Flink's");
    }
  }
}
