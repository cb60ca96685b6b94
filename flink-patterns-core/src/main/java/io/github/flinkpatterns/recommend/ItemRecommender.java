// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import io.github.flinkpatterns.erase.Erasable;
import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.Hosts;
import io.github.flinkpatterns.host.fast.OperatorStream;
import io.github.flinkpatterns.logic.Require;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Recommends items to users by what all users did, learning from every event.
 *
 * <pre>{@code
 * var recommender = ItemRecommender.on(Click.class)
 *     .user(Click::session, String.class)
 *     .item(Click::item, String.class)
 *     .history(20).neighbours(50).seen(200)
 *     .build();
 * DataStream<Recommendation<String, String>> next = recommender.applyTo(clicks, "next-item");
 * }</pre>
 *
 * <p><b>What it does.</b> Items that users take near each other become neighbours, the closer in
 * the history the stronger. A recommendation adds up the neighbours of the user's latest items, the
 * later the stronger. It is fused with what others took right after the user's latest item and with
 * what is popular now, each at the rate at which it has been right so far. A user without history
 * gets what is popular.
 *
 * <p><b>Example, in numbers.</b> A user takes <i>a</i>, <i>b</i>, <i>c</i>. The rows of <i>b</i>
 * and <i>c</i> gain 1 for each other, those of <i>a</i> and <i>c</i> gain 1/2. A second user takes
 * <i>b</i>, then <i>a</i>: the row of <i>b</i> holds <i>a</i> with 2 and <i>c</i> with 1, that of
 * <i>a</i> holds <i>b</i> with 2 and <i>c</i> with 1/2. Both were taken twice. For that user,
 * <i>c</i> now scores 1/2 / sqrt(3) for <i>a</i>, the latest, and 1/2 of 1 / sqrt(3) for <i>b</i>.
 *
 * <p><b>Guarantees.</b> Exactly once: all state is keyed state and no step feeds back. In a bounded
 * run at parallelism 1 the same events give the same recommendations, whatever fails. At another
 * parallelism what other users did at the same moment may or may not be known yet. A late event
 * counts at its own time and takes its place in the history by time.
 *
 * <p><b>State.</b> Per user: {@code history} ids with 5 to 10 bytes each and 4 bytes for each of
 * {@code seen}. Per item: {@code neighbours} ids with 4 to 8 bytes each, and 40. Per shard: 1,000
 * ids with 4 bytes each, and 1 kB. Nothing grows with the length of the stream; users and items are
 * forgotten when nothing happens to them for {@code forgetAfterInactivity}.
 *
 * <p><b>Limits.</b> Users and items are keys: immutable, with a hashCode that is the same in every
 * JVM. Events without a timestamp leave by {@link #withoutTimestamp}, those without a user or an
 * item by {@link #nullKeys}; both are counted. It runs on the cached host, so not in BATCH
 * execution.
 *
 * <p>Sources: Y. Huang et al., TencentRec, SIGMOD 2015 (incremental co-occurrence, implicit
 * weights); B. Kersbergen et al., Serenade, SIGMOD 2022 (recency weights in sessions); Cormode et
 * al., Forward Decay, ICDE 2009.
 *
 * @param <E> the event
 * @param <U> the user
 * @param <I> the item
 */
public final class ItemRecommender<E, U, I> {

  static final String NAME = "ItemRecommender";

  private final Recipe<E, U, I> recipe;
  private final KeySelector<E, U> userOf;
  private final OutputTag<E> nullKeys;
  private final OutputTag<Outcome<U, I>> outcomes;
  private final OutputTag<Ranking<U, I>> cold;

  ItemRecommender(Recipe<E, U, I> recipe, KeySelector<E, U> userOf, OutputTag<E> nullKeys) {
    this.recipe = recipe;
    this.userOf = userOf;
    this.nullKeys = nullKeys;
    this.outcomes = new OutputTag<>("outcomes", recipe.outcomeType());
    this.cold = new OutputTag<>("cold", recipe.rankingType());
  }

  /** Starts a recommender that learns from events of {@code type}. */
  public static <E> RecommenderStages.User<E> on(Class<E> type) {
    return on(TypeInformation.of(Require.given(type, NAME, "type")));
  }

  /** Starts a recommender that learns from events of a type that a class does not tell. */
  public static <E> RecommenderStages.User<E> on(TypeInformation<E> type) {
    return new RecommenderStages.User<>(Require.given(type, NAME, "type"));
  }

  /** Recommends to the user of every event, right after it was learned. */
  public SingleOutputStreamOperator<Recommendation<U, I>> applyTo(
      DataStream<E> events, String uid) {
    return applyTo(events, uid, CacheSettings.defaults());
  }

  /** Recommends to the user of every event, with a cache of another size in each step. */
  public SingleOutputStreamOperator<Recommendation<U, I>> applyTo(
      DataStream<E> events, String uid, CacheSettings cache) {
    SingleOutputStreamOperator<RowMessage<U, I>> users =
        withNullKeys(events, uid, keyed -> Hosts.apply(keyed, new UserLogic<>(recipe), uid, cache));
    return fuse(users, gather(users, recipe, uid, cache), recipe, uid, cache);
  }

  SingleOutputStreamOperator<RowMessage<U, I>> withNullKeys(
      DataStream<E> events, String uid, Hosts.Wiring<U, E, RowMessage<U, I>> wiring) {
    return Hosts.withNullKeys(events, key(), recipe.userType(), nullKeys, NAME, uid, wiring);
  }

  /** Returns the user of an event; no one if it has no item. */
  KeySelector<E, U> key() {
    return new UserAndItem<>(userOf, recipe.itemOf());
  }

  /**
   * Learns from {@code events} and recommends when asked.
   *
   * <p>Requests and events of one user are taken in order of arrival. A request without a timestamp
   * is stamped by the machine's clock.
   *
   * @param requestUser says who asks; never null
   */
  public <R> SingleOutputStreamOperator<Recommendation<U, I>> applyTo(
      DataStream<E> events, DataStream<R> requests, KeySelector<R, U> requestUser, String uid) {
    return applyTo(events, requests, requestUser, null, uid, CacheSettings.defaults());
  }

  /**
   * Learns from {@code events} and recommends when asked, by segment.
   *
   * @param requestUser says who asks; never null
   * @param requestSegment says whose popularity counts; null if there are no segments
   */
  public <R> SingleOutputStreamOperator<Recommendation<U, I>> applyTo(
      DataStream<E> events,
      DataStream<R> requests,
      KeySelector<R, U> requestUser,
      @Nullable KeySelector<R, String> requestSegment,
      String uid,
      CacheSettings cache) {
    Require.serializable(requestUser, NAME, "requestUser");
    SingleOutputStreamOperator<RowMessage<U, I>> users =
        withNullKeys(
            events,
            uid,
            keyed ->
                Hosts.apply(
                    keyed,
                    requests.keyBy(requestUser, recipe.userType()),
                    this.<R>requested(requestSegment),
                    uid,
                    cache));
    return answer(users, uid, cache);
  }

  <R> RequestedUserLogic<E, R, U, I> requested(@Nullable KeySelector<R, String> requestSegment) {
    if (requestSegment != null) {
      Require.serializable(requestSegment, NAME, "requestSegment");
    }
    return new RequestedUserLogic<>(recipe.forRequests(), requestSegment, cold);
  }

  /** Answers requests, of users without history too. */
  SingleOutputStreamOperator<Recommendation<U, I>> answer(
      SingleOutputStreamOperator<RowMessage<U, I>> users, String uid, CacheSettings cache) {
    Recipe<E, U, I> forRequests = recipe.forRequests();
    return fuse(
        users,
        gather(users, forRequests, uid, cache).union(users.getSideOutput(cold)),
        forRequests,
        uid,
        cache);
  }

  DataStream<Ranking<U, I>> gather(
      DataStream<RowMessage<U, I>> messages, Recipe<E, U, I> of, String uid, CacheSettings cache) {
    int combine = of.settings().combine();
    DataStream<RowMessage<U, I>> fewer =
        combine == 0
            ? messages
            : Hosts.combine(messages, new RowUpdates<>(of.settings()), combine, uid + "-combine");
    SingleOutputStreamOperator<RowReply<U, I>> replies =
        Hosts.apply(
            fewer.keyBy(RowMessage::item, of.itemType()), new RowLogic<>(of), uid + "-rows", cache);
    return Hosts.apply(
        replies.keyBy(RowReply::user, of.userType()),
        new GatherLogic<>(of),
        uid + "-gather",
        cache);
  }

  SingleOutputStreamOperator<Recommendation<U, I>> fuse(
      SingleOutputStreamOperator<?> users,
      DataStream<Ranking<U, I>> rankings,
      Recipe<E, U, I> of,
      String uid,
      CacheSettings cache) {
    SingleOutputStreamOperator<Recommendation<U, I>> fused =
        Hosts.apply(
            rankings.keyBy(ranking -> ranking.question().shard(), Types.STRING),
            new FusionLogic<>(of, outcomes),
            uid + "-fusion",
            cache);
    return new OperatorStream<>(
        new OperatorStream<>(fused, users, withoutTimestamp()), users, nullKeys());
  }

  /**
   * Returns this recommender with an input of commands, each of which erases a user's history.
   *
   * @param refuseFor how long events from before an erasure are refused; see {@link Erasable}
   */
  public ErasableRecommender<E, U, I> erasable(Duration refuseFor) {
    return new ErasableRecommender<>(this, refuseFor);
  }

  /** Returns the side output of what {@code evaluate()} finds. */
  public OutputTag<Outcome<U, I>> outcomes() {
    return outcomes;
  }

  /** Returns the side output of events without a user or an item. */
  public OutputTag<E> nullKeys() {
    return nullKeys;
  }

  /** Returns the side output of events without a timestamp. */
  public OutputTag<E> withoutTimestamp() {
    return recipe.withoutTimestamp();
  }

  Recipe<E, U, I> recipe() {
    return recipe;
  }

  /** Gives no key to events without an item. */
  private record UserAndItem<E, U>(KeySelector<E, U> userOf, KeySelector<E, ?> itemOf)
      implements KeySelector<E, U> {
    @Override
    @SuppressWarnings("NullAway") // null means: leaves by nullKeys
    public U getKey(E event) throws Exception {
      return itemOf.getKey(event) == null ? null : userOf.getKey(event);
    }
  }
}
