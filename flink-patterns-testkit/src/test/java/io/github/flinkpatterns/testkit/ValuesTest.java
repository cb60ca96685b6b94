// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValuesTest {

  /** A POJO as teams write them: public fields, no equals, no toString. */
  public static class Plain {
    public String name = "";
    public long[] counts = new long[0];

    static Plain of(String name, long... counts) {
      Plain p = new Plain();
      p.name = name;
      p.counts = counts;
      return p;
    }
  }

  @SuppressWarnings("ArrayRecordComponent")
  record Holder(long[] counts, Plain plain) {}

  /** Emits and keeps such a POJO. */
  static final class KeepsPlain extends KeyedProcessFunction<String, Plain, Plain> {
    private static final long serialVersionUID = 1L;
    private transient ValueState<Plain> last;

    @Override
    public void open(OpenContext context) {
      last =
          getRuntimeContext()
              .getState(new ValueStateDescriptor<>("last", TypeInformation.of(Plain.class)));
    }

    @Override
    public void processElement(Plain value, Context ctx, Collector<Plain> out) throws Exception {
      last.update(value);
      ctx.timerService().registerEventTimeTimer(100);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext ctx, Collector<Plain> out) throws Exception {
      out.collect(last.value());
      last.clear();
    }
  }

  @Test
  void valuesAreComparedByWhatTheyHold() {
    assertThat(Values.same(Plain.of("a", 1, 2), Plain.of("a", 1, 2))).isTrue();
    assertThat(Values.same(Plain.of("a", 1, 2), Plain.of("a", 1, 3))).isFalse();
    assertThat(Values.same(List.of(new long[] {1}), List.of(new long[] {1}))).isTrue();
    assertThat(Values.same(new long[] {1}, new int[] {1})).isFalse();
    assertThat(Values.same(Map.of("k", Plain.of("a")), Map.of("k", Plain.of("a")))).isTrue();
    assertThat(Values.same(Tuple2.of("k", Plain.of("a")), Tuple2.of("k", Plain.of("b")))).isFalse();
    assertThat(
            Values.same(
                new Holder(new long[] {1}, Plain.of("a")),
                new Holder(new long[] {1}, Plain.of("a"))))
        .isTrue();
    assertThat(Values.same(null, null)).isTrue();
    assertThat(Values.same(null, "x")).isFalse();
    assertThat(Values.text(Plain.of("a", 1, 2))).isEqualTo("Plain[counts=[1, 2], name=a]");
  }

  @Test
  void aPojoWithoutEqualsWorksInEveryCellInDisorderAndInAGoldenSnapshot(@TempDir Path folder) {
    var scenario =
        Scenario.of(new KeepsPlain())
            .keyedBy(p -> p.name, String.class)
            .event(Plain.of("a", 1), 1)
            .savepoint()
            .event(Plain.of("b", 2, 3), 2)
            .expectState("last", "b", Plain.of("b", 2, 3))
            .watermark(100)
            .expect(Plain.of("a", 1), Plain.of("b", 2, 3));
    scenario.verify(ExecutionMatrix.full().with(Disorder.within(Duration.ofMillis(5))));
    Path file = folder.resolve("plain.snap");
    StateCompatibility.of(scenario).record(file);
    assertThatCode(() -> StateCompatibility.of(scenario).verify(file)).doesNotThrowAnyException();
    var changed =
        Scenario.of(new KeepsPlain())
            .keyedBy(p -> p.name, String.class)
            .event(Plain.of("a", 9), 1)
            .savepoint()
            .watermark(100);
    assertThatThrownBy(() -> StateCompatibility.of(changed).verify(file))
        .hasMessageContaining("in the file: Plain[counts=[1], name=a]")
        .hasMessageContaining("today:       Plain[counts=[9], name=a]");
  }
}
