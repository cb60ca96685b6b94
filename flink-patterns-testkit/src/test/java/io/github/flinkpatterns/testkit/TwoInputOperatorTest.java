// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkpatterns.testkit.Functions.Click;
import java.nio.file.Path;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operators with a control input: an erase command for one key, or rules for all of them. */
class TwoInputOperatorTest {

  private static final ValueStateDescriptor<Long> SUM =
      new ValueStateDescriptor<>("sum", Types.LONG);

  /** Sums per user; a command erases the user's sum. */
  static final class ErasableSum extends AbstractStreamOperator<String>
      implements TwoInputStreamOperator<Click, String, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public void processElement1(StreamRecord<Click> element) throws Exception {
      ValueState<Long> sum = getPartitionedState(SUM);
      Long before = sum.value();
      sum.update((before == null ? 0 : before) + element.getValue().amount());
    }

    @Override
    public void processElement2(StreamRecord<String> command) throws Exception {
      ValueState<Long> sum = getPartitionedState(SUM);
      output.collect(new StreamRecord<>(command.getValue() + " erased at " + sum.value()));
      sum.clear();
    }
  }

  /** The same as a function. */
  static final class ErasableSumFunction
      extends KeyedCoProcessFunction<String, Click, String, String> {
    private static final long serialVersionUID = 1L;
    private transient ValueState<Long> sum;

    @Override
    public void open(OpenContext context) {
      sum = getRuntimeContext().getState(SUM);
    }

    @Override
    public void processElement1(Click click, Context ctx, Collector<String> out) throws Exception {
      Long before = sum.value();
      sum.update((before == null ? 0 : before) + click.amount());
    }

    @Override
    public void processElement2(String user, Context ctx, Collector<String> out) throws Exception {
      out.collect(user + " erased at " + sum.value());
      sum.clear();
    }
  }

  /** Passes clicks above a limit that reaches every subtask. */
  static final class LimitOperator extends AbstractStreamOperator<String>
      implements TwoInputStreamOperator<Click, Long, String> {
    private static final long serialVersionUID = 1L;

    private BroadcastState<String, Long> limits() throws Exception {
      return getOperatorStateBackend().getBroadcastState(Functions.LIMITS);
    }

    @Override
    public void processElement1(StreamRecord<Click> element) throws Exception {
      Long limit = limits().get("all");
      Click click = element.getValue();
      if (limit != null && click.amount() > limit) {
        output.collect(new StreamRecord<>(click.user() + " " + click.amount() + " > " + limit));
      }
    }

    @Override
    public void processElement2(StreamRecord<Long> element) throws Exception {
      limits().put("all", element.getValue());
    }
  }

  private static Scenario<String, Click, String, String> erasing(
      Scenario<String, Click, String, String> start) {
    return start
        .event(new Click("ann", 1), 1)
        .event(new Click("bob", 2), 2)
        .event(new Click("ann", 3), 3)
        .expectState("sum", "ann", 4L)
        .secondEvent("ann", 4)
        .event(new Click("ann", 5), 5)
        .secondEvent("ann", 6)
        .secondEvent("bob", 7)
        .expect("ann erased at 4", "ann erased at 5", "bob erased at 2");
  }

  @Test
  void aKeyedControlInputWorksInEveryCellAndSharesItsStateWithTheFunction() {
    erasing(Scenario.of(new ErasableSum()).keyedBy(Click::user, u -> u, String.class))
        .alternatingWith(new ErasableSumFunction())
        .verify(ExecutionMatrix.full());
  }

  @Test
  void aSumThatNobodyErasesIsALeak() {
    var scenario =
        Scenario.of(new ErasableSum())
            .keyedBy(Click::user, u -> u, String.class)
            .event(new Click("ann", 1), 1);
    assertThatThrownBy(scenario::verify).hasMessageContaining("state 'sum' holds 1");
    assertThatCode(scenario.mayKeep("sum")::verify).doesNotThrowAnyException();
  }

  @Test
  void aBroadcastControlInputReachesEverySubtaskOfAnOperatorAndItsFunctionTwin(
      @TempDir Path folder) {
    var scenario =
        Scenario.of(new LimitOperator())
            .keyedBy(Click::user, String.class)
            .secondEvent(5L, 1)
            .event(new Click("ann", 10), 2)
            .savepoint()
            .event(new Click("bob", 10), 3)
            .event(new Click("cid", 10), 4)
            .event(new Click("dan", 4), 5)
            .expect("ann 10 > 5", "bob 10 > 5", "cid 10 > 5")
            .alternatingWith(new Functions.Limited(), Functions.LIMITS);
    scenario.verify(ExecutionMatrix.full());
    Path file = folder.resolve("limits.snap");
    StateCompatibility.of(scenario).record(file);
    StateCompatibility.of(scenario).verify(file);
  }

  @Test
  void implementationsWithOtherInputsCannotTakeTurns() {
    var scenario = Scenario.of(new ErasableSum()).keyedBy(Click::user, u -> u, String.class);
    assertThatThrownBy(() -> scenario.alternatingWith(new Functions.CachedCountPerMinute()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Scenario: parameter 'other': CachedCountPerMinute, has KEYED inputs, but ErasableSum"
                + " has KEYED_KEYED; both must take the same");
  }
}
