// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.sequence;

import io.github.flinkpatterns.cep.MatchedEvent;
import io.github.flinkpatterns.cep.OrderedPattern;
import io.github.flinkpatterns.cep.PatternOutputs;
import io.github.flinkpatterns.cep.PatternSetup;
import io.github.flinkpatterns.cep.Words;
import io.github.flinkpatterns.logic.SerializerFactory;
import io.github.flinkpatterns.state.HeldEvent;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Waits after each addition to a cart for the purchase. */
final class CartLogic<K, IN> extends OrderedPattern<K, IN, Cart<IN>> {

  private final FilterFunction<IN> added;
  private final FilterFunction<IN> purchased;
  private final FilterFunction<IN> emptied;
  private final int maxEvents;

  CartLogic(
      PatternSetup<K, IN> setup,
      FilterFunction<IN> added,
      FilterFunction<IN> purchased,
      FilterFunction<IN> emptied,
      int maxEvents) {
    super(setup);
    this.added = added;
    this.purchased = purchased;
    this.emptied = emptied;
    this.maxEvents = maxEvents;
  }

  int maxEvents() {
    return maxEvents;
  }

  @Override
  protected Cart<IN> begin() {
    return new Cart<>();
  }

  @Override
  protected void take(HeldEvent<IN> event, Cart<IN> cart, PatternOutputs<K, IN> out)
      throws Exception {
    if (purchased.filter(event.event()) || emptied.filter(event.event())) {
      cart.clear();
    } else if (added.filter(event.event())) {
      cart.add(event, maxEvents);
    }
  }

  @Override
  protected long deadline(Cart<IN> cart) {
    return cart.isEmpty() ? NEVER : windowEnd(cart.lastMillis);
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
            + Words.span(windowMillis())
            + ".");
    cart.clear();
  }

  @Override
  protected TypeSerializer<Cart<IN>> progressSerializer(
      TypeSerializer<IN> events, SerializerFactory serializers) {
    return new CartSerializer<>(events);
  }
}
