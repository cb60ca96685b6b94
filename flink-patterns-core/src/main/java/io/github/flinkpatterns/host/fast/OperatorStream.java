// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.host.fast;

import org.apache.flink.streaming.api.datastream.SideOutputDataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.OutputTag;

/**
 * The result of an operator whose events without a key leave one step earlier.
 *
 * @param <IN> the event
 * @param <OUT> the main output
 */
public final class OperatorStream<IN, OUT> extends SingleOutputStreamOperator<OUT> {

  private final SingleOutputStreamOperator<IN> filter;
  private final OutputTag<IN> nullKeys;

  /** Returns {@code main} with {@code nullKeys} taken from {@code filter}. */
  public OperatorStream(
      SingleOutputStreamOperator<OUT> main,
      SingleOutputStreamOperator<IN> filter,
      OutputTag<IN> nullKeys) {
    super(main.getExecutionEnvironment(), main.getTransformation());
    this.filter = filter;
    this.nullKeys = nullKeys;
  }

  @Override
  public <X> SideOutputDataStream<X> getSideOutput(OutputTag<X> tag) {
    return nullKeys.equals(tag) ? filter.getSideOutput(tag) : super.getSideOutput(tag);
  }
}
