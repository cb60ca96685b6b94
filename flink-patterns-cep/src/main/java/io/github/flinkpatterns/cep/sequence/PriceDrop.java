// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.sequence;

import io.github.flinkpatterns.cep.LogicPattern;
import io.github.flinkpatterns.cep.PatternInput;
import io.github.flinkpatterns.logic.Require;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;

/**
 * Finds a price that falls by more than a share of an earlier one within a window.
 *
 * <p>In numbers, more than 20 % within 5 minutes, times in seconds: 100 at 0, 90 at 60, 79 at 120
 * is one match, 100 to 79. 100 at 0 and 80 at 60 is none: 80 is not below 80; it is a near miss,
 * which leaves at 300. 100 at 0 and 79 at 300 is none: 300 is not before 300.
 *
 * <p>The matches are those of SQL's {@code MATCH_RECOGNIZE} with {@code (BASE BETWEEN* PEAK)},
 * {@code PEAK.price < BASE.price * 0.8}, {@code BETWEEN.price >= BASE.price * 0.8} and {@code SKIP
 * PAST LAST ROW}. As there, a base that began earlier goes first, so that a match may leave up to a
 * window after its last event; {@link MoveBuilder#emitAtOnce} does not wait.
 *
 * <p><b>State</b> per key, one value: the events of one window and those that the watermark has not
 * passed, each with about 16 bytes beside the event, at most {@link MoveBuilder#maxEvents} of the
 * window. One timer. Empty when the watermark has passed the last window. An event costs a constant
 * number of steps on average; with flink-cep it costs one for each event in the window.
 *
 * <p>Counters: those of every pattern, {@code capped}, {@code withoutPrice}.
 *
 * @param <K> the key
 * @param <IN> the event
 */
public final class PriceDrop<K, IN> extends LogicPattern<K, IN> {

  static final String NAME = "PriceDrop";

  private PriceDrop(MoveLogic<K, IN> logic) {
    super(
        logic,
        logic.move().skipStrategy(),
        "relaxed: other events may lie between",
        "at most " + logic.move().maxEvents() + " events of one window");
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
   * Takes what the pattern needs: the price, the share, the window.
   *
   * @param <K> the key
   * @param <IN> the event
   */
  public static final class Builder<K, IN> extends MoveBuilder<K, IN, Builder<K, IN>> {

    Builder(PatternInput<K, IN> input) {
      super(input, 1);
    }

    /**
     * Returns the pattern.
     *
     * @throws IllegalArgumentException if something that is required was not set
     */
    public PriceDrop<K, IN> build() {
      return new PriceDrop<>(logic(-1));
    }
  }
}
