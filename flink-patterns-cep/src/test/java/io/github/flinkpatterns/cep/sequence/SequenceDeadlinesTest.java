// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.cep.LogicPattern;
import io.github.flinkpatterns.cep.PatternChecks;
import io.github.flinkpatterns.testkit.OperatorDriver;
import io.github.flinkpatterns.testkit.job.FlinkJobTest;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every sequence does before, at and after its deadline, and when nothing ever comes. */
class SequenceDeadlinesTest {

  @RegisterExtension static final FlinkJobTest flink = FlinkJobTest.create();

  private static final long START = 1_000;
  private static final long DEADLINE = START + Tick.WINDOW;

  /** What begins at the start, what would end it, and what leaves if it comes in time or not. */
  @SuppressWarnings("ImmutableEnumChecker") // Nothing of it is changed.
  enum Deadline {
    LOGIN_THEN_HIGH_VALUE(
        Sequences.LOGIN_THEN_HIGH_VALUE,
        List.of(tick(0, START, "a", 0)),
        tick(1, 0, "c", 200),
        "match in 1000-1039 [login0 transaction1]",
        "near late 1000-1040 [login0]"),
    ABSENCE_BETWEEN(
        Sequences.ABSENCE_BETWEEN,
        List.of(tick(0, START, "a", 0)),
        tick(1, 0, "c", 0),
        "match in 1000-1039 [first0 last1]",
        "near late 1000-1040 [first0]"),
    ABSENCE_AT_THE_END(
        Sequences.ABSENCE_AT_THE_END,
        List.of(tick(0, START, "a", 0)),
        tick(1, 0, "b", 0),
        "",
        "match late 1000-1040 [first0]"),
    V_SHAPE(
        Sequences.V_SHAPE,
        List.of(tick(0, START, "x", 100), tick(1, START + 10, "x", 80)),
        tick(2, 0, "x", 100),
        "match in 1000-1039 [start0 fall1 recovery2]",
        "near late 1000-1040 [start0 fall1]"),
    PRICE_SURGE(
        Sequences.PRICE_SURGE,
        List.of(tick(0, START, "x", 100), tick(1, START + 10, "x", 120)),
        tick(2, 0, "x", 131),
        "match in 1000-1039 [base0 peak2]",
        "near late 1000-1040 [base0 peak1]"),
    PRICE_DROP(
        Sequences.PRICE_DROP,
        List.of(tick(0, START, "x", 100), tick(1, START + 10, "x", 76)),
        tick(2, 0, "x", 69),
        "match in 1000-1039 [base0 peak2]",
        "near late 1000-1040 [base0 peak1]"),
    CART_ABANDONMENT(
        Sequences.CART_ABANDONMENT,
        List.of(tick(0, START, "add", 0)),
        tick(1, 0, "buy", 0),
        "",
        "match late 1000-1040 [added0]");

    private final Sequences sequence;
    private final List<Tick> begun;
    private final Tick ends;
    private final String ifInTime;
    private final String ifLate;

    Deadline(Sequences sequence, List<Tick> begun, Tick ends, String ifInTime, String ifLate) {
      this.sequence = sequence;
      this.begun = begun;
      this.ends = ends;
      this.ifInTime = ifInTime;
      this.ifLate = ifLate;
    }

    private static Tick tick(long id, long time, String type, double value) {
      return new Tick("key", time, type, value, id);
    }

    private List<Tick> begunBy(String key) {
      return begun.stream().map(t -> new Tick(key, t.time(), t.type(), t.value(), t.id())).toList();
    }

    private Tick endedBy(String key, long time) {
      return new Tick(key, time, ends.type(), ends.value(), ends.id());
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatComesBeforeTheDeadlineIsInTimeAndAtItTooLate(Deadline deadline) throws Exception {
    List<Tick> events = new ArrayList<>();
    for (String key : List.of("before", "at", "after", "never")) {
      events.addAll(deadline.begunBy(key));
    }
    events.add(deadline.endedBy("before", DEADLINE - 1));
    events.add(deadline.endedBy("at", DEADLINE));
    events.add(deadline.endedBy("after", DEADLINE + Tick.WINDOW));
    List<String> expected = new ArrayList<>();
    if (!deadline.ifInTime.isEmpty()) {
      expected.add(deadline.ifInTime.replace(" in ", " before "));
    }
    for (String key : List.of("at", "after", "never")) {
      expected.add(deadline.ifLate.replace(" late ", " " + key + " "));
    }
    assertThat(Sequences.run(flink.environment(), deadline.sequence.spec, events, 0, true))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @ParameterizedTest
  @EnumSource
  void theWatermarkOfTheDeadlineBringsItWithoutAnyFurtherEvent(Deadline deadline) {
    if (deadline.sequence.spec instanceof LogicPattern<String, Tick> pattern) {
      try (var driver = OperatorDriver.of(PatternChecks.function(pattern))) {
        deadline.begunBy("never").forEach(tick -> driver.event(tick, tick.time()));
        assertThat(leaving(driver, DEADLINE - 1, pattern.timedOut())).isEmpty();
        assertThat(leaving(driver, DEADLINE, pattern.timedOut())).hasSize(1);
      }
    } else {
      // Behind it flink-cep's handler names what is worth it; here all that it gives up counts.
      var timeouts = new OutputTag<Object>("pattern-timeouts", Types.GENERIC(Object.class));
      try (var driver = OperatorDriver.of(deadline.sequence.cep())) {
        deadline.begunBy("never").forEach(tick -> driver.event(tick.timed(), tick.time()));
        assertThat(leaving(driver, DEADLINE - 1, timeouts)).isEmpty();
        assertThat(leaving(driver, DEADLINE, timeouts)).isNotEmpty();
      }
    }
  }

  private static List<Object> leaving(
      OperatorDriver<String, ?, ?, ?> driver, long watermark, OutputTag<?> timeouts) {
    driver.watermark(watermark);
    List<Object> left = new ArrayList<>(driver.outputs());
    left.addAll(driver.outputs(timeouts));
    return left;
  }
}
