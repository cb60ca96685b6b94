// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.aggregate;

import java.time.Duration;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** The code of {@code docs/running-aggregator.md}. */
final class RunningAggregatorSnippets {

  private RunningAggregatorSnippets() {}

  static void function(DataStream<Sale> sales) {
    // docs: begin function
    var sums =
        RunningAggregator.on(Sale.class)
            .keyedBy(Sale::customer, String.class)
            .forgetAfterInactivity(Duration.ofDays(30))
            .reduce(Sale::plus)
            .build();

    DataStream<Running<String, Sale>> running =
        sales.keyBy(Sale::customer).process(sums.toFunction()).uid("sums");
    // docs: end function
    running.print();
  }

  static void fast(DataStream<Sale> sales) {
    // docs: begin fast
    var variance =
        RunningAggregator.on(Sale.class)
            .keyedBy(Sale::customer, String.class)
            .forgetAfterInactivity(Duration.ofDays(30))
            .aggregate(
                new Sale.Variance(),
                TypeInformation.of(Sale.Spread.class),
                PrimitiveArrayTypeInfo.DOUBLE_PRIMITIVE_ARRAY_TYPE_INFO)
            .emitEvery(100)
            .build();

    SingleOutputStreamOperator<Running<String, double[]>> running =
        variance.applyTo(sales, "variance");
    DataStream<Sale> late = running.getSideOutput(variance.late());
    // docs: end fast
    late.print();
  }
}
