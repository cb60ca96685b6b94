// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.host.fast;

import java.util.function.Predicate;
import org.apache.flink.streaming.api.datastream.SideOutputDataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.OutputTag;

/**
 * The result of several steps, some of whose side outputs leave at an earlier one: events without a
 * key, for example, never reach the last step.
 *
 * @param <OUT> the main output
 */
public final class OperatorStream<OUT> extends SingleOutputStreamOperator<OUT> {

  private final SingleOutputStreamOperator<OUT> last;
  private final SingleOutputStreamOperator<?> earlier;
  private final Predicate<OutputTag<?>> leavesEarlier;

  /** Returns {@code last} with the side outputs of {@code earlier} that {@code leavesEarlier}. */
  public OperatorStream(
      SingleOutputStreamOperator<OUT> last,
      SingleOutputStreamOperator<?> earlier,
      Predicate<OutputTag<?>> leavesEarlier) {
    super(last.getExecutionEnvironment(), last.getTransformation());
    this.last = last;
    this.earlier = earlier;
    this.leavesEarlier = leavesEarlier;
  }

  @Override
  public <X> SideOutputDataStream<X> getSideOutput(OutputTag<X> tag) {
    return leavesEarlier.test(tag) ? earlier.getSideOutput(tag) : last.getSideOutput(tag);
  }
}
