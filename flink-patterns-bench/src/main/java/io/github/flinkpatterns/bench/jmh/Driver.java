// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.jmh;

import io.github.flinkpatterns.bench.rival.Way;
import io.github.flinkpatterns.bench.run.OperatorVariant;
import io.github.flinkpatterns.bench.run.Setup;
import io.github.flinkpatterns.bench.stream.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Gives an operator one event at a call, for ever: the same events again and again, made
 * beforehand, at ever later times. A watermark every 200 events.
 */
final class Driver<IN> {

  /** How many events are made; a power of two. */
  private static final int EVENTS = Integer.getInteger("bench.ring", 1 << 18);

  private static final int EVENTS_PER_WATERMARK = 200;

  private final Workload<IN> workload;
  private final List<StreamRecord<IN>> events = new ArrayList<>(EVENTS);
  private final int eventsPerBarrier;
  private final Path folder;
  private final OperatorVariant<IN> operator;
  private long done;

  /** Opens the operator of {@code way}, with a barrier every so many events; 0 for none. */
  Driver(Way<IN, ?> way, Workload<IN> workload, String backend, int eventsPerBarrier)
      throws Exception {
    this.workload = workload;
    this.eventsPerBarrier = eventsPerBarrier;
    this.folder = Files.createTempDirectory("flink-patterns-jmh");
    this.operator = OperatorVariant.of(way, null, workload, new Setup(backend, folder));
    for (int i = 0; i < EVENTS; i++) {
      events.add(workload.event(i));
    }
  }

  OperatorVariant<IN> operator() {
    return operator;
  }

  /** Gives the next event. */
  void step() throws Exception {
    StreamRecord<IN> event = events.get((int) (done & (EVENTS - 1)));
    if (done >= EVENTS) {
      event.setTimestamp(event.getTimestamp() + EVENTS);
    }
    operator.event(event);
    done++;
    if (done % EVENTS_PER_WATERMARK == 0) {
      operator.watermark(workload.watermark(done - 1));
    }
    if (eventsPerBarrier > 0 && done % eventsPerBarrier == 0) {
      operator.barrier(done / eventsPerBarrier);
    }
  }

  /** Gives the next {@code count} events. */
  void steps(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      step();
    }
  }

  void close() throws Exception {
    operator.close();
    delete(folder);
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
