// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.logic.LogicContext;
import io.github.flinkpatterns.logic.Require;
import io.github.flinkpatterns.logic.SerializerFactory;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.jspecify.annotations.Nullable;

/** The first step, by user: keeps the history, tells rows what to learn and whether to answer. */
class UserLogic<E, U, I> implements KeyedLogic<U, E, UserState<I>, RowMessage<U, I>> {

  static final String UNTIMED = "withoutTimestamp";
  static final String IGNORED = "ignored";
  private static final Object[] NO_ITEMS = {};

  final Recipe<E, U, I> recipe;
  final Settings settings;

  UserLogic(Recipe<E, U, I> recipe) {
    this.recipe = recipe;
    this.settings = recipe.settings();
  }

  @Override
  public String name() {
    return ItemRecommender.NAME;
  }

  @Override
  public UserState<I> create() {
    return new UserState<>();
  }

  @Override
  public void onEvent(
      E event, long timestamp, UserState<I> state, LogicContext<U, RowMessage<U, I>> context)
      throws Exception {
    if (timestamp == NO_TIMESTAMP) {
      context.count(UNTIMED);
      context.emit(recipe.withoutTimestamp(), event);
      return;
    }
    // As a float, which is how the history keeps it: equal weights must compare as equal.
    double weight = (float) recipe.weightOf().weightOf(event);
    if (!(weight > 0)) {
      context.count(IGNORED);
      return;
    }
    if (settings.exact() && weight != Math.rint(weight)) {
      throw Require.wrong(
          name(), "weight", weight, "is not a whole number", "return one or drop wholeCounts()");
    }
    forgetIfIdle(state, timestamp);
    I item = recipe.itemOf().getKey(event);
    if (isEmpty(state)) {
      state.requests = Fingerprint.firstNumber(item, timestamp);
    }
    var segment = recipe.segmentOf();
    String shard = recipe.shard(segment == null ? null : segment.getKey(event), context.key());
    take(item, timestamp, weight, shard, state, context);
  }

  /** Forgets a user who comes back too late, whether or not the timer was faster. */
  final void forgetIfIdle(UserState<I> state, long timestamp) {
    if (nextDue(state) <= timestamp) {
      state.clear();
    }
  }

  private void take(
      I item,
      long timestamp,
      double weight,
      String shard,
      UserState<I> state,
      LogicContext<U, RowMessage<U, I>> context) {
    int fingerprint = Fingerprint.of(item);
    boolean unseen = !state.hasSeen(fingerprint);
    boolean had = state.size > 0;
    int previous = state.rankOf(item);
    double known = 0;
    long time = timestamp;
    if (previous >= 0) {
      known = state.weights[previous];
      time = Math.max(time, state.times[previous]);
      state.remove(previous);
    }
    int rank = state.insert(item, time, Math.max(weight, known), settings.history());
    state.see(fingerprint, settings.seen());
    state.lastMillis = Math.max(state.lastMillis, timestamp);

    // A first sight counts in full, a stronger action on an item of the history by the difference.
    double gain = previous >= 0 ? Math.max(0, weight - known) : unseen ? weight : 0;
    boolean kept = rank >= 0;
    boolean serve = kept && settings.serveEvents();
    boolean score = rank == 0 && had && (unseen || settings.revisits());
    boolean gather = serve || (score && state.requests % settings.calibrateEvery() == 0);
    long request = state.requests++;
    int parts = gather ? state.size : gain > 0 ? 1 : 0;

    float[] weights = new float[kept && gain > 0 ? state.size : 0];
    for (int k = 0; k < weights.length; k++) {
      weights[k] = k == rank ? 0 : (float) pairWeight(state, k, rank, previous, weight, known);
    }
    if (parts > 0) {
      Question<I> question =
          new Question<>(
              shard,
              timestamp,
              serve,
              gather && score,
              item,
              gain,
              previous,
              gather ? state.seen.clone() : UserState.NO_FINGERPRINTS,
              history(state, gather));
      context.emit(
          new RowMessage<>(
              item,
              context.key(),
              request,
              gather ? rank : 0,
              parts,
              timestamp,
              (float) gain,
              weights.length > 0 ? Arrays.copyOf(state.items, state.size) : NO_ITEMS,
              weights,
              new float[weights.length],
              question));
    }
    for (int k = 0; kept && k < state.size; k++) {
      if (k != rank) {
        float near = weights.length > 0 ? weights[k] : 0;
        float after = k == rank + 1 && previous != rank ? (float) weight : 0;
        send(state, k, item, near, after, timestamp, request, gather ? parts : 0, null, context);
      }
    }
  }

  // What the pair of the item at rank and the one at k gains; gaps are positions in the history.
  private double pairWeight(
      UserState<I> state, int k, int rank, int previous, double weight, double known) {
    double other = state.weights[k];
    if (previous < 0) {
      return Math.min(weight, other) * settings.gapWeight(Math.abs(k - rank));
    }
    int without = k < rank ? k : k - 1;
    int before = without < previous ? without : without + 1;
    double gain = Math.min(weight, other) - Math.min(known, other);
    return gain * settings.gapWeight(Math.abs(before - previous));
  }

  /** Tells the row at rank {@code k} that {@code item} came near, or asks it, or both. */
  final void send(
      UserState<I> state,
      int k,
      @Nullable I item,
      float near,
      float after,
      long timestamp,
      long request,
      int parts,
      @Nullable Question<I> question,
      LogicContext<U, RowMessage<U, I>> context) {
    boolean learns = item != null && (near > 0 || after > 0);
    if (learns || parts > 0) {
      context.emit(
          new RowMessage<>(
              state.item(k),
              context.key(),
              request,
              k,
              parts,
              timestamp,
              0,
              learns ? new Object[] {item} : NO_ITEMS,
              learns ? new float[] {near} : new float[0],
              learns ? new float[] {after} : new float[0],
              question));
    }
  }

  final Object[] history(UserState<I> state, boolean needed) {
    return needed && settings.revisits() ? Arrays.copyOf(state.items, state.size) : NO_ITEMS;
  }

  @Override
  public void onDue(long due, UserState<I> state, LogicContext<U, RowMessage<U, I>> context) {
    state.clear();
  }

  @Override
  public long nextDue(UserState<I> state) {
    return Idle.due(state.lastMillis, settings);
  }

  @Override
  public boolean isEmpty(UserState<I> state) {
    return state.lastMillis == Long.MIN_VALUE;
  }

  @Override
  public int sizeInBytes(UserState<I> state) {
    return state.sizeInBytes();
  }

  @Override
  public TypeSerializer<UserState<I>> stateSerializer(SerializerFactory serializers) {
    return new UserStateSerializer<>(serializers.create(recipe.itemType()));
  }

  @Override
  public TypeInformation<RowMessage<U, I>> outputType() {
    return recipe.rowMessageType();
  }

  @Override
  public List<String> counters() {
    return List.of(UNTIMED, IGNORED);
  }
}
