// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.host.fast;

import org.apache.flink.streaming.api.datastream.SideOutputDataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.OutputTag;

/**
 * The result of an operator of which one side output leaves an earlier step.
 *
 * @param <IN> the event
 * @param <OUT> the main output
 */
public final class OperatorStream<IN, OUT> extends SingleOutputStreamOperator<OUT> {

  private final SingleOutputStreamOperator<OUT> main;
  private final SingleOutputStreamOperator<?> filter;
  private final OutputTag<IN> nullKeys;

  /** Returns {@code main} with the side output {@code nullKeys} taken from {@code filter}. */
  public OperatorStream(
      SingleOutputStreamOperator<OUT> main,
      SingleOutputStreamOperator<?> filter,
      OutputTag<IN> nullKeys) {
    super(main.getExecutionEnvironment(), main.getTransformation());
    this.main = main;
    this.filter = filter;
    this.nullKeys = nullKeys;
  }

  @Override
  public <X> SideOutputDataStream<X> getSideOutput(OutputTag<X> tag) {
    return nullKeys.equals(tag) ? filter.getSideOutput(tag) : main.getSideOutput(tag);
  }
}
