// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.testkit.job.FlinkJobTest;
import io.github.flinkpatterns.testkit.job.JobSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whole jobs that fail, restore and change their parallelism. */
class BuffersJobTest {

  @RegisterExtension static final FlinkJobTest flink = FlinkJobTest.create();

  private static List<Signal> signals() {
    List<Signal> signals = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      signals.add(new Signal("k" + i % 5, "a", i, i * 10L));
    }
    return signals;
  }

  private static DataStream<String> batches(DataStream<Signal> in) {
    return Batcher.on(Signal.class)
        .emitAfterProcessingTime(Duration.ofHours(1))
        .maxEvents(30)
        .build()
        .applyTo(in, "batches")
        .<String>flatMap(
            (batch, out) -> batch.events().forEach(event -> out.collect(event.toString())))
        .returns(Types.STRING)
        .uid("events");
  }

  @Test
  void noEventIsLostOrDoubledInBatchesWithoutKeys() {
    flink
        .job(
            JobSource.of(Signal.class, signals(), Signal::at).failAfterRecords(70, 200, 333),
            BuffersJobTest::batches)
        .rescale(2, 3, 1)
        .run()
        .assertRestarted()
        .assertCommitted(signals().stream().map(Signal::toString).toList());
  }

  private static DataStream<String> twoPhases(DataStream<Signal> in) {
    var partial =
        PartialAggregator.on(Signal.class)
            .keyedBy(Signal::key, String.class)
            .aggregate(new Signal.Sum(), Types.LONG)
            .perSlice(Duration.ofMillis(250))
            .maxPartials(12)
            .build();
    return partial
        .applyTo(in, "partial-sums")
        .keyBy(Partial::key, Types.STRING)
        .window(TumblingEventTimeWindows.of(Duration.ofMillis(500)))
        .aggregate(partial.merging(), Types.LONG, Types.LONG)
        .uid("sums")
        .map(String::valueOf)
        .returns(Types.STRING)
        .uid("text");
  }

  @Test
  void twoPhasesGiveTheSumsOfOne() {
    Map<String, Long> sums = new TreeMap<>();
    for (Signal signal : signals()) {
      sums.merge(signal.key() + " " + signal.at() / 500, (long) signal.value(), Long::sum);
    }
    assertThat(sums).hasSize(40);
    flink
        .job(
            JobSource.of(Signal.class, signals(), Signal::at).failAfterRecords(70, 200, 333),
            BuffersJobTest::twoPhases)
        .rescale(2, 3, 1)
        .run()
        .assertRestarted()
        .assertCommitted(sums.values().stream().map(String::valueOf).toList());
  }
}
