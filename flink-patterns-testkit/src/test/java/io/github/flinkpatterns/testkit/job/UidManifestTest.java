// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkpatterns.testkit.job.Jobs.Order;
import io.github.flinkpatterns.testkit.job.Jobs.RunningSum;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("every-flink")
class UidManifestTest {
  private final StreamExecutionEnvironment env =
      StreamExecutionEnvironment.getExecutionEnvironment();

  @TempDir Path folder;

  @Test
  void listsUidKeyAndStatesOfWhatKeepsState() {
    env.setMaxParallelism(256);
    orders()
        .map(order -> order)
        .name("stateless")
        .keyBy(Order::customer)
        .process(new RunningSum())
        .name("Sum per customer")
        .uid("order-sum")
        .setMaxParallelism(64)
        .sinkTo(new DiscardingSink<>());

    assertThat(UidManifest.of(env).text())
        .contains(
            """

            [order-sum]
            name = Sum per customer
            key = String
            max parallelism = 64
            state sum = value of Long
            """)
        .contains("[orders]\nname = Source: orders\nmax parallelism = 256\n")
        .doesNotContain("stateless");
  }

  @Test
  void listsStatesOfWindowsBroadcastAndCheckpointedFunctions() {
    DataStream<Order> orders = orders();
    orders
        .keyBy(Order::customer)
        .window(TumblingEventTimeWindows.of(Duration.ofMinutes(1)))
        .reduce((a, b) -> a)
        .uid("minute")
        .sinkTo(new DiscardingSink<>());
    orders.map(new Buffering()).uid("buffer").sinkTo(new DiscardingSink<>());
    MapStateDescriptor<String, Long> rules =
        new MapStateDescriptor<>("rules", Types.STRING, Types.LONG);
    orders
        .connect(env.fromData("rule").broadcast(rules))
        .process(new BroadcastJobs.Rules())
        .uid("rules")
        .sinkTo(new DiscardingSink<>());

    assertThat(UidManifest.of(env).text())
        .contains("[minute]\n", "state window-contents = reducing of PojoSerializer\n")
        .contains("[buffer]\n", "state open-orders = list of List<String>\n\n")
        .contains("[rules]\n", "state rules = broadcast map of Map<String, Long>");
  }

  @Test
  void firstRunWritesTheFileAndFailsAndTheSecondPasses() throws IOException {
    sum("order-sum");
    Path file = folder.resolve("uids/orders.txt");

    assertThatThrownBy(() -> UidManifest.of(env).assertApproved(file))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Wrote the uid manifest of this job to " + file)
        .hasMessageContaining("commit it and run the test again");
    assertThat(Files.readString(file)).isEqualTo(UidManifest.of(env).text());
    assertThatCode(() -> UidManifest.of(env).assertApproved(file)).doesNotThrowAnyException();
  }

  @Test
  void lostUidIsToldAsLostState() throws IOException {
    sum("order-sum");
    Path file = approved(UidManifest.of(env).text().replace("[order-sum]", "[sum-of-orders]"));

    assertThatThrownBy(() -> UidManifest.of(env).assertApproved(file))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no longer fits the savepoints")
        .hasMessageContaining("- uid 'sum-of-orders' (KeyedProcess) is gone: its state is lost.")
        .hasMessageContaining("+ uid 'order-sum' (KeyedProcess) is new: it starts without state.");
  }

  @Test
  void changesOfKeyStateAndMaxParallelismAreToldApart() throws IOException {
    sum("order-sum");
    String text = UidManifest.of(env).text();
    Path file =
        approved(
            text.replace("key = String", "key = Long")
                .replace(
                    "state sum = value of Long",
                    "state sum = value of Integer\nstate old = value of Long"));

    assertThatThrownBy(() -> UidManifest.of(env).assertApproved(file))
        .hasMessageContaining("~ uid 'order-sum': key: Long -> String: keyed state can not be read")
        .hasMessageContaining(
            "state sum: value of Integer -> value of Long: the old values must be readable")
        .hasMessageContaining(
            "state old: value of Long -> null: the values of this state are dropped");
  }

  @Test
  void newNameIsNoChange() throws IOException {
    sum("order-sum");
    Path file = approved(UidManifest.of(env).text().replace("name = KeyedProcess", "name = Sum"));

    assertThatCode(() -> UidManifest.of(env).assertApproved(file)).doesNotThrowAnyException();
  }

  @Test
  void missingUidIsNamed() {
    orders()
        .keyBy(Order::customer)
        .process(new RunningSum())
        .name("Sum per customer")
        .sinkTo(new DiscardingSink<>());

    assertThatThrownBy(() -> UidManifest.of(env).assertComplete())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("1 stateful operators have no uid: 'Sum per customer'.")
        .hasMessageContaining("add .uid(\"...\") to each");
  }

  @Test
  void functionThatCannotBeOpenedHereIsListedWithARemark() {
    orders()
        .keyBy(Order::customer)
        .process(new NeedsACluster())
        .uid("needy")
        .sinkTo(new DiscardingSink<>());

    assertThat(UidManifest.of(env).text())
        .contains("[needy]\n")
        .contains("remark = states may be missing, open() failed outside of a job:")
        .contains("no cluster here");
  }

  @Test
  void emptyJobIsRefused() {
    assertThatThrownBy(() -> UidManifest.of(env))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no operator in it; build the job first");
  }

  private DataStream<Order> orders() {
    return JobSource.of(Order.class, Jobs.orders(3), Order::timeMillis).addTo(env, "orders");
  }

  private void sum(String uid) {
    orders()
        .keyBy(Order::customer)
        .process(new RunningSum())
        .uid(uid)
        .sinkTo(new DiscardingSink<>());
  }

  private Path approved(String text) throws IOException {
    return Files.writeString(folder.resolve("approved.txt"), text);
  }

  private static final class NeedsACluster extends KeyedProcessFunction<String, Order, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public void open(OpenContext context) {
      throw new IllegalStateException("no cluster here");
    }

    @Override
    public void processElement(Order order, Context context, Collector<String> out) {}
  }

  private static final class Buffering
      implements org.apache.flink.api.common.functions.MapFunction<Order, String>,
          CheckpointedFunction {
    private static final long serialVersionUID = 1L;
    private transient ListState<String> open;

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
      open =
          context
              .getOperatorStateStore()
              .getListState(new ListStateDescriptor<>("open-orders", Types.STRING));
      for (String customer : open.get()) {
        throw new IllegalStateException("not expected: " + customer);
      }
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
      open.clear();
    }

    @Override
    public String map(Order order) {
      return order.customer;
    }
  }
}
