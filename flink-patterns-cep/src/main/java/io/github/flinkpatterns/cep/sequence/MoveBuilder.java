// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.sequence;

import io.github.flinkpatterns.cep.PatternBuilder;
import io.github.flinkpatterns.cep.PatternInput;
import io.github.flinkpatterns.logic.Require;
import org.apache.flink.api.java.functions.KeySelector;
import org.jspecify.annotations.Nullable;

/**
 * What {@link PriceSurge} and {@link PriceDrop} can be told.
 *
 * @param <K> the key
 * @param <IN> the event
 * @param <B> the builder of the pattern
 */
public abstract class MoveBuilder<K, IN, B extends MoveBuilder<K, IN, B>>
    extends PatternBuilder<K, IN, B> {

  private final double most;
  private @Nullable Amount<IN> price;
  private @Nullable Double share;
  private @Nullable Double near;
  private boolean atOnce;
  private int maxEvents = 10_000;

  MoveBuilder(PatternInput<K, IN> input, double most) {
    super(input);
    this.most = most;
  }

  /**
   * Reads the price; required. An event whose price is null or not finite takes no part and is
   * counted as {@code withoutPrice}. A price of 0 or less is never a base.
   */
  public B price(KeySelector<IN, ? extends Number> read) {
    price = Amount.of(read, input.operator(), "price");
    return self();
  }

  /** Asks for a move of more than {@code shareOfBase}, 0.2 for 20 percent; required. */
  public B moreThan(double shareOfBase) {
    share = Amount.share(shareOfBase, most, input.operator(), "moreThan");
    return self();
  }

  /**
   * Reports a base as a near miss if the price moved by more than {@code shareOfBase} and not far
   * enough; by default four fifths of what is asked for. One near miss for each peak.
   */
  public B nearMissFrom(double shareOfBase) {
    near = Amount.share(shareOfBase, most, input.operator(), "nearMissFrom");
    return self();
  }

  /**
   * Emits a match as soon as a price is far enough from any base of the window, with the earliest
   * such base; then all events before are used up.
   *
   * <p>By default an earlier base goes first, as in SQL: a match waits until the bases before its
   * own are settled, for as long as the window.
   */
  public B emitAtOnce() {
    atOnce = true;
    return self();
  }

  /**
   * Bounds the events kept for a key, from 2 to a million; 10,000 by default. When there are more,
   * the oldest base is given up and counted as {@code capped}.
   */
  public B maxEvents(int events) {
    maxEvents = (int) Require.inRange(events, 2, 1_000_000, input.operator(), "maxEvents");
    return self();
  }

  MoveLogic<K, IN> logic(int sign) {
    double asked = required(share, "moreThan", "it says how far the price must move");
    double reported = near == null ? asked * 0.8 : near;
    if (reported > asked) {
      throw Require.wrong(
          input.operator(),
          "nearMissFrom",
          reported,
          "must not be above moreThan, which is " + asked,
          "pass less");
    }
    return new MoveLogic<>(
        setup(),
        required(price, "price", "it tells what moves"),
        new Move(sign, asked, reported, atOnce, maxEvents));
  }
}
