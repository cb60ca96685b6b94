// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkpatterns.testkit.job.Jobs.Order;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("every-flink")
class JobSourceTest {
  @RegisterExtension static final FlinkJobTest flink = FlinkJobTest.create();

  @Test
  void watermarksAreAsHighAsTheListAllowsAndNoRecordIsLate() {
    List<Long> times = List.of(5L, 3L, 9L, 7L, 12L);
    TimedScript<Long> script =
        TimedScript.withExactWatermarks(
            Types.LONG, times, times.stream().mapToLong(Long::longValue).toArray());

    assertThat(play(script)).containsExactly("5", "w2", "3", "w6", "9", "7", "w11", "12");
  }

  @Test
  void boundedDisorderMakesRecordsBeyondTheBoundLate() {
    var source =
        JobSource.of(Long.class, List.of(10L, 20L, 12L, 15L), t -> t, Duration.ofMillis(5));

    assertThat(flink.job(source, JobSourceTest::lateness).run().committed())
        .containsExactly("10 in time", "20 in time", "12 late", "15 in time");
  }

  @Test
  void replayJudgesLatenessAsTheFirstPassDid() {
    var script = JobSource.script(Types.LONG);
    script.record(100L, 100).watermark(99).record(200L, 200).watermark(199);
    LongStream.range(0, 20).forEach(i -> script.record(150 + i, 150 + i));
    var source = script.end().failAfterRecords(10);
    var result = flink.job(source, JobSourceTest::lateness).assertExactlyOnce();

    assertThat(result.committed()).filteredOn(s -> s.endsWith("late")).hasSize(20);
    assertThat(result.committed()).filteredOn(s -> s.endsWith("in time")).hasSize(2);
  }

  @Test
  void everyRecordOfEverySplitIsReadAtEveryParallelism() {
    List<Long> numbers = LongStream.range(0, 50).boxed().toList();
    var source = JobSource.of(Long.class, numbers, n -> n).splits(4).failAfterRecords(30);

    assertThat(flink.job(source, in -> in).rescale(1, 4, 3).run().assertRestarted().committed())
        .containsExactlyInAnyOrderElementsOf(numbers);
  }

  @Test
  void secondInputOfAJobMayFailToo() {
    List<Long> numbers = LongStream.range(0, 40).boxed().toList();
    var first = JobSource.of(Long.class, numbers, n -> n);
    var second = JobSource.of(Long.class, numbers, n -> n).failAfterRecords(20);
    var result =
        flink
            .job(first, in -> in.union(second.addTo(in.getExecutionEnvironment(), "second")))
            .run();

    assertThat(result.committed())
        .hasSize(80)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 80).mapToObj(i -> (long) (i / 2)).toList());
  }

  @Test
  void failuresOutsideOfTheListAreRefused() {
    var source = JobSource.of(Order.class, Jobs.orders(10), Order::timeMillis);

    assertThatThrownBy(() -> source.failAfterRecords(11))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "JobSource: parameter 'records': 11, must be above 0 and at most the 10 records of the list;"
                + " give ascending numbers in this range");
    assertThatThrownBy(() -> source.failAfterRecords(5, 5))
        .hasMessageContaining("'records': 5, must be above 5");
    assertThatThrownBy(() -> source.failAfterCheckpoints(10))
        .hasMessageContaining("'checkpoints': 10, must be at least 1 and below the 10 records");
    assertThatThrownBy(() -> source.failAfterRecords(5).failAfterCheckpoints(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("failAfterCheckpoints: a failure is planned already");
    assertThatThrownBy(() -> JobSource.script(Types.LONG).watermark(5).watermark(4))
        .hasMessageContaining("4, must not be below the watermark before it, 5");
    assertThatThrownBy(() -> flink.job(source, in -> in).rescale(1, 9))
        .hasMessageContaining("[1, 9], must hold numbers from 1 to 8");
  }

  private static DataStream<String> lateness(DataStream<Long> in) {
    return in.process(new Lateness());
  }

  private static List<String> play(TimedScript<Long> script) {
    List<String> steps = new ArrayList<>();
    for (int i = 0; i < script.steps(); i++) {
      steps.add((script.isWatermark(i) ? "w" : "") + script.time(i));
    }
    return steps;
  }

  private static final class Lateness extends ProcessFunction<Long, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public void open(OpenContext context) {}

    @Override
    public void processElement(Long time, Context context, Collector<String> out) {
      boolean late = context.timestamp() <= context.timerService().currentWatermark();
      out.collect(time + (late ? " late" : " in time"));
    }
  }
}
