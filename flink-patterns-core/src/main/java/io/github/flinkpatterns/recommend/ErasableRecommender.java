// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import io.github.flinkpatterns.erase.Erasable;
import io.github.flinkpatterns.erase.EraseCommand;
import io.github.flinkpatterns.erase.EraseReceipt;
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
import org.apache.flink.types.Either;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * A recommender with an input of commands, each of which erases the history of one user.
 *
 * <pre>{@code
 * var erasable = recommender.erasable(Duration.ofDays(7));
 * var next = erasable.applyTo(clicks, commands, "next-item");
 * DataStream<EraseReceipt<String>> receipts = next.getSideOutput(erasable.receipts());
 * }</pre>
 *
 * <p>A command erases the latest items of the user and the fingerprints of those seen, sends a
 * receipt, and refuses the user's events of that moment and before for {@code refuseFor}; see
 * {@link Erasable}, which says how, with numbers. After it the user is as new.
 *
 * <p><b>What it does not take back.</b> Rows, popularity and hit rates are sums over all users that
 * name no one: what the user once added to them stays. An answer that is under way when the command
 * comes, some milliseconds, still leaves.
 *
 * <p><b>State per user</b>: that of the recommender and 2 bytes, some 12 more for a tombstone.
 * State from before it was erasable restores under the same uid; not the other way.
 *
 * @param <E> the event
 * @param <U> the user
 * @param <I> the item
 */
public final class ErasableRecommender<E, U, I> {

  private final ItemRecommender<E, U, I> recommender;
  private final Erasable<U, E, RowMessage<U, I>> users;

  ErasableRecommender(ItemRecommender<E, U, I> recommender, Duration refuseFor) {
    this.recommender = recommender;
    this.users =
        Erasable.of(
            new UserLogic<>(recommender.recipe()),
            recommender.key(),
            userType(),
            recommender.withoutTimestamp().getTypeInfo(),
            recommender.nullKeys(),
            refuseFor);
  }

  private TypeInformation<U> userType() {
    return recommender.recipe().userType();
  }

  /** Recommends to the user of every event, and erases users by command. */
  public SingleOutputStreamOperator<Recommendation<U, I>> applyTo(
      DataStream<E> events, DataStream<EraseCommand<U>> commands, String uid) {
    return applyTo(events, commands, uid, CacheSettings.defaults());
  }

  /**
   * Recommends to the user of every event, and erases users by command, with a cache of another
   * size in each step.
   */
  public SingleOutputStreamOperator<Recommendation<U, I>> applyTo(
      DataStream<E> events, DataStream<EraseCommand<U>> commands, String uid, CacheSettings cache) {
    Recipe<E, U, I> recipe = recommender.recipe();
    SingleOutputStreamOperator<RowMessage<U, I>> messages =
        users.applyTo(events, commands, uid, cache);
    return withReceipts(
        messages,
        recommender.fuse(
            messages, recommender.gather(messages, recipe, uid, cache), recipe, uid, cache));
  }

  /** Learns from {@code events}, recommends when asked, and erases users by command. */
  public <R> SingleOutputStreamOperator<Recommendation<U, I>> applyTo(
      DataStream<E> events,
      DataStream<R> requests,
      KeySelector<R, U> requestUser,
      DataStream<EraseCommand<U>> commands,
      String uid) {
    return applyTo(events, requests, requestUser, null, commands, uid, CacheSettings.defaults());
  }

  /**
   * Learns from {@code events}, recommends when asked, by segment, and erases users by command.
   *
   * @param requestUser says who asks; never null
   * @param requestSegment says whose popularity counts; null if there are no segments
   */
  public <R> SingleOutputStreamOperator<Recommendation<U, I>> applyTo(
      DataStream<E> events,
      DataStream<R> requests,
      KeySelector<R, U> requestUser,
      @Nullable KeySelector<R, String> requestSegment,
      DataStream<EraseCommand<U>> commands,
      String uid,
      CacheSettings cache) {
    KeySelector<R, U> asker =
        Require.serializable(requestUser, ItemRecommender.NAME, "requestUser");
    TypeInformation<Either<R, EraseCommand<U>>> either =
        Types.EITHER(requests.getType(), EraseCommand.type(userType()));
    DataStream<Either<R, EraseCommand<U>>> controls =
        requests
            .map(request -> Either.<R, EraseCommand<U>>Left(request))
            .returns(either)
            .uid(uid + "-requests")
            .name(uid + " (requests)")
            .union(
                Erasable.neverWaitedFor(commands, uid)
                    .map(command -> Either.<R, EraseCommand<U>>Right(command))
                    .returns(either)
                    .uid(uid + "-erasures")
                    .name(uid + " (erasures)"));
    SingleOutputStreamOperator<RowMessage<U, I>> messages =
        recommender.withNullKeys(
            events,
            uid,
            keyed ->
                Hosts.apply(
                    keyed,
                    controls.keyBy(
                        control ->
                            control.isLeft() ? asker.getKey(control.left()) : control.right().key(),
                        userType()),
                    users.beside(recommender.<R>requested(requestSegment)),
                    uid,
                    cache));
    return withReceipts(messages, recommender.answer(messages, uid, cache));
  }

  private SingleOutputStreamOperator<Recommendation<U, I>> withReceipts(
      SingleOutputStreamOperator<?> messages,
      SingleOutputStreamOperator<Recommendation<U, I>> recommendations) {
    return new OperatorStream<>(
        new OperatorStream<>(recommendations, messages, users.receipts()),
        messages,
        users.refused());
  }

  /** Returns the side output of receipts: one for each command. */
  public OutputTag<EraseReceipt<U>> receipts() {
    return users.receipts();
  }

  /** Returns the side output of events that a tombstone refused. */
  public OutputTag<E> refused() {
    return users.refused();
  }

  /** What it does to one user. */
  Erasable<U, E, RowMessage<U, I>> users() {
    return users;
  }
}
