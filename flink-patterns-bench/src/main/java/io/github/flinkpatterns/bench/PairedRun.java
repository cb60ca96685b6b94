// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Compares variants of one job on a machine that others use too.
 *
 * <p>All variants live in one JVM and take the same stream, chunk by chunk, in an order that
 * rotates with each chunk. What is measured is the CPU time of the one thread that runs them (not
 * wall time, which a neighbour can spoil); each chunk gives one ratio to the first variant, and the
 * result is the median of the ratios with their quartiles. A run whose variants put out different
 * results reports nothing.
 *
 * @param <IN> the event
 */
final class PairedRun<IN> {

  /** A stream that can be read from any position, the same each time. */
  interface Workload<IN> {
    StreamRecord<IN> event(long index);

    /** The watermark after the event {@code index}. */
    long watermark(long index);
  }

  /** What one variant cost. */
  record Cost(
      String name,
      double microsPerEvent,
      double low,
      double ratio,
      double lowRatio,
      double highRatio) {}

  private final Workload<IN> workload;
  private final List<? extends Variant<IN>> variants;
  private final int chunk;
  private final int eventsPerBarrier;
  private final int eventsPerWatermark;

  PairedRun(
      Workload<IN> workload,
      List<? extends Variant<IN>> variants,
      int chunk,
      int eventsPerWatermark,
      int eventsPerBarrier) {
    this.workload = workload;
    this.variants = variants;
    this.chunk = chunk;
    this.eventsPerWatermark = eventsPerWatermark;
    this.eventsPerBarrier = eventsPerBarrier;
  }

  /** Runs {@code warmUp} chunks unmeasured, then {@code rounds} measured ones. */
  List<Cost> run(int warmUp, int rounds, PrintStream progress) throws Exception {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    int n = variants.size();
    double[][] nanos = new double[n][rounds];
    List<StreamRecord<IN>> events = new ArrayList<>(chunk);
    for (int round = -warmUp; round < rounds; round++) {
      long from = (long) (round + warmUp) * chunk;
      events.clear();
      for (int i = 0; i < chunk; i++) {
        events.add(workload.event(from + i));
      }
      for (int turn = 0; turn < n; turn++) {
        int v = Math.floorMod(turn + round, n);
        long start = threads.getCurrentThreadCpuTime();
        feed(variants.get(v), events, from);
        if (round >= 0) {
          nanos[v][round] = threads.getCurrentThreadCpuTime() - start;
        }
      }
      check();
      progress.printf("\r  chunk %d of %d  ", round + warmUp + 1, rounds + warmUp);
    }
    progress.println();
    List<Cost> costs = new ArrayList<>();
    for (int v = 0; v < n; v++) {
      double[] perEvent = nanos[v].clone();
      double[] ratios = new double[rounds];
      for (int r = 0; r < rounds; r++) {
        perEvent[r] /= 1_000.0 * chunk;
        ratios[r] = nanos[v][r] / nanos[0][r];
      }
      Arrays.sort(perEvent);
      Arrays.sort(ratios);
      costs.add(
          new Cost(
              variants.get(v).name(),
              quantile(perEvent, .5),
              perEvent[0],
              quantile(ratios, .5),
              quantile(ratios, .25),
              quantile(ratios, .75)));
    }
    return Collections.unmodifiableList(costs);
  }

  private void feed(Variant<IN> variant, List<StreamRecord<IN>> events, long from)
      throws Exception {
    for (int i = 0; i < events.size(); i++) {
      variant.event(events.get(i));
      long done = from + i + 1;
      if (done % eventsPerWatermark == 0) {
        variant.watermark(workload.watermark(done - 1));
      }
      if (done % eventsPerBarrier == 0) {
        variant.barrier(done / eventsPerBarrier);
      }
    }
  }

  private void check() {
    Variant<IN> first = variants.get(0);
    for (Variant<IN> other : variants) {
      if (other.compared()
          && (other.digest() != first.digest() || other.outputs() != first.outputs())) {
        throw new IllegalStateException(
            String.format(
                Locale.ROOT,
                "Results differ, so nothing is reported: %s put out %d records, %s %d",
                first.name(),
                first.outputs(),
                other.name(),
                other.outputs()));
      }
    }
  }

  private static double quantile(double[] sorted, double q) {
    return sorted[(int) Math.min(sorted.length - 1, Math.round(q * (sorted.length - 1)))];
  }

  /** Prints {@code costs} as a table of Markdown. */
  static void print(String title, List<Cost> costs, long outputs, PrintStream out) {
    out.println();
    out.println("### " + title);
    out.println();
    out.println("| variant | us/event, median | lowest | x the first, median | quartiles |");
    out.println("|---|---|---|---|---|");
    for (Cost c : costs) {
      out.printf(
          Locale.ROOT,
          "| %s | %.2f | %.2f | %.2f | %.2f .. %.2f |%n",
          c.name(),
          c.microsPerEvent(),
          c.low(),
          c.ratio(),
          c.lowRatio(),
          c.highRatio());
    }
    out.println();
    out.println(outputs + " results, equal in every variant.");
  }
}
