// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.run;

import io.github.flinkpatterns.bench.report.Comparison;
import io.github.flinkpatterns.bench.report.Cost;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Compares operators on a machine that others use too.
 *
 * <p>All variants live in one JVM and take the same stream, chunk by chunk, in an order that
 * rotates with each chunk. What is measured is the CPU time of the one thread that runs them (not
 * wall time, which a neighbour can spoil), the barriers included. A run whose variants put out
 * different results reports nothing.
 *
 * @param <IN> the event
 */
public final class PairedRun<IN> {

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final Question<IN> question;
  private final Pace pace;

  /** Creates a run. */
  public PairedRun(Question<IN> question, Pace pace) {
    this.question = question;
    this.pace = pace;
  }

  /**
   * Runs it on a backend.
   *
   * @throws IllegalStateException if results differ, or if there were none to compare
   */
  public Comparison run(Setup setup, Progress progress) throws Exception {
    List<Variant<IN>> variants = question.variants(setup);
    try {
      return run(setup, variants, progress);
    } finally {
      for (Variant<IN> variant : variants) {
        variant.close();
      }
    }
  }

  private Comparison run(Setup setup, List<Variant<IN>> variants, Progress progress)
      throws Exception {
    int n = variants.size();
    List<List<Double>> micros = new ArrayList<>();
    List<List<Double>> barriers = new ArrayList<>();
    for (int v = 0; v < n; v++) {
      micros.add(new ArrayList<>());
      barriers.add(new ArrayList<>());
    }
    Equality equality = new Equality();
    String title = question.title() + " on " + setup.backend();
    List<StreamRecord<IN>> events = new ArrayList<>(pace.chunk());
    for (int round = -pace.warmUp(); round < pace.rounds(); round++) {
      long from = (long) (round + pace.warmUp()) * pace.chunk();
      events.clear();
      for (int i = 0; i < pace.chunk(); i++) {
        events.add(question.workload().event(from + i));
      }
      for (int turn = 0; turn < n; turn++) {
        int v = Math.floorMod(turn + round, n);
        List<Double> millis = round < 0 ? new ArrayList<>() : barriers.get(v);
        long start = threads.getCurrentThreadCpuTime();
        feed(variants.get(v), events, from, millis);
        if (round >= 0) {
          micros.get(v).add((threads.getCurrentThreadCpuTime() - start) / 1e3 / pace.chunk());
        }
      }
      check(equality, variants);
      progress.step(title, round + pace.warmUp() + 1, pace.rounds() + pace.warmUp());
      if (progress.stops(title, round + 1)) {
        break;
      }
    }
    long outputs = equality.finish(title);
    List<Cost> costs = new ArrayList<>();
    for (int v = 0; v < n; v++) {
      costs.add(
          new Cost(
              variants.get(v).name(),
              variants.get(v).group() == null,
              micros.get(v),
              barriers.get(v)));
    }
    return new Comparison(
        question.suite(),
        title,
        question.scenario(),
        setup.backend(),
        "CPU of the operator thread",
        costs,
        outputs);
  }

  private void feed(
      Variant<IN> variant, List<StreamRecord<IN>> events, long from, List<Double> barrierMillis)
      throws Exception {
    for (int i = 0; i < events.size(); i++) {
      variant.event(events.get(i));
      long done = from + i + 1;
      if (done % pace.eventsPerWatermark() == 0) {
        variant.watermark(question.workload().watermark(done - 1));
      }
      if (done % pace.eventsPerBarrier() == 0) {
        long start = threads.getCurrentThreadCpuTime();
        variant.barrier(done / pace.eventsPerBarrier());
        barrierMillis.add((threads.getCurrentThreadCpuTime() - start) / 1e6);
      }
    }
  }

  private static <IN> void check(Equality equality, List<Variant<IN>> variants) {
    equality.begin();
    for (Variant<IN> variant : variants) {
      String group = variant.group();
      if (group != null) {
        equality.add(group, variant.name(), variant.digest(), variant.outputs());
      }
    }
  }
}
