// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import org.apache.flink.streaming.api.datastream.SideOutputDataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.OutputTag;

/** The result of the last step, with the side outputs of the first. */
final class RecommendationStream<U, I> extends SingleOutputStreamOperator<Recommendation<U, I>> {

  private final SingleOutputStreamOperator<?> users;
  private final OutputTag<Outcome<U, I>> outcomes;
  private final SingleOutputStreamOperator<Recommendation<U, I>> fused;

  RecommendationStream(
      SingleOutputStreamOperator<Recommendation<U, I>> fused,
      SingleOutputStreamOperator<?> users,
      OutputTag<Outcome<U, I>> outcomes) {
    super(fused.getExecutionEnvironment(), fused.getTransformation());
    this.fused = fused;
    this.users = users;
    this.outcomes = outcomes;
  }

  @Override
  public <X> SideOutputDataStream<X> getSideOutput(OutputTag<X> tag) {
    return outcomes.equals(tag) ? fused.getSideOutput(tag) : users.getSideOutput(tag);
  }
}
