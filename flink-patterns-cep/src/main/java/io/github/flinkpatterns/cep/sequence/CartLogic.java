// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.sequence;

import io.github.flinkpatterns.cep.HeldEvent;
import io.github.flinkpatterns.cep.MatchedEvent;
import io.github.flinkpatterns.cep.OrderedPattern;
import io.github.flinkpatterns.cep.PatternInput;
import io.github.flinkpatterns.cep.PatternOutputs;
import io.github.flinkpatterns.cep.Words;
import io.github.flinkpatterns.logic.SerializerFactory;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.cep.EventComparator;
import org.jspecify.annotations.Nullable;

/** Waits after each addition to a cart for the purchase. */
final class CartLogic<K, IN> extends OrderedPattern<K, IN, Cart<IN>> {

  private final Settings<IN> settings;

  /**
   * What the caller asked for.
   *
   * @param emptied null if nothing empties a cart but the purchase
   */
  record Settings<IN>(
      FilterFunction<IN> added,
      FilterFunction<IN> purchased,
      @Nullable FilterFunction<IN> emptied,
      long withinMillis,
      int maxEvents)
      implements Serializable {}

  CartLogic(
      PatternInput<K, IN> input,
      String name,
      @Nullable EventComparator<IN> ties,
      Settings<IN> settings) {
    super(input, name, ties);
    this.settings = settings;
  }

  @Override
  protected Cart<IN> begin() {
    return new Cart<>();
  }

  @Override
  protected void take(HeldEvent<IN> event, Cart<IN> cart, PatternOutputs<K, IN> out)
      throws Exception {
    FilterFunction<IN> emptied = settings.emptied();
    if (settings.purchased().filter(event.event())
        || (emptied != null && emptied.filter(event.event()))) {
      cart.clear();
    } else if (settings.added().filter(event.event())) {
      cart.add(event, settings.maxEvents());
    }
  }

  @Override
  protected long deadline(Cart<IN> cart) {
    return cart.isEmpty() ? NEVER : plus(cart.lastMillis, settings.withinMillis());
  }

  @Override
  protected void expire(long deadlineMillis, Cart<IN> cart, PatternOutputs<K, IN> out) {
    List<MatchedEvent<IN>> events = new ArrayList<>(cart.added.size());
    for (HeldEvent<IN> event : cart.added) {
      events.add(out.matched(CartAbandonment.ADDED, "was added to the cart", event));
    }
    long count = cart.added.size() + cart.omitted;
    out.match(
        cart.firstMillis,
        deadlineMillis,
        events,
        cart.omitted,
        patternName()
            + " of "
            + out.key()
            + ": "
            + count
            + (count == 1 ? " event" : " events")
            + " added to the cart, the last at "
            + Words.time(cart.lastMillis)
            + ", and no purchase for "
            + Words.span(settings.withinMillis())
            + ".");
    cart.clear();
  }

  @Override
  protected boolean isIdle(Cart<IN> cart) {
    return cart.isEmpty();
  }

  @Override
  protected int progressBytes(Cart<IN> cart) {
    return cart.sizeInBytes();
  }

  @Override
  protected TypeSerializer<Cart<IN>> progressSerializer(
      TypeSerializer<IN> events, SerializerFactory serializers) {
    return new CartSerializer<>(events);
  }
}
