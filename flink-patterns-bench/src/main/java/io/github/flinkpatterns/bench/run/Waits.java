// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.run;

import io.github.flinkpatterns.bench.report.Spread;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long watermarks wait from the source of a {@link PacedJob} to behind its operator. Both ends
 * are in this JVM and find each other here; jobs run one at a time.
 */
final class Waits {

  private static volatile Waits current = new Waits(0, "", (title, done, all) -> {});

  private final Map<Long, Long> dueNanos = new ConcurrentHashMap<>();
  private final List<Double> all = Collections.synchronizedList(new ArrayList<>());
  private final List<Double> afterBarriers = Collections.synchronizedList(new ArrayList<>());
  private final long events;
  private final String title;
  private final Progress progress;
  private volatile boolean counts;
  private volatile boolean barrier;
  private volatile long start;
  private volatile long end;

  private Waits(long events, String title, Progress progress) {
    this.events = events;
    this.title = title;
    this.progress = progress;
  }

  static Waits begin(PacedJob.Terms terms, String title, Progress progress) {
    current = new Waits(terms.events(), title, progress);
    return current;
  }

  static Waits current() {
    return current;
  }

  /** The source begins. */
  void started(long nanos) {
    start = nanos;
  }

  /** The source has sent so many events, the last of which was due at a moment. */
  void sent(long done, long dueAtNanos, long watermark) {
    dueNanos.put(watermark, dueAtNanos);
    end = System.nanoTime();
    counts = done > events / 6;
    if (done % Math.max(1, events / 60) == 0) {
      progress.step(title, (int) (60 * done / events), 60);
    }
  }

  /** The operator has written what a barrier asks for. */
  void barrierPassed() {
    barrier = true;
  }

  /** The operator has let a watermark pass. */
  void passed(long watermark) {
    boolean first = barrier;
    barrier = false;
    Long due = dueNanos.remove(watermark);
    if (due == null || !counts) {
      return;
    }
    double millis = (System.nanoTime() - due) / 1e6;
    all.add(millis);
    if (first) {
      afterBarriers.add(millis);
    }
  }

  double perSecond() {
    return events * 1e9 / Math.max(1, end - start);
  }

  Spread all() {
    return Spread.of(all);
  }

  Spread afterBarriers() {
    return Spread.of(afterBarriers);
  }
}
