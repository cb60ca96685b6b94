// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkpatterns.aggregate.RunningAggregator;
import io.github.flinkpatterns.testkit.Backend;
import io.github.flinkpatterns.testkit.Cell;
import io.github.flinkpatterns.testkit.ExecutionMatrix;
import io.github.flinkpatterns.testkit.Growth;
import io.github.flinkpatterns.testkit.OperatorDriver;
import io.github.flinkpatterns.testkit.Recovery;
import io.github.flinkpatterns.testkit.Scenario;
import io.github.flinkpatterns.testkit.StateGrowth;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.metrics.HistogramStatistics;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the wrapper tells, and that it changes nothing. */
@Tag("every-flink")
class MeteredTest {

  /** The event of the tests. */
  public record Word(String text, long time) {}

  /** Joins the words of a key; a timer says goodbye. */
  static final class Joining extends KeyedProcessFunction<String, Word, String> {
    private transient ValueState<String> joined;

    @Override
    public void open(OpenContext context) {
      joined = getRuntimeContext().getState(new ValueStateDescriptor<>("joined", Types.STRING));
    }

    @Override
    public void processElement(Word word, Context context, Collector<String> out) throws Exception {
      String before = joined.value();
      joined.update(before == null ? word.text() : before + word.text());
      context.timerService().registerEventTimeTimer(100);
      if (before != null) {
        out.collect(joined.value());
      }
    }

    @Override
    public void onTimer(long time, OnTimerContext context, Collector<String> out) {
      out.collect("bye " + context.getCurrentKey());
      joined.clear();
    }
  }

  private static KeyedProcessFunction<String, Word, ?> counting(boolean metered) {
    var counts =
        RunningAggregator.on(Word.class)
            .keyedBy(Word::text, String.class)
            .forgetAfterInactivity(Duration.ofMillis(100))
            .reduce((a, b) -> new Word(a.text() + "+", b.time()))
            .build();
    return metered ? Metered.logic("counts", counts.logic()) : counts.toFunction();
  }

  private static Scenario<String, Word, Void, String> words(
      KeyedProcessFunction<String, Word, String> function) {
    Scenario<String, Word, Void, String> scenario =
        Scenario.of(function).keyedBy(Word::text, String.class);
    for (int i = 0; i < 12; i++) {
      scenario = scenario.event(new Word("w" + i % 5, i), i);
    }
    return scenario.watermark(100);
  }

  @Test
  void aKeyedFunctionIsCountedAndBehavesAsBefore() {
    words(Metered.keyed("join", new Joining(), Types.STRING))
        .expectMetric("join.in", 12)
        .expectMetric("join.timers", 5)
        .expectMetric("join.out", 12)
        .expectMetric("join.failures", 0)
        .endOfInput()
        .alternatingWith(new Joining())
        .verify(
            ExecutionMatrix.of(
                Cell.PLAIN,
                new Cell(Backend.HASHMAP, Recovery.RESTORE_EVERY_STEP, List.of(1, 3, 2))));
    assertThat(words(Metered.keyed("join", new Joining(), Types.STRING)).verify(plain()).values())
        .isEqualTo(words(new Joining()).verify(plain()).values());
  }

  private static ExecutionMatrix plain() {
    return ExecutionMatrix.of(Cell.PLAIN);
  }

  @Test
  void aProcessFunctionThatThrowsIsCountedAndTheErrorGoesOn() {
    try (var driver =
        OperatorDriver.of(
            Scenario.of(Metered.process("upper", new FailingOnEmpty(), Types.STRING)))) {
      driver.event(new Word("a", 1), 1);
      assertThatThrownBy(() -> driver.event(new Word("", 2), 2)).hasMessageContaining("empty");
      assertThat(driver.metrics())
          .containsEntry("upper.in", 2L)
          .containsEntry("upper.out", 1L)
          .containsEntry("upper.failures", 1L);
      assertThat(driver.outputs()).containsExactly("a");
    }
  }

  @Test
  void bothInputsAndTheTimersOfAFunctionAreCounted() {
    Scenario.of(Metered.keyed("both", new Listening(), Types.STRING))
        .keyedBy(Word::text, Word::text, String.class)
        .event(new Word("a", 1), 1)
        .secondEvent(new Word("b", 2), 2)
        .secondEvent(new Word("c", 3), 3)
        .watermark(5)
        .expect("first a", "second b", "second c", "timer 2")
        .expectMetric("both.in", 3)
        .expectMetric("both.timers", 1)
        .expectMetric("both.out", 4)
        .verify();
  }

  @Test
  void aFunctionWithABroadcastInputIsCountedAndKeepsItsState() {
    Scenario.of(Metered.keyed("greet", new Greeting(), Types.STRING), Greeting.WAY)
        .keyedBy(Word::text, String.class)
        .secondEvent(new Word("hello", 1), 1)
        .event(new Word("ann", 2), 2)
        .secondEvent(new Word("bye", 3), 3)
        .event(new Word("ann", 4), 4)
        .expect("hello ann", "bye ann")
        .expectMetric("greet.in", 4)
        .expectMetric("greet.out", 2)
        .verify();
  }

  @Test
  void aMapTellsItsTypeAndItsName() {
    var map = Metered.map("length", (Word word) -> word.text().length(), Types.INT);
    assertThat(((ResultTypeQueryable<?>) map).getProducedType()).isEqualTo(Types.INT);
    assertThatThrownBy(() -> Metered.map(" ", (Word word) -> 1, Types.INT))
        .hasMessage(
            "Metered: parameter 'name': ' ' must name the metric group; pass the step's name");
    Object notSerializable = new Object();
    assertThatThrownBy(() -> Metered.map("m", word -> notSerializable.hashCode(), Types.INT))
        .hasMessageContaining("Metered: parameter 'function'");
  }

  @Test
  void theSizeOfStateIsWhatASavepointHolds() {
    Random random = new Random(8);
    Scenario<String, Word, Void, ?> scenario =
        Scenario.of(counting(true)).keyedBy(Word::text, String.class);
    try (var driver = OperatorDriver.of(scenario, Backend.HASHMAP, 1)) {
      for (int i = 0; i < 300; i++) {
        driver.event(new Word("w" + random.nextInt(12), 1_000 + i), 1_000 + i);
        if (i % 100 == 99) {
          driver.watermark(1_000 + i - 10);
          long entries = 0;
          for (int key = 0; key < 12; key++) {
            entries += driver.state("value", "w" + key) == null ? 0 : 1;
          }
          assertThat(driver.metrics()).containsEntry("counts.stateEntries", entries);
        }
      }
      long bytes = driver.metrics().get("counts.stateBytes");
      assertThat(bytes).isPositive();
      driver.restart(3);
      assertThat(driver.metrics()).containsEntry("counts.stateBytes", bytes);
      driver.watermark(2_000);
      assertThat(driver.metrics())
          .containsEntry("counts.stateEntries", 0L)
          .containsEntry("counts.stateBytes", 0L);
    }
  }

  @Test
  void theBytesOfStateAreThoseMeasured() {
    // What a savepoint has beyond the values, for each key: the key itself and the timer's moments.
    long perKey = beyondTheValues(1, 80) / 80;
    assertThat(perKey).isBetween(10L, 40L);
    assertThat(beyondTheValues(1, 80)).isEqualTo(80 * perKey);
    assertThat(beyondTheValues(5, 80)).isEqualTo(80 * perKey);
    assertThat(beyondTheValues(1, 160)).isEqualTo(160 * perKey);
  }

  private static long beyondTheValues(int eventsPerKey, int keys) {
    Scenario<String, Word, Void, ?> scenario =
        Scenario.of(counting(true)).keyedBy(Word::text, String.class);
    int events = keys * eventsPerKey;
    List<Growth.Point> points =
        StateGrowth.of(scenario)
            .events(events, i -> new Word("w" + (1_000 + i % keys), 1_000), i -> 1_000L)
            .measure()
            .points();
    try (var driver = OperatorDriver.of(scenario, Backend.HASHMAP, 1)) {
      for (int i = 0; i < events; i++) {
        driver.event(new Word("w" + (1_000 + i % keys), 1_000), 1_000);
      }
      assertThat(driver.metrics()).containsEntry("counts.stateEntries", (long) keys);
      return points.get(points.size() - 1).bytes() - driver.metrics().get("counts.stateBytes");
    }
  }

  @Test
  void quantilesAreThoseOfTheLastValues() {
    Latencies latencies = new Latencies();
    assertThat(latencies.getStatistics().getQuantile(0.99)).isZero();
    LongStream.rangeClosed(1, 100).forEach(latencies::update);
    HistogramStatistics hundred = latencies.getStatistics();
    assertThat(hundred.getQuantile(0.5)).isEqualTo(50);
    assertThat(hundred.getQuantile(0.95)).isEqualTo(95);
    assertThat(hundred.getQuantile(0.99)).isEqualTo(99);
    assertThat(hundred.getMean()).isEqualTo(50.5);
    assertThat(hundred.getStdDev()).isBetween(29.01, 29.02);
    LongStream.rangeClosed(101, 5_000).forEach(latencies::update);
    HistogramStatistics last = latencies.getStatistics();
    assertThat(latencies.getCount()).isEqualTo(5_000);
    assertThat(last.size()).isEqualTo(Latencies.SIZE);
    assertThat(last.getMin()).isEqualTo(5_000 - Latencies.SIZE + 1);
    assertThat(last.getMax()).isEqualTo(5_000);
  }

  @Test
  void theRateIsThatOfTheLastMinute() {
    AtomicLong now = new AtomicLong(7);
    Rate rate = new Rate(now::get);
    assertThat(rate.getRate()).isZero();
    for (int second = 0; second < 200; second++) {
      rate.markEvent(second < 100 ? 10 : 30);
      now.addAndGet(1_000_000_000L);
      if (second == 9) {
        assertThat(rate.getRate()).isEqualTo(10);
      }
      if (second == 129) {
        // 30 seconds of each.
        assertThat(rate.getRate()).isEqualTo(20);
      }
    }
    assertThat(rate.getRate()).isEqualTo(30);
    assertThat(rate.getCount()).isEqualTo(4_000);
    now.addAndGet(60_000_000_000L);
    assertThat(rate.getRate()).isZero();
  }

  @Test
  void everyCallIsTimed() throws Exception {
    Meters meters = new Meters(new UnregisteredMetricsGroup());
    assertThat(meters.result(() -> "x")).isEqualTo("x");
    meters.event(() -> {});
    meters.timer(() -> {});
    assertThat(meters.latencies().getCount()).isEqualTo(3);
    assertThat(meters.latencies().getStatistics().getMin()).isNotNegative();
  }
}
