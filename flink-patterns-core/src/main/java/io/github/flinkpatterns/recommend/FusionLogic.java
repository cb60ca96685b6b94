// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.logic.LogicContext;
import io.github.flinkpatterns.logic.SerializerFactory;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.util.OutputTag;

/**
 * The fourth step, by shard of the users: keeps what is popular, learns which component is right at
 * which rank, and fuses them.
 */
final class FusionLogic<U, I>
    implements KeyedLogic<String, Ranking<U, I>, ShardState<I>, Recommendation<U, I>> {

  private final Recipe<?, U, I> recipe;
  private final Settings settings;
  private final OutputTag<Outcome<U, I>> outcomes;

  FusionLogic(Recipe<?, U, I> recipe, OutputTag<Outcome<U, I>> outcomes) {
    this.recipe = recipe;
    this.settings = recipe.settings();
    this.outcomes = outcomes;
  }

  @Override
  public String name() {
    return ItemRecommender.NAME + "Fusion";
  }

  @Override
  public ShardState<I> create() {
    return new ShardState<>();
  }

  @Override
  public void onEvent(
      Ranking<U, I> ranking,
      long timestamp,
      ShardState<I> state,
      LogicContext<String, Recommendation<U, I>> context) {
    Question<I> question = ranking.question();
    long time = question.timeMillis();
    if (nextDue(state) <= time) {
      state.clear();
    }
    state.lastMillis = Math.max(state.lastMillis, time);
    int[] seen = settings.revisits() ? UserState.NO_FINGERPRINTS : question.seen();
    I taken = question.taken();
    // Test, then learn, then recommend.
    if (taken != null && question.score()) {
      score(ranking, taken, seen, state, context);
    }
    if (taken != null && question.popular() > 0) {
      state.fast.add(taken, time, question.popular(), settings.fastHalfLifeMillis());
      state.slow.add(taken, time, question.popular(), settings.slowHalfLifeMillis());
    }
    if (question.serve()) {
      Candidates history = new Candidates(0);
      for (int k = 0; k < Math.min(question.history().length, Settings.CANDIDATES); k++) {
        history.append(question.history()[k], 0);
      }
      Candidates[] components = {
        ranking.near(),
        ranking.after(),
        state.fast.best(seen, null),
        state.slow.best(seen, null),
        history
      };
      context.emit(
          recommendation(ranking.user(), state.calibration.fuse(components, settings.top()), time));
    }
  }

  private void score(
      Ranking<U, I> ranking,
      I taken,
      int[] seen,
      ShardState<I> state,
      LogicContext<String, Recommendation<U, I>> context) {
    Candidates fast = state.fast.best(seen, taken);
    Candidates slow = state.slow.best(seen, taken);
    Candidates history = historyBefore(ranking.question(), taken);
    Calibration calibration = state.calibration;
    if (settings.evaluate()) {
      Candidates[] before = {ranking.nearBefore(), ranking.afterBefore(), fast, slow, history};
      int place = calibration.fuse(before, Settings.CANDIDATES).placeOf(taken);
      context.emit(
          outcomes,
          new Outcome<>(ranking.user(), taken, place + 1, ranking.question().timeMillis()));
    }
    calibration.learn(Component.NEIGHBOURS, ranking.nearPlace());
    calibration.learn(Component.TRANSITION, ranking.afterPlace());
    calibration.learn(Component.FAST_POPULARITY, Place.of(taken, fast));
    calibration.learn(Component.SLOW_POPULARITY, Place.of(taken, slow));
    calibration.learn(Component.HISTORY, Place.of(taken, history));
  }

  // The history as it was: without the item in front, and that where it was found.
  private static <I> Candidates historyBefore(Question<I> question, I taken) {
    Object[] now = question.history();
    Candidates before = new Candidates(now.length);
    for (int k = 1; k <= now.length && before.size < Settings.CANDIDATES; k++) {
      if (k - 1 == question.previous()) {
        before.append(taken, 0);
      }
      if (k < now.length && before.size < Settings.CANDIDATES) {
        before.append(now[k], 0);
      }
    }
    return before;
  }

  @SuppressWarnings("unchecked")
  private static <U, I> Recommendation<U, I> recommendation(U user, Candidates best, long time) {
    List<ScoredItem<I>> items = new ArrayList<>(best.size);
    for (int k = 0; k < best.size; k++) {
      items.add(new ScoredItem<>((I) best.items[k], best.scores[k]));
    }
    return new Recommendation<>(user, items, time);
  }

  @Override
  public void onDue(
      long due, ShardState<I> state, LogicContext<String, Recommendation<U, I>> context) {
    state.clear();
  }

  @Override
  public long nextDue(ShardState<I> state) {
    return Idle.due(state.lastMillis, settings);
  }

  @Override
  public boolean isEmpty(ShardState<I> state) {
    return state.lastMillis == Long.MIN_VALUE;
  }

  @Override
  public int sizeInBytes(ShardState<I> state) {
    return state.sizeInBytes();
  }

  @Override
  public TypeSerializer<ShardState<I>> stateSerializer(SerializerFactory serializers) {
    return new ShardStateSerializer<>(serializers.create(recipe.itemType()));
  }

  @Override
  public TypeInformation<Recommendation<U, I>> outputType() {
    return recipe.recommendationType();
  }
}
