// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkpatterns.testkit.Outcome;
import io.github.flinkpatterns.testkit.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.functions.RichAggregateFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.junit.jupiter.api.Test;

/** What the builders refuse, and what they say then; side outputs; state of other windows. */
class WindowBuilderTest {

  private static final Windows MINUTE = Windows.tumbling(Duration.ofMinutes(1));

  private static WindowStages.Choosing<Sale, String> keyed() {
    return WindowAggregator.on(Sale.class).keyedBy(Sale::item, String.class);
  }

  @Test
  void whatIsWrongIsSaidWhenItIsBuilt() {
    wrong(
        () -> Windows.tumbling(Duration.ZERO), "Windows: parameter 'size': PT0S must be at least");
    wrong(
        () -> Windows.sliding(Duration.ofMillis(5), Duration.ofMillis(6)),
        "Windows: parameter 'slide': 6 ms is longer than the size, 5 ms: events between windows");
    wrong(() -> new Windows(10, 5, 5), "Windows: parameter 'offset': 5 must be in 0..4");
    wrong(() -> keyed().windows(), "WindowAggregator: parameter 'windows': none is too few; pass");
    wrong(() -> keyed().windows(MINUTE, null), "'windows': null must be given");
    wrong(() -> keyed().windows(MINUTE, MINUTE), "holds the same windows twice; leave one");
    wrong(
        () -> keyed().windows(Windows.tumbling(Duration.ofDays(1)), new Windows(7, 7, 0)),
        "needs panes of 1 ms, more than 10000 for the longest window; choose");
    var windowed = keyed().windows(MINUTE);
    wrong(() -> windowed.aggregate(new Rich()), "must not be a RichFunction");
    wrong(
        () -> windowed.aggregate(new Anything<>(), Types.GENERIC(Map.class), Types.LONG),
        "would be written by Kryo; use a public POJO");
    wrong(
        () -> windowed.aggregate(new Anything<Map<String, Long>>()),
        "does not tell the types of accumulator and result; pass both");
    Object notSerializable = new Object();
    wrong(() -> windowed.summarize(sale -> notSerializable.hashCode()), "'summarize': ");
    var builder = windowed.aggregate(new Sale.Tallying());
    wrong(() -> builder.allowedLateness(Duration.ofMillis(-1)), "'allowedLateness': PT-0.001S");
    wrong(() -> builder.accumulatorBytes(-1), "'accumulatorBytes': -1");
    wrong(
        () -> builder.build().late(Windows.tumbling(Duration.ofMinutes(2))),
        "WindowAggregator: parameter 'late': Windows[sizeMillis=120000");
    wrong(
        () -> TopPerWindow.of(builder.build(), 0, result -> result),
        "TopPerWindow: parameter 'top': 0 must be in 1..10000");
    wrong(
        () -> TopPerWindow.of(builder.build(), 3, result -> notSerializable.hashCode()),
        "TopPerWindow: parameter 'score': ");
  }

  @Test
  void offsetsMayBeNegativeAndLongerThanASlide() {
    assertThat(MINUTE.withOffset(Duration.ofSeconds(-70)).offsetMillis()).isEqualTo(50_000);
    assertThat(MINUTE.withOffset(Duration.ofSeconds(70)).offsetMillis()).isEqualTo(10_000);
  }

  @Test
  void eventsWithoutAUsableTimestampLeaveByTheirOwnOutput() {
    var windows = keyed().windows(MINUTE).aggregate(new Sale.Tallying()).build();
    Outcome<WindowResult<String, String>> outcome =
        Scenario.of(windows.toFunction())
            .keyedBy(Sale::item, String.class)
            .eventWithoutTime(new Sale("without", 1))
            .event(new Sale("absurd", 2), Long.MAX_VALUE - 1)
            .event(new Sale("absurd", 3), Long.MIN_VALUE + 1)
            .watermark(Long.MAX_VALUE)
            .verify();
    assertThat(outcome.values()).isEmpty();
    assertThat(outcome.values(windows.withoutTimestamp()))
        .extracting(Sale::cents)
        .containsExactly(1L, 2L, 3L);
  }

  @Test
  void stateWithOtherPanesIsRefusedByName() {
    WindowLogic<Sale, String, Sale.Tally, String> halfMinutes = logic(new Windows(60, 30, 0));
    assertThat(halfMinutes.adopt(new Panes<>(30, 1)).size()).isZero();
    Panes<Sale.Tally> shifted = new Panes<>(30, 1);
    shifted.insert(0, 10, new Sale.Tally());
    for (Panes<Sale.Tally> other : List.of(new Panes<Sale.Tally>(60, 1), shifted)) {
      assertThatThrownBy(() -> halfMinutes.adopt(other))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "WindowAggregator: the state has panes of "
                  + other.paneMillis
                  + " ms and the windows now need others, of 30 ms; keep sizes, slides and offsets"
                  + " that give the same panes, or choose another uid to start with empty state");
    }
  }

  private static WindowLogic<Sale, String, Sale.Tally, String> logic(Windows windows) {
    return new WindowLogic<>(
        new WindowTypes<>(
            TypeInformation.of(Sale.class),
            Types.STRING,
            TypeInformation.of(Sale.Tally.class),
            Types.STRING),
        WindowPlan.of(List.of(windows), 0),
        new Sale.Tallying(),
        64);
  }

  private static void wrong(Runnable build, String message) {
    assertThatThrownBy(build::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  /** Says nothing of its types at run time. */
  private static class Anything<A> implements AggregateFunction<Sale, A, Long> {
    @Override
    public A createAccumulator() {
      throw new UnsupportedOperationException();
    }

    @Override
    public A add(Sale sale, A accumulator) {
      return accumulator;
    }

    @Override
    public Long getResult(A accumulator) {
      return 0L;
    }

    @Override
    public A merge(A a, A b) {
      return a;
    }
  }

  private static final class Rich extends RichAggregateFunction<Sale, Long, Long> {
    @Override
    public Long createAccumulator() {
      return 0L;
    }

    @Override
    public Long add(Sale sale, Long accumulator) {
      return accumulator;
    }

    @Override
    public Long getResult(Long accumulator) {
      return accumulator;
    }

    @Override
    public Long merge(Long a, Long b) {
      return a;
    }
  }
}
