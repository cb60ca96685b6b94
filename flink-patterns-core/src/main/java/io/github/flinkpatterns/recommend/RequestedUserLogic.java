// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import io.github.flinkpatterns.logic.ControlledLogic;
import io.github.flinkpatterns.logic.LogicContext;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** The first step of a recommender that answers requests in place of events. */
final class RequestedUserLogic<E, R, U, I> extends UserLogic<E, U, I>
    implements ControlledLogic<U, E, R, UserState<I>, RowMessage<U, I>> {

  private final @Nullable KeySelector<R, String> segmentOf;
  private final OutputTag<Ranking<U, I>> cold;

  RequestedUserLogic(
      Recipe<E, U, I> recipe,
      @Nullable KeySelector<R, String> segmentOf,
      OutputTag<Ranking<U, I>> cold) {
    super(recipe);
    this.segmentOf = segmentOf;
    this.cold = cold;
  }

  @Override
  public void onControl(
      R request, long timestamp, UserState<I> state, LogicContext<U, RowMessage<U, I>> context)
      throws Exception {
    long time = timestamp == NO_TIMESTAMP ? context.processingTime() : timestamp;
    String segment = segmentOf == null ? null : segmentOf.getKey(request);
    Question<I> question =
        new Question<>(
            recipe.shard(segment, context.key()),
            time,
            true,
            false,
            null,
            0,
            -1,
            state.seen.clone(),
            history(state, true));
    if (state.size == 0) {
      // No row to ask: popularity alone answers.
      context.emit(cold, Ranking.cold(context.key(), question));
      return;
    }
    long number = state.requests++;
    for (int k = 0; k < state.size; k++) {
      send(state, k, null, 0, 0, time, number, state.size, k == 0 ? question : null, context);
    }
  }
}
