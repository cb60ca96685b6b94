// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench;

import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.SimpleOperatorFactory;
import org.apache.flink.streaming.api.transformations.OneInputTransformation;

/** Takes operators out of streams, so that a rival is exactly what a user's job would run. */
final class Operators {

  private Operators() {}

  /** Returns the operator that {@code stream} ends in. */
  @SuppressWarnings("unchecked")
  static <IN, OUT> OneInputStreamOperator<IN, OUT> of(DataStream<OUT> stream) {
    var transformation = (OneInputTransformation<IN, OUT>) stream.getTransformation();
    var factory = (SimpleOperatorFactory<OUT>) transformation.getOperatorFactory();
    return (OneInputStreamOperator<IN, OUT>) factory.getOperator();
  }
}
