// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.logic.LogicContext;
import io.github.flinkpatterns.logic.SerializerFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** The second step, by item: learns neighbours, and answers with the strongest. */
final class RowLogic<U, I> implements KeyedLogic<I, RowMessage<U, I>, ItemRow<I>, RowReply<U, I>> {

  private final Recipe<?, U, I> recipe;
  private final Settings settings;

  RowLogic(Recipe<?, U, I> recipe) {
    this.recipe = recipe;
    this.settings = recipe.settings();
  }

  @Override
  public String name() {
    return ItemRecommender.NAME + "Rows";
  }

  @Override
  public ItemRow<I> create() {
    return new ItemRow<>();
  }

  @Override
  public void onEvent(
      RowMessage<U, I> message,
      long timestamp,
      ItemRow<I> row,
      LogicContext<I, RowReply<U, I>> context) {
    if (nextDue(row) <= message.timeMillis()) {
      row.clear();
    }
    // The row of the item that was taken answers with the event; the others, which are asked what
    // they would have said before it, without.
    if (message.question() != null) {
      learn(message, row);
      answer(message, row, context);
    } else {
      answer(message, row, context);
      learn(message, row);
    }
  }

  private void learn(RowMessage<U, I> message, ItemRow<I> row) {
    if (message.count() == 0 && message.others().length == 0) {
      return;
    }
    long time = message.timeMillis();
    row.touch(time, settings);
    row.addCount(time, message.count(), settings);
    for (int k = 0; k < message.others().length; k++) {
      float weight = message.weights()[k];
      float transition = message.transitions()[k];
      if (weight > 0 || transition > 0) {
        row.add(time, neighbour(message, k), weight, transition, settings);
      }
    }
  }

  @SuppressWarnings("unchecked")
  private I neighbour(RowMessage<U, I> message, int k) {
    return (I) message.others()[k];
  }

  private void answer(
      RowMessage<U, I> message, ItemRow<I> row, LogicContext<I, RowReply<U, I>> context) {
    if (message.parts() == 0) {
      return;
    }
    Candidates near = Candidates.NONE;
    Candidates after = Candidates.NONE;
    double decay = 1;
    if (row.size > 0 && (message.parts() > 1 || asks(message))) {
      decay = Decay.shrink(row.landmark, message.timeMillis(), settings.halfLifeMillis());
      near = new Candidates(Math.min(row.size, Settings.CANDIDATES));
      after = new Candidates(0);
      for (int k = 0; k < row.size; k++) {
        near.offer(row.items[k], row.weights[k] * decay, Settings.CANDIDATES);
        // Only the two latest items of a history are asked what came right after them.
        if (message.slot() < 2 && row.transitions[k] > 0) {
          after.offer(row.items[k], row.transitions[k], Settings.CANDIDATES);
        }
      }
    }
    context.emit(
        new RowReply<>(
            message.user(),
            message.request(),
            message.slot(),
            message.parts(),
            (float) (row.count * decay),
            near,
            after,
            message.question()));
  }

  // A message that only carries a question about popularity wants no candidates.
  private static boolean asks(RowMessage<?, ?> message) {
    Question<?> question = message.question();
    return question != null && (question.serve() || question.score());
  }

  @Override
  public void onDue(long due, ItemRow<I> row, LogicContext<I, RowReply<U, I>> context) {
    row.clear();
  }

  @Override
  public long nextDue(ItemRow<I> row) {
    return Idle.due(row.lastMillis, settings);
  }

  @Override
  public boolean isEmpty(ItemRow<I> row) {
    return row.isEmpty();
  }

  @Override
  public int sizeInBytes(ItemRow<I> row) {
    return row.sizeInBytes();
  }

  @Override
  public TypeSerializer<ItemRow<I>> stateSerializer(SerializerFactory serializers) {
    return new ItemRowSerializer<>(serializers.create(recipe.itemType()));
  }

  @Override
  public TypeInformation<RowReply<U, I>> outputType() {
    return recipe.rowReplyType();
  }
}
