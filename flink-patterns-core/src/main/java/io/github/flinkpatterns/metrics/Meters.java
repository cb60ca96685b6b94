// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.metrics;

import java.util.concurrent.Callable;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.Collector;

/** The metrics of one wrapped step. */
final class Meters {

  private final Counter in;
  private final Counter out;
  private final Counter timers;
  private final Counter failures;
  private final Rate rate;
  private final Latencies latencies;

  Meters(MetricGroup group) {
    in = group.counter("in");
    out = group.counter("out");
    timers = group.counter("timers");
    failures = group.counter("failures");
    rate = group.meter("inPerSecond", new Rate(System::nanoTime));
    latencies = group.histogram("latencyNanos", new Latencies());
  }

  /** A call of the wrapped function. */
  @FunctionalInterface
  interface Call {
    void run() throws Exception;
  }

  void event(Call call) throws Exception {
    in.inc();
    rate.markEvent();
    time(call);
  }

  void timer(Call call) throws Exception {
    timers.inc();
    time(call);
  }

  /** Takes an event whose result is sent. */
  <T> T result(Callable<T> call) throws Exception {
    in.inc();
    rate.markEvent();
    T result = time(call);
    out.inc();
    return result;
  }

  private void time(Call call) throws Exception {
    time(
        () -> {
          call.run();
          return true;
        });
  }

  private <T> T time(Callable<T> call) throws Exception {
    long start = System.nanoTime();
    boolean done = false;
    try {
      T result = call.call();
      done = true;
      return result;
    } finally {
      latencies.update(System.nanoTime() - start);
      if (!done) {
        failures.inc();
      }
    }
  }

  Latencies latencies() {
    return latencies;
  }

  <T> Collector<T> counting(Collector<T> collector) {
    return new Collector<>() {
      @Override
      public void collect(T record) {
        out.inc();
        collector.collect(record);
      }

      @Override
      public void close() {
        collector.close();
      }
    };
  }
}
