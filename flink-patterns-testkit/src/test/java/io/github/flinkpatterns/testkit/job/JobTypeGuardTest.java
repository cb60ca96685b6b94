// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkpatterns.testkit.job.Jobs.Order;
import io.github.flinkpatterns.testkit.job.Jobs.RunningSum;
import java.util.BitSet;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("every-flink")
class JobTypeGuardTest {
  /** Its parts are generic in three places. */
  public static final class Basket {
    public String customer = "";
    public BitSet[] items = {};
    public BitSet flags = new BitSet();

    public Basket() {}
  }

  private final StreamExecutionEnvironment env =
      StreamExecutionEnvironment.getExecutionEnvironment();

  @Test
  void jobOfPojosPasses() {
    orders()
        .keyBy(Order::customer)
        .process(new RunningSum())
        .uid("sum")
        .sinkTo(new DiscardingSink<>());

    assertThatCode(() -> JobTypeGuard.assertNoGenericTypes(env)).doesNotThrowAnyException();
  }

  @Test
  void genericFieldsOfARecordAreNamedWithOperatorAndPath() {
    orders()
        .map(order -> new Basket())
        .returns(Basket.class)
        .name("Fill")
        .uid("fill")
        .sinkTo(new DiscardingSink<>());

    assertThatThrownBy(() -> JobTypeGuard.assertNoGenericTypes(env))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("2 generic types in the job")
        .hasMessageContaining("operator 'Fill' (uid 'fill') emits Basket.items[]: java.util.BitSet")
        .hasMessageContaining("operator 'Fill' (uid 'fill') emits Basket.flags: java.util.BitSet")
        .hasMessageContaining("declare the type (returns(...)");
  }

  @Test
  void genericPartsOfTuplesListsAndMapsAreFound() {
    TypeInformation<BitSet> generic = Types.GENERIC(BitSet.class);
    var type =
        Types.TUPLE(
            Types.LIST(Types.LIST(generic)), Types.MAP(generic, Types.EITHER(Types.INT, generic)));

    assertThat(TypePaths.in(type).stream().map(TypePaths.Generic::path))
        .containsExactly("Tuple2.f0[][]", "Tuple2.f1{key}", "Tuple2.f1{value}<R>");
  }

  @Test
  void genericKeySideOutputAndStateAreFound() {
    OutputTag<BitSet> tag = new OutputTag<>("late", Types.GENERIC(BitSet.class));
    var out =
        orders()
            .keyBy(order -> new BitSet(), Types.GENERIC(BitSet.class))
            .process(new KeepsBits())
            .name("Bits")
            .uid("bits");
    out.sinkTo(new DiscardingSink<>());
    out.getSideOutput(tag).sinkTo(new DiscardingSink<>());

    assertThat(JobTypeGuard.findings(env))
        .contains(
            "operator 'Bits' (uid 'bits') is keyed by BitSet: java.util.BitSet",
            "operator 'Bits' (uid 'bits') emits to side output 'late' BitSet: java.util.BitSet",
            "operator 'Bits' (uid 'bits') keeps in state 'bits' Map{value}: java.util.BitSet");
  }

  private DataStream<Order> orders() {
    return JobSource.of(Order.class, Jobs.orders(3), Order::timeMillis).addTo(env, "orders");
  }

  private static final class KeepsBits extends KeyedProcessFunction<BitSet, Order, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public void open(OpenContext context) {
      getRuntimeContext()
          .getMapState(new MapStateDescriptor<>("bits", Types.STRING, Types.GENERIC(BitSet.class)));
    }

    @Override
    public void processElement(Order order, Context context, Collector<String> out) {}
  }
}
