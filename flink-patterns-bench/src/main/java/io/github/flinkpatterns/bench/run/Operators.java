// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.run;

import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.SimpleOperatorFactory;
import org.apache.flink.streaming.api.transformations.OneInputTransformation;

/** Takes operators out of streams, so that a rival is exactly what a user's job would run. */
final class Operators {

  private Operators() {}

  /** Returns the step that {@code stream} ends in. */
  @SuppressWarnings("unchecked")
  static <IN, OUT> OneInputTransformation<IN, OUT> lastOf(DataStream<OUT> stream) {
    if (stream.getTransformation() instanceof OneInputTransformation<?, ?> last
        && last.getStateKeySelector() != null) {
      return (OneInputTransformation<IN, OUT>) last;
    }
    throw new IllegalArgumentException(
        "Does not end in one keyed operator, so it runs as a whole job only: "
            + stream.getTransformation());
  }

  /** Returns the operator of {@code step}. */
  @SuppressWarnings("unchecked")
  static <IN, OUT> OneInputStreamOperator<IN, OUT> of(OneInputTransformation<IN, OUT> step) {
    var factory = (SimpleOperatorFactory<OUT>) step.getOperatorFactory();
    return (OneInputStreamOperator<IN, OUT>) factory.getOperator();
  }
}
