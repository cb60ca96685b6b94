// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.logic.LogicContext;
import io.github.flinkpatterns.logic.SerializerFactory;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.jspecify.annotations.Nullable;

/**
 * The third step, by user: waits for the rows that were asked, and adds up what they say.
 *
 * <p>The score of a candidate is the sum, over the items of the history, of its weight in that
 * item's row, over the square root of one more than the item's count, over the item's rank.
 */
final class GatherLogic<U, I>
    implements KeyedLogic<U, RowReply<U, I>, Gathering<U, I>, Ranking<U, I>> {

  private final Recipe<?, U, I> recipe;
  private final Settings settings;

  GatherLogic(Recipe<?, U, I> recipe) {
    this.recipe = recipe;
    this.settings = recipe.settings();
  }

  @Override
  public String name() {
    return ItemRecommender.NAME + "Gather";
  }

  @Override
  public Gathering<U, I> create() {
    return new Gathering<>();
  }

  @Override
  public void onEvent(
      RowReply<U, I> reply,
      long timestamp,
      Gathering<U, I> state,
      LogicContext<U, Ranking<U, I>> context) {
    Gathering.Open<U, I> open = state.of(reply.request());
    open.replies.add(reply);
    if (open.replies.size() == reply.parts()) {
      state.open.remove(open);
      // In the order of slots, so that sums do not depend on who answered first.
      open.replies.sort(Comparator.comparingInt(RowReply::slot));
      context.emit(rank(open.replies));
    }
  }

  private Ranking<U, I> rank(List<RowReply<U, I>> replies) {
    Question<I> question = question(replies);
    Scores now = new Scores();
    Scores before = new Scores();
    Candidates after = Candidates.NONE;
    Candidates afterBefore = Candidates.NONE;
    for (RowReply<U, I> reply : replies) {
      int slot = reply.slot();
      int rankBefore = rankBefore(slot, question.previous());
      if (question.serve()) {
        now.add(reply, settings.rankWeight(slot));
        after = slot == 0 ? reply.transitions() : after;
      }
      if (question.score() && rankBefore >= 0) {
        before.add(reply, settings.rankWeight(rankBefore));
        afterBefore = rankBefore == 0 ? reply.transitions() : afterBefore;
      }
    }
    int[] seen = settings.revisits() ? UserState.NO_FINGERPRINTS : question.seen();
    Object taken = question.taken();
    Candidates nearBefore = before.best(seen, taken);
    afterBefore = unseen(afterBefore, seen, taken);
    boolean whole = settings.evaluate() && question.score();
    return new Ranking<>(
        replies.get(0).user(),
        question,
        now.best(seen, null),
        unseen(after, seen, null),
        Place.of(taken, nearBefore),
        Place.of(taken, afterBefore),
        whole ? nearBefore : Candidates.NONE,
        whole ? afterBefore : Candidates.NONE);
  }

  // The item that was taken stands at rank 0 now; before, it stood where it was found, or nowhere.
  private static int rankBefore(int slot, int previous) {
    if (slot == 0) {
      return previous;
    }
    return previous >= 0 && slot > previous ? slot : slot - 1;
  }

  private static <I> Question<I> question(List<? extends RowReply<?, I>> replies) {
    for (RowReply<?, I> reply : replies) {
      Question<I> question = reply.question();
      if (question != null) {
        return question;
      }
    }
    throw new IllegalStateException(
        ItemRecommender.NAME + ": a gathering without a question; a message was lost");
  }

  private static Candidates unseen(Candidates from, int[] seen, @Nullable Object taken) {
    Candidates kept = new Candidates(from.size);
    for (int k = 0; k < from.size; k++) {
      if (Fingerprint.allows(seen, from.items[k], taken)) {
        kept.append(from.items[k], from.scores[k]);
      }
    }
    return kept;
  }

  /** Adds up the scores of candidates. */
  private static final class Scores {
    private final Map<Object, double[]> scores = new LinkedHashMap<>();

    void add(RowReply<?, ?> reply, double rankWeight) {
      double factor = rankWeight / Math.sqrt(reply.count() + 1);
      Candidates named = reply.neighbours();
      for (int k = 0; k < named.size; k++) {
        scores.computeIfAbsent(named.items[k], item -> new double[1])[0] +=
            factor * named.scores[k];
      }
    }

    Candidates best(int[] seen, @Nullable Object taken) {
      Candidates best = new Candidates(Math.min(Settings.CANDIDATES, scores.size()));
      scores.forEach(
          (item, score) -> {
            if (Fingerprint.allows(seen, item, taken)) {
              best.offer(item, score[0], Settings.CANDIDATES);
            }
          });
      return best;
    }
  }

  @Override
  public void onDue(long due, Gathering<U, I> state, LogicContext<U, Ranking<U, I>> context) {
    throw new IllegalStateException(name() + ": nothing is ever due");
  }

  @Override
  public long nextDue(Gathering<U, I> state) {
    return NEVER;
  }

  @Override
  public boolean isEmpty(Gathering<U, I> state) {
    return state.open.isEmpty();
  }

  @Override
  public int sizeInBytes(Gathering<U, I> state) {
    return state.sizeInBytes();
  }

  @Override
  public TypeSerializer<Gathering<U, I>> stateSerializer(SerializerFactory serializers) {
    return new GatheringSerializer<>(
        new RowReplySerializer<>(
            serializers.create(recipe.userType()), serializers.create(recipe.itemType())));
  }

  @Override
  public TypeInformation<Ranking<U, I>> outputType() {
    return recipe.rankingType();
  }
}
