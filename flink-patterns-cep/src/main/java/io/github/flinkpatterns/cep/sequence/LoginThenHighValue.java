// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.sequence;

import io.github.flinkpatterns.cep.PatternBuilder;
import io.github.flinkpatterns.cep.PatternInput;
import io.github.flinkpatterns.cep.PatternMatch;
import io.github.flinkpatterns.cep.Words;
import io.github.flinkpatterns.cep.bridge.CepPattern;
import io.github.flinkpatterns.cep.bridge.SequencePlan;
import io.github.flinkpatterns.cep.bridge.Timed;
import io.github.flinkpatterns.logic.Require;
import java.util.Map;
import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.cep.nfa.aftermatch.AfterMatchSkipStrategy;
import org.apache.flink.cep.pattern.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds a login that a transaction above an amount follows soon, as when an account was taken over.
 *
 * <p>In numbers, above 10,000 within one minute, times in seconds: login 0, transaction of 10,000
 * at 20 (not above), of 12,000 at 40: one match, 0 to 40. A second transaction of 15,000 at 50
 * needs a login of its own. Login 100, transaction of 20,000 at 160: none, since 160 is not before
 * 160; at 160 the near miss of the login leaves.
 *
 * <p>Of several open logins the earliest makes the match, and what lies before its transaction is
 * used up. Other events may lie between.
 *
 * <p><b>State</b> per key, kept by flink-cep: the events that the watermark has not passed, and
 * each login until its window is over or used up, with about 100 bytes around it. Empty when the
 * watermark has passed the last window.
 *
 * @param <K> the key
 * @param <IN> the event
 */
public final class LoginThenHighValue<K, IN> extends CepPattern<K, IN> {

  static final String NAME = "LoginThenHighValue";

  /** The stage of the login. */
  public static final String LOGIN = "login";

  /** The stage of the transaction. */
  public static final String TRANSACTION = "transaction";

  private LoginThenHighValue(SequencePlan<K, IN> plan) {
    super(
        plan,
        "past the last event",
        "relaxed: other events may lie between",
        "the logins of the window that no transaction has used up");
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

    /** Looks at the events of each key, such as a user; its {@code hashCode} must be stable. */
    public <K> Builder<K, IN> keyedBy(KeySelector<IN, K> key, Class<K> type) {
      return keyedBy(key, PatternInput.typeOf(type, NAME, "keyedBy"));
    }

    /** As {@link #keyedBy(KeySelector, Class)}, for a type that a class does not tell. */
    public <K> Builder<K, IN> keyedBy(KeySelector<IN, K> key, TypeInformation<K> type) {
      return new Builder<>(new PatternInput<>(NAME, event, key, type));
    }
  }

  /**
   * Takes what the pattern needs: what a login is, the amount and its bound, the window.
   *
   * @param <K> the key
   * @param <IN> the event
   */
  public static final class Builder<K, IN> extends PatternBuilder<K, IN, Builder<K, IN>> {

    private @Nullable FilterFunction<IN> login;
    private @Nullable Amount<IN> amount;
    private @Nullable Double above;

    Builder(PatternInput<K, IN> input) {
      super(input);
    }

    /** Tells which events are logins; required. */
    public Builder<K, IN> login(FilterFunction<IN> filter) {
      login = Require.serializable(filter, NAME, "login");
      return this;
    }

    /** Reads the amount of a transaction, or null from an event that is none; required. */
    public Builder<K, IN> amount(KeySelector<IN, ? extends Number> read) {
      amount = Amount.of(read, NAME, "amount");
      return this;
    }

    /** Asks for more than {@code bound}; required. */
    public Builder<K, IN> above(double bound) {
      if (Double.isNaN(bound)) {
        throw Require.wrong(NAME, "above", bound, "must be a number", "pass the bound");
      }
      above = bound;
      return this;
    }

    /**
     * Returns the pattern.
     *
     * @throws IllegalArgumentException if something that is required was not set
     */
    public LoginThenHighValue<K, IN> build() {
      FilterFunction<IN> isLogin = required(login, "login", "it says what a login is");
      Amount<IN> read = required(amount, "amount", "it tells what is compared");
      double bound = required(above, "above", "it bounds the amount");
      Pattern<Timed<IN>, ?> pattern =
          Pattern.<Timed<IN>>begin(LOGIN, AfterMatchSkipStrategy.skipPastLastEvent())
              .where(Conditions.when(isLogin))
              .followedBy(TRANSACTION)
              .where(Conditions.when(event -> read.of(event) > bound));
      String condition = "amount > " + Words.number(bound);
      return new LoginThenHighValue<>(
          new SequencePlan<>(
              setup(),
              pattern,
              Map.of(TRANSACTION, condition),
              match -> explain(match, read, bound)));
    }

    private static <K, IN> String explain(PatternMatch<K, IN> match, Amount<IN> read, double bound)
        throws Exception {
      return match.pattern()
          + " of "
          + match.key()
          + ": login at "
          + Words.time(match.startMillis())
          + ", then "
          + Words.number(read.of(match.events(TRANSACTION).get(0)))
          + ", which is more than "
          + Words.number(bound)
          + ", after "
          + Words.span(match.endMillis() - match.startMillis())
          + ".";
    }
  }
}
