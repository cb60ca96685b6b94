// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkpatterns.testkit.Functions.Click;
import io.github.flinkpatterns.testkit.zoo.Visit;
import io.github.flinkpatterns.testkit.zoo.Zoo;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.typeutils.GenericTypeInfo;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;

class GuardTest {

  /** Holds what cannot travel. */
  static final class HoldsAThread extends ProcessFunction<Long, Long> {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial")
    private final Object held = new Object();

    @Override
    public void processElement(Long value, Context ctx, Collector<Long> out) {
      out.collect(value + held.hashCode());
    }
  }

  /** A helper that loses its own field. */
  record Helper(String text) implements java.io.Serializable {}

  /** Brings its transient field back when it is read, which is fine. */
  static final class RestoresItsField extends ProcessFunction<Long, Long> {
    private static final long serialVersionUID = 1L;
    private transient Helper helper = new Helper("x");

    @Override
    public void processElement(Long value, Context ctx, Collector<Long> out) {
      out.collect(value + helper.text().length());
    }

    private Object readResolve() {
      helper = new Helper("x");
      return this;
    }
  }

  @Test
  void whatCannotBeSerializedIsNamedAtOnce() {
    assertThatThrownBy(() -> Scenario.of(new HoldsAThread()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Scenario: parameter 'function': HoldsAThread, cannot be serialized (java.lang.Object);"
                + " create what is not serializable in open(), not in the constructor");
  }

  @Test
  void aTransientFieldThatComesBackIsFine() {
    assertThatCode(
            () -> Scenario.of(new RestoresItsField()).eventWithoutTime(1L).expect(2L).verify())
        .doesNotThrowAnyException();
  }

  @Test
  void kryoInBroadcastStateIsNamed() {
    var limits =
        new MapStateDescriptor<>("limits", Types.STRING, new GenericTypeInfo<>(Long.class));
    assertThatThrownBy(
            () ->
                Scenario.of(new Functions.Limited(), limits)
                    .keyedBy(Click::user, String.class)
                    .secondEvent(5L, 1)
                    .verify())
        .hasMessageContaining("state 'limits': java.lang.Long is a generic type");
  }

  @Test
  void aKeyThatFallsToKryoIsNamed() {
    assertThatThrownBy(
            () ->
                Scenario.of(new Zoo.Correct())
                    .keyedBy(Visit::user, new GenericTypeInfo<>(String.class))
                    .event(new Visit("ann", 1, 1), 1)
                    .verify())
        .hasMessageContaining("key: java.lang.String is a generic type");
  }

  @Test
  void oneCellCanBeRerunAlone() {
    var scenario =
        Scenario.of(new Zoo.HeapField())
            .keyedBy(Visit::user, String.class)
            .event(new Visit("ann", 1, 1), 1)
            .event(new Visit("ann", 1, 2), 2)
            .event(new Visit("ann", 1, 3), 3)
            .watermark(60_000);
    assertThatThrownBy(() -> scenario.verify(ExecutionMatrix.standard()))
        .hasMessageContaining("failed in cell 2 of 6");
    System.setProperty("flinkpatterns.testkit.cell", "4");
    try {
      assertThatThrownBy(() -> scenario.verify(ExecutionMatrix.standard()))
          .hasMessageContaining("failed in cell 4 of 6");
    } finally {
      System.clearProperty("flinkpatterns.testkit.cell");
    }
  }

  @Test
  void anExceptionOfTheFunctionNamesTheStep() {
    assertThatThrownBy(
            () ->
                Scenario.of(new Functions.Twice())
                    .event(1L, 1)
                    .event(null, 2)
                    .verify(ExecutionMatrix.standard()))
        .hasMessageContaining("Scenario Twice failed in cell 1 of 6: hashmap, plain, 1")
        .hasMessageContaining("at step 2 of 2: event null at 2");
  }

  @Test
  void aCommonBeginningCanBeShared() {
    var start = Scenario.of(new Functions.Twice()).eventWithoutTime(1L).expect(2L);
    var one = start.eventWithoutTime(2L).expect(4L);
    var other = start.eventWithoutTime(3L).expect(6L);
    assertThat(one.verify().values()).containsExactly(2L, 4L);
    assertThat(other.verify().values()).containsExactly(2L, 6L);
    assertThat(start.verify().values()).containsExactly(2L);
  }

  @Test
  void anExpectationThatIsMissingFails() {
    assertThatThrownBy(
            () -> Scenario.of(new Functions.Twice()).event(1L, 1).expect(2L).event(2L, 2).verify())
        .hasMessageContaining("main output after the last expectation")
        .hasMessageContaining("actual:   [4 (step 2: event 2 at 2, subtask 0)]");
  }

  enum Color {
    RED
  }

  @Test
  void stepsArePrintedAsJava() {
    assertThat(JavaSource.value(new Visit("a\"b\\", 1, 2)))
        .isEqualTo("new Visit(\"a\\\"b\\\\\", 1L, 2L)");
    assertThat(JavaSource.value(Color.RED)).isEqualTo("GuardTest.Color.RED");
    assertThat(JavaSource.value(Tuple2.of("x", 1))).isEqualTo("Tuple2.of(\"x\", 1)");
    assertThat(JavaSource.value(new BigDecimal("1.50"))).isEqualTo("new BigDecimal(\"1.50\")");
    assertThat(JavaSource.value(List.of('c', 1.5, true))).isEqualTo("List.of('c', 1.5, true)");
    assertThat(JavaSource.value(Instant.EPOCH))
        .isEqualTo("Instant.parse(\"1970-01-01T00:00:00Z\")");
    assertThat(JavaSource.value(Duration.ofMinutes(1))).isEqualTo("Duration.parse(\"PT1M\")");
    assertThat(JavaSource.value(null)).isEqualTo("null");
    assertThat(
            JavaSource.steps(
                List.of(
                    new Step.Element(1, 5, null),
                    new Step.WatermarkAt(Long.MAX_VALUE),
                    new Step.Clock(7),
                    new Step.EndOfInput())))
        .isEqualTo(
            "    .secondEventWithoutTime(5)\n    .watermark(Long.MAX_VALUE)\n"
                + "    .processingTime(7L)\n    .endOfInput()");
  }
}
