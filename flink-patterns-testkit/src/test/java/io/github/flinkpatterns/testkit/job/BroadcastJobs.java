// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.job;

import io.github.flinkpatterns.testkit.job.Jobs.Order;
import org.apache.flink.streaming.api.functions.co.BroadcastProcessFunction;
import org.apache.flink.util.Collector;

/** A broadcast function that only has to exist. */
final class BroadcastJobs {
  private BroadcastJobs() {}

  static final class Rules extends BroadcastProcessFunction<Order, String, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public void processElement(Order order, ReadOnlyContext context, Collector<String> out) {
      out.collect(order.customer);
    }

    @Override
    public void processBroadcastElement(String rule, Context context, Collector<String> out) {}
  }
}
