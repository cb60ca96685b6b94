// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.sequence;

import io.github.flinkpatterns.cep.PatternBuilder;
import io.github.flinkpatterns.cep.PatternInput;
import io.github.flinkpatterns.cep.PatternMatch;
import io.github.flinkpatterns.cep.PatternTimeout;
import io.github.flinkpatterns.cep.Words;
import io.github.flinkpatterns.cep.bridge.CepPattern;
import io.github.flinkpatterns.cep.bridge.PatternHandler;
import io.github.flinkpatterns.cep.bridge.SequencePlan;
import io.github.flinkpatterns.cep.bridge.Timed;
import io.github.flinkpatterns.logic.Require;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.cep.nfa.aftermatch.AfterMatchSkipStrategy;
import org.apache.flink.cep.pattern.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds a price that falls with every event, and then rises with every event until it has regained
 * what it lost.
 *
 * <p>In numbers, a fall of 10 % and full recovery: 100, 95, 88, 92, 97, 101 is one match: start
 * 100, fall 95 and 88 (12 % down), rise 92 and 97, recovery 101. With 100, 95, 91, 99, 101 there is
 * none, since 9 % is too little. In 100, 95, 88, 88, 101 the repeated 88 ends the fall without a
 * rise: none.
 *
 * <p>The match is the one that SQL's {@code MATCH_RECOGNIZE} finds with {@code (START FALL+ RISE*
 * RECOVERY)} and {@code SKIP PAST LAST ROW}: a start of the shape that began earlier goes first, so
 * a match may leave later than its last event, when an earlier start has failed. Each event of the
 * key must belong: nothing may lie between.
 *
 * <p>A near miss leaves when a fall was deep enough and the recovery did not come within the
 * window; a shape that breaks off earlier leaves none.
 *
 * <p><b>State</b> per key, kept by flink-cep: the events that the watermark has not passed, and for
 * each start of the present fall its events, shared. Each event of a fall of n events costs up to n
 * comparisons with all prices of the fall. Empty when the watermark has passed the last window.
 *
 * @param <K> the key
 * @param <IN> the event
 */
public final class VShape<K, IN> extends CepPattern<K, IN> {

  static final String NAME = "VShape";

  /** The stage of the price before the fall. */
  public static final String START = "start";

  /** The stage of the prices that fall. */
  public static final String FALL = "fall";

  /** The stage of the prices that rise and have not regained the level; may be empty. */
  public static final String RISE = "rise";

  /** The stage of the price that regains the level. */
  public static final String RECOVERY = "recovery";

  private VShape(SequencePlan<K, IN> plan) {
    super(
        plan,
        "past the last event, an earlier start first",
        "strict: every event of the key must belong",
        "the events of the present fall and rise within the window");
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

    /** Looks at the events of each key, such as a symbol; its {@code hashCode} must be stable. */
    public <K> Builder<K, IN> keyedBy(KeySelector<IN, K> key, Class<K> type) {
      return keyedBy(key, PatternInput.typeOf(type, NAME, "keyedBy"));
    }

    /** As {@link #keyedBy(KeySelector, Class)}, for a type that a class does not tell. */
    public <K> Builder<K, IN> keyedBy(KeySelector<IN, K> key, TypeInformation<K> type) {
      return new Builder<>(new PatternInput<>(NAME, event, key, type));
    }
  }

  /**
   * Takes what the pattern needs: the price, the depth of the fall, the window.
   *
   * @param <K> the key
   * @param <IN> the event
   */
  public static final class Builder<K, IN> extends PatternBuilder<K, IN, Builder<K, IN>> {

    private @Nullable Amount<IN> price;
    private @Nullable Double fall;
    private double recovery = 1;

    Builder(PatternInput<K, IN> input) {
      super(input);
    }

    /** Reads the price, which should be above 0; null is neither fall nor rise; required. */
    public Builder<K, IN> price(KeySelector<IN, ? extends Number> read) {
      price = Amount.of(read, NAME, "price");
      return this;
    }

    /** Asks for a fall of at least {@code share} of the start, 0.1 for 10 percent; required. */
    public Builder<K, IN> fallOf(double share) {
      fall = Amount.share(share, 1, NAME, "fallOf");
      return this;
    }

    /** Asks for {@code share} of the fall to be regained; 1, all of it, by default. */
    public Builder<K, IN> recoveryOf(double share) {
      recovery = Amount.share(share, 100, NAME, "recoveryOf");
      return this;
    }

    /**
     * Returns the pattern.
     *
     * @throws IllegalArgumentException if something that is required was not set
     */
    public VShape<K, IN> build() {
      Amount<IN> read = required(price, "price", "it tells what falls and rises");
      double depth = required(fall, "fallOf", "it says how deep the fall must be");
      Pattern<Timed<IN>, ?> pattern =
          Pattern.<Timed<IN>>begin(START, AfterMatchSkipStrategy.skipPastLastEvent())
              .next(FALL)
              .where(new Prices<>(Prices.Step.FALL, read, depth, recovery))
              .oneOrMore()
              .consecutive()
              .next(RISE)
              .where(new Prices<>(Prices.Step.RISE, read, depth, recovery))
              .oneOrMore()
              .optional()
              .consecutive()
              .next(RECOVERY)
              .where(new Prices<>(Prices.Step.RECOVERY, read, depth, recovery));
      return new VShape<>(
          new SequencePlan<>(
              setup(),
              pattern,
              Map.of(
                  START, "the price before the fall",
                  FALL, "lower than the one before",
                  RISE, "higher than the one before",
                  RECOVERY, "at least " + Words.percent(recovery) + " of the fall regained"),
              new Explainer<>(read, depth)));
    }
  }

  private record Explainer<K, IN>(Amount<IN> price, double fall) implements PatternHandler<K, IN> {

    @Override
    public String onMatch(PatternMatch<K, IN> match) throws Exception {
      return sentence(match.pattern(), match.key(), match.events(START), match.events(FALL))
          + ", and back to "
          + Words.number(price.of(match.events(RECOVERY).get(0)))
          + ", in "
          + Words.span(match.endMillis() - match.startMillis())
          + ".";
    }

    @Override
    public @Nullable String onTimeout(PatternTimeout<K, IN> timeout) throws Exception {
      List<IN> down = timeout.events(FALL);
      if (down.isEmpty()
          || !Prices.deepEnough(
              price.of(timeout.events(START).get(0)), price.of(down.get(down.size() - 1)), fall)) {
        return null;
      }
      return sentence(timeout.pattern(), timeout.key(), timeout.events(START), down)
          + ", but it was not regained before "
          + Words.time(timeout.deadlineMillis())
          + ".";
    }

    private String sentence(String pattern, K key, List<IN> start, List<IN> down) throws Exception {
      double from = price.of(start.get(0));
      double to = price.of(down.get(down.size() - 1));
      return pattern
          + " of "
          + key
          + ": from "
          + Words.number(from)
          + " down to "
          + Words.number(to)
          + " (-"
          + Words.percent((from - to) / from)
          + ")";
    }
  }
}
