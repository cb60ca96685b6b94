// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.keyed;

import io.github.flinkpatterns.cep.LogicPattern;
import io.github.flinkpatterns.cep.MatchedEvent;
import io.github.flinkpatterns.cep.PatternContract;
import io.github.flinkpatterns.cep.PatternInput;
import io.github.flinkpatterns.cep.PatternOutputs;
import io.github.flinkpatterns.cep.PatternSetup;
import io.github.flinkpatterns.cep.Words;
import io.github.flinkpatterns.logic.Require;
import io.github.flinkpatterns.state.HeldEvent;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.jspecify.annotations.Nullable;

/**
 * Finds {@code n} values in a row, each above (or below) the one before, within a window.
 *
 * <p>In numbers, three rising within 60 s: 1 at 0 s, 2 at 30 s and 3 at 59.999 s match; with 3 at
 * 60 s they do not, but then 2, 3 and a 4 at 80 s do. Of 1, 2, 2, 3 none match: an equal value
 * begins anew.
 *
 * <p><b>Window</b>: from the first of the {@code n} values to the last. <b>Contiguity</b>: strict;
 * every value of the key is in the row or ends it. <b>Skip strategy</b>: past the last event; six
 * rising values give two matches of three. <b>Ties</b>: by {@code breakTiesBy}, which should be
 * given where two values can have one timestamp, else by value, smallest first. <b>Near miss</b>: a
 * row that lost its first value to the window, from {@code n - 1} values on; a row that another
 * value ended is none.
 *
 * <p><b>State</b> per key: at most {@code n - 1} values with about 8 bytes each beside the event,
 * and what the watermark has not passed.
 *
 * @param <K> the key
 * @param <IN> the event
 */
public final class Trend<K, IN> extends LogicPattern<K, IN> {

  static final String NAME = "Trend";

  private Trend(Logic<K, IN> logic) {
    super(
        logic,
        PatternContract.PAST_LAST_EVENT,
        "strict; every value is in the row or ends it",
        "fewer than " + logic.times + " events");
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

    /** Sets the key, whose values they are. */
    public <K> Builder<K, IN> keyedBy(KeySelector<IN, K> key, Class<K> type) {
      return keyedBy(key, PatternInput.typeOf(type, NAME, "keyedBy"));
    }

    /** Sets the key, whose values they are. */
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

    private @Nullable KeySelector<IN, Double> value;
    private boolean rising = true;

    private Builder(PatternInput<K, IN> input) {
      super(input, 2);
    }

    /** Looks for values that rise; null and NaN are of no interest. This or falling is required. */
    public Builder<K, IN> rising(KeySelector<IN, Double> ofEvent) {
      value = Require.serializable(ofEvent, NAME, "rising");
      rising = true;
      return this;
    }

    /** Looks for values that fall; null and NaN are of no interest. */
    public Builder<K, IN> falling(KeySelector<IN, Double> ofEvent) {
      value = Require.serializable(ofEvent, NAME, "falling");
      rising = false;
      return this;
    }

    /**
     * Returns the pattern.
     *
     * @throws IllegalArgumentException if {@code rising} or {@code falling}, {@code times} or
     *     {@code within} is missing
     */
    public Trend<K, IN> build() {
      CountingLogic.Count count = count(1);
      KeySelector<IN, Double> told = required(value, "rising", "it or falling tells the value");
      return new Trend<>(new Logic<>(setup(), count, told, rising));
    }
  }

  private static final class Logic<K, IN> extends CountingLogic<K, IN> {

    private final KeySelector<IN, Double> value;
    private final boolean rising;

    Logic(PatternSetup<K, IN> setup, Count count, KeySelector<IN, Double> value, boolean rising) {
      super(setup, count, value::getKey);
      this.value = value;
      this.rising = rising;
    }

    @Override
    protected boolean concerns(IN event) throws Exception {
      Double number = value.getKey(event);
      return number != null && !Double.isNaN(number);
    }

    @Override
    protected void take(HeldEvent<IN> event, Run<IN> run, PatternOutputs<K, IN> out)
        throws Exception {
      double number = value.getKey(event.event());
      if (!run.events.isEmpty()) {
        double before = value.getKey(run.newest().event());
        if (rising ? number <= before : number >= before) {
          run.reset();
        }
      }
      run.events.add(event);
      if (run.events.size() == times) {
        double from = value.getKey(run.first().event());
        String span = ", from " + Words.number(from) + " to " + Words.number(number);
        match(run, out, words(times) + span + inTime(run));
      }
    }

    @Override
    List<MatchedEvent<IN>> parts(Run<IN> run, PatternOutputs<K, IN> out) {
      return matched("value", rising ? "rising" : "falling", run.events, out);
    }

    @Override
    String words(int count) {
      return counted(count, rising ? "rising value" : "falling value");
    }

    @Override
    String missing(int count) {
      return more(times - count, rising ? "rising value" : "falling value");
    }
  }
}
