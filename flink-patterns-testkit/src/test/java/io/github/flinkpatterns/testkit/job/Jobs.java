// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.job;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** A small domain for job tests, with functions that keep their data well and badly. */
final class Jobs {
  /** A POJO, because Flink 1.20 and 2 agree on it. */
  public static final class Order {
    public String customer = "";
    public long cents;
    public long timeMillis;

    public Order() {}

    Order(String customer, long cents, long timeMillis) {
      this.customer = customer;
      this.cents = cents;
      this.timeMillis = timeMillis;
    }

    String customer() {
      return customer;
    }

    long timeMillis() {
      return timeMillis;
    }
  }

  private Jobs() {}

  static List<Order> orders(int count) {
    Random random = new Random(42);
    List<Order> orders = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      orders.add(new Order("c" + random.nextInt(7), random.nextInt(1000), i * 100L));
    }
    return orders;
  }

  /** What {@link RunningSum} must emit, computed with a plain map. */
  static List<String> expectedSums(List<Order> orders) {
    Map<String, Long> sums = new HashMap<>();
    return orders.stream()
        .map(o -> o.customer + "=" + sums.merge(o.customer, o.cents, Long::sum))
        .toList();
  }

  /** Keeps its sum in Flink's state. */
  static final class RunningSum extends KeyedProcessFunction<String, Order, String> {
    private static final long serialVersionUID = 1L;
    private transient ValueState<Long> sum;

    @Override
    public void open(OpenContext context) {
      sum = getRuntimeContext().getState(new ValueStateDescriptor<>("sum", Types.LONG));
    }

    @Override
    public void processElement(Order order, Context context, Collector<String> out)
        throws Exception {
      Long before = sum.value();
      long after = (before == null ? 0 : before) + order.cents;
      sum.update(after);
      out.collect(order.customer + "=" + after);
    }
  }

  /** Broken: keeps its sums in a field, which no checkpoint holds. */
  static final class SumInAField extends KeyedProcessFunction<String, Order, String> {
    private static final long serialVersionUID = 1L;
    private final HashMap<String, Long> sums = new HashMap<>();

    @Override
    public void processElement(Order order, Context context, Collector<String> out) {
      out.collect(order.customer + "=" + sums.merge(order.customer, order.cents, Long::sum));
    }
  }
}
