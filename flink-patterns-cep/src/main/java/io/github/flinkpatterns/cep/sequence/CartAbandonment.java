// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.sequence;

import io.github.flinkpatterns.cep.LogicPattern;
import io.github.flinkpatterns.cep.PatternBuilder;
import io.github.flinkpatterns.cep.PatternInput;
import io.github.flinkpatterns.logic.Require;
import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.jspecify.annotations.Nullable;

/**
 * Finds a cart to which something was added, and that was not bought within a window after the last
 * addition.
 *
 * <p>In numbers, within 60 minutes, times in minutes: added 0, added 30, nothing more: one match at
 * 90, with both events. Added 0, added 30, purchase 89: none. Purchase at 90: the cart was
 * abandoned at 90, and the match leaves. Each addition begins the window anew; one match for each
 * cart.
 *
 * <p>It has no near misses: what is bought in time is no match that nearly was. {@link #timedOut}
 * stays empty.
 *
 * <p><b>State</b> per key, one value: the events that the watermark has not passed, and those added
 * to the open cart, at most {@link Builder#maxEvents}, with about 8 bytes beside each. One timer.
 * Empty when the cart is bought, emptied or abandoned. flink-cep would make a match of every
 * addition, and cannot begin the window anew.
 *
 * @param <K> the key
 * @param <IN> the event
 */
public final class CartAbandonment<K, IN> extends LogicPattern<K, IN> {

  static final String NAME = "CartAbandonment";

  /** The stage of the events that were added. */
  public static final String ADDED = "added";

  private CartAbandonment(CartLogic<K, IN> logic) {
    super(
        logic,
        "a cart ends with its match",
        "relaxed: other events may lie between",
        "at most " + logic.maxEvents() + " events added to the open cart");
  }

  /** Begins with the class of the events. */
  public static <IN> Keying<IN> on(Class<IN> event) {
    return on(PatternInput.typeOf(event, NAME, "on"));
  }

  /** As {@link #on(Class)}, for a type that a class does not tell. */
  public static <IN> Keying<IN> on(TypeInformation<IN> event) {
    return new Keying<>(Require.noKryo(event, NAME, "on"));
  }

  /**
   * Asks for the key.
   *
   * @param <IN> the event
   */
  public static final class Keying<IN> {

    private final TypeInformation<IN> event;

    Keying(TypeInformation<IN> event) {
      this.event = event;
    }

    /** Keeps a cart for each key, such as a user; its {@code hashCode} must be stable. */
    public <K> Builder<K, IN> keyedBy(KeySelector<IN, K> key, Class<K> type) {
      return keyedBy(key, PatternInput.typeOf(type, NAME, "keyedBy"));
    }

    /** As {@link #keyedBy(KeySelector, Class)}, for a type that a class does not tell. */
    public <K> Builder<K, IN> keyedBy(KeySelector<IN, K> key, TypeInformation<K> type) {
      return new Builder<>(new PatternInput<>(NAME, event, key, type));
    }
  }

  /**
   * Takes what the pattern needs: what adds to a cart, what a purchase is, the window.
   *
   * @param <K> the key
   * @param <IN> the event
   */
  public static final class Builder<K, IN> extends PatternBuilder<K, IN, Builder<K, IN>> {

    private @Nullable FilterFunction<IN> added;
    private @Nullable FilterFunction<IN> purchased;
    private FilterFunction<IN> emptied = event -> false;
    private int maxEvents = 100;

    Builder(PatternInput<K, IN> input) {
      super(input);
    }

    /** Tells which events add to the cart; required. */
    public Builder<K, IN> added(FilterFunction<IN> filter) {
      added = Require.serializable(filter, NAME, "added");
      return this;
    }

    /** Tells which events buy the cart; such an event is no addition; required. */
    public Builder<K, IN> purchased(FilterFunction<IN> filter) {
      purchased = Require.serializable(filter, NAME, "purchased");
      return this;
    }

    /** Tells which events empty the cart without a purchase; by default none does. */
    public Builder<K, IN> emptied(FilterFunction<IN> filter) {
      emptied = Require.serializable(filter, NAME, "emptied");
      return this;
    }

    /** Bounds the events that a match lists, from 1 to 100,000; 100 by default. */
    public Builder<K, IN> maxEvents(int events) {
      maxEvents = (int) Require.inRange(events, 1, 100_000, NAME, "maxEvents");
      return this;
    }

    /**
     * Returns the pattern.
     *
     * @throws IllegalArgumentException if something that is required was not set
     */
    public CartAbandonment<K, IN> build() {
      return new CartAbandonment<>(
          new CartLogic<>(
              setup(),
              required(added, "added", "it says what a cart is made of"),
              required(purchased, "purchased", "it says what must not be missing"),
              emptied,
              maxEvents));
    }
  }
}
