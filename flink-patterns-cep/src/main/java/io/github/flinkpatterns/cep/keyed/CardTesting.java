// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.keyed;

import io.github.flinkpatterns.cep.LogicPattern;
import io.github.flinkpatterns.cep.PatternContract;
import io.github.flinkpatterns.cep.PatternInput;
import io.github.flinkpatterns.cep.PatternSetup;
import io.github.flinkpatterns.cep.Words;
import io.github.flinkpatterns.logic.Require;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.jspecify.annotations.Nullable;

/**
 * Finds {@code n} or more small charges followed by a large one, all within a window: a stolen card
 * that is tried out and then used.
 *
 * <p>In numbers, two charges up to 5 and then one from 200 on, within an hour: 1.00 at 10:00, 2.50
 * at 10:20 and 300.00 at 10:59:59.999 match; with the 300.00 at 11:00 they do not. A charge of 50
 * in between does not matter.
 *
 * <p><b>Window</b>: from the first of the {@code n} newest small charges to the large one.
 * <b>Contiguity</b>: relaxed. <b>Skip strategy</b>: past the last event; a large charge after fewer
 * small ones changes nothing. <b>Ties</b>: by amount, smallest first. <b>Near miss</b>: a run of
 * {@code n} small charges that loses its first to the window without a large one.
 *
 * <p><b>State</b> per key: at most {@code n} small charges with about 8 bytes each beside the
 * event, and what the watermark has not passed.
 *
 * @param <K> the key
 * @param <IN> the event
 */
public final class CardTesting<K, IN> extends LogicPattern<K, IN> {

  static final String NAME = "CardTesting";

  private CardTesting(Logic<K, IN> logic) {
    super(logic, PatternContract.PAST_LAST_EVENT, "relaxed", "at most " + logic.times + " events");
  }

  /** Begins the pattern over events of a class. */
  public static <IN> Keying<IN> on(Class<IN> event) {
    return on(PatternInput.typeOf(event, NAME, "on"));
  }

  /** Begins the pattern over events of a type. */
  public static <IN> Keying<IN> on(TypeInformation<IN> event) {
    return new Keying<>(event);
  }

  /**
   * Asks for the key.
   *
   * @param <IN> the event
   */
  public static final class Keying<IN> {

    private final TypeInformation<IN> event;

    private Keying(TypeInformation<IN> event) {
      this.event = event;
    }

    /** Sets the key, usually the card. */
    public <K> Builder<K, IN> keyedBy(KeySelector<IN, K> key, Class<K> type) {
      return keyedBy(key, PatternInput.typeOf(type, NAME, "keyedBy"));
    }

    /** Sets the key, usually the card. */
    public <K> Builder<K, IN> keyedBy(KeySelector<IN, K> key, TypeInformation<K> type) {
      return new Builder<>(new PatternInput<>(NAME, event, key, type));
    }
  }

  /**
   * Builds the pattern.
   *
   * @param <K> the key
   * @param <IN> the event
   */
  public static final class Builder<K, IN> extends CountingBuilder<K, IN, Builder<K, IN>> {

    private @Nullable KeySelector<IN, Double> amount;
    private double smallUpTo = Double.NaN;
    private double largeFrom = Double.NaN;

    private Builder(PatternInput<K, IN> input) {
      super(input, 1);
    }

    /** Sets the amount of a charge; null and NaN are of no interest. Required. */
    public Builder<K, IN> amount(KeySelector<IN, Double> ofCharge) {
      amount = Require.serializable(ofCharge, NAME, "amount");
      return this;
    }

    /** Sets the largest amount that is small; required. */
    public Builder<K, IN> smallUpTo(double largest) {
      smallUpTo = largest;
      return this;
    }

    /** Sets the smallest amount that is large, above {@link #smallUpTo}; required. */
    public Builder<K, IN> largeFrom(double smallest) {
      largeFrom = smallest;
      return this;
    }

    /**
     * Returns the pattern.
     *
     * @throws IllegalArgumentException if something required is missing, or {@code largeFrom} is
     *     not above {@code smallUpTo}
     */
    public CardTesting<K, IN> build() {
      CountingLogic.Count count = count(0);
      KeySelector<IN, Double> given = required(amount, "amount", "it says how large a charge is");
      required(Double.isNaN(smallUpTo) ? null : smallUpTo, "smallUpTo", "it says what is small");
      required(Double.isNaN(largeFrom) ? null : largeFrom, "largeFrom", "it says what is large");
      if (largeFrom <= smallUpTo) {
        throw Require.wrong(
            NAME,
            "largeFrom",
            largeFrom,
            "must be above smallUpTo, which is " + smallUpTo,
            "pass a larger amount");
      }
      return new CardTesting<>(new Logic<>(setup(), count, given, smallUpTo, largeFrom));
    }
  }

  private static final class Logic<K, IN> extends TriggerLogic<K, IN> {

    private final KeySelector<IN, Double> amount;
    private final double smallUpTo;
    private final double largeFrom;

    Logic(
        PatternSetup<K, IN> setup,
        Count count,
        KeySelector<IN, Double> amount,
        double smallUpTo,
        double largeFrom) {
      super(setup, count, amount::getKey, names(smallUpTo, largeFrom), false);
      this.amount = amount;
      this.smallUpTo = smallUpTo;
      this.largeFrom = largeFrom;
    }

    private static Names names(double smallUpTo, double largeFrom) {
      return new Names(
          "small",
          "small charge",
          "amount <= " + Words.number(smallUpTo),
          "large",
          "amount >= " + Words.number(largeFrom));
    }

    @Override
    protected boolean concerns(IN event) throws Exception {
      Double value = amount.getKey(event);
      return value != null && (value <= smallUpTo || value >= largeFrom);
    }

    @Override
    boolean isRun(IN event) throws Exception {
      return amount.getKey(event) <= smallUpTo;
    }
  }
}
