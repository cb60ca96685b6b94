// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.bridge;

import io.github.flinkpatterns.cep.PatternInput;
import io.github.flinkpatterns.logic.Require;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;

/**
 * Runs a pattern of your own, written with flink-cep, as an operator of this library.
 *
 * <p>Example: {@code begin("a").followedBy("b").within(10 ms)} over events of one key, a at 0, a at
 * 5, b at 7, b at 20, with {@code skipPastLastEvent()}: one match, 0 to 7. Had b not come, two near
 * misses would have left: from 0 when the watermark reaches 10, from 5 when it reaches 15.
 *
 * <p><b>What it adds</b> to {@code CEP.pattern(...)}: a uid that must be there; event time alone;
 * refusal of a pattern without a window, which would keep state for ever; refusal of one without a
 * skip strategy, unless overlapping matches are asked for; {@link #warnings} of traps; an order of
 * equal timestamps that does not depend on arrival; matches and near misses as records that name
 * their events, times, and what was missing; late events, events without a timestamp and without a
 * key as side outputs; counters, with {@code discarded} for what the handler dropped.
 *
 * <p><b>State</b> is flink-cep's: per key the events that the watermark has not passed, and for
 * each match that has begun its events, with their counters of references, until the window is
 * over. It grows with the number of matches that have begun, which is what a first stage without a
 * condition, {@code followedByAny} and {@code allowCombinations} make many. Empty when the
 * watermark has passed the last window.
 *
 * @param <K> the key
 * @param <IN> the event
 */
public final class OwnPattern<K, IN> extends CepPattern<K, IN> {

  static final String NAME = "OwnPattern";

  private final List<String> warnings;

  OwnPattern(CepPlan<K, IN, ?> plan, List<String> warnings) {
    super(
        plan,
        plan.pattern().getAfterMatchSkipStrategy().toString(),
        "as the pattern says",
        "the events of the matches that began within the window");
    this.warnings = warnings;
  }

  /** Begins with the class of the events. */
  public static <IN> Keying<IN> on(Class<IN> event) {
    return on(PatternInput.typeOf(event, NAME, "on"));
  }

  /** As {@link #on(Class)}, for a type that a class does not tell. */
  public static <IN> Keying<IN> on(TypeInformation<IN> event) {
    return new Keying<>(Require.noKryo(event, NAME, "on"));
  }

  /** Returns a sentence for each trap in the pattern; none if it is sound. */
  public List<String> warnings() {
    return warnings;
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

    /** Looks for the pattern within the events of each key; its {@code hashCode} must be stable. */
    public <K> OwnPatternBuilder<K, IN> keyedBy(KeySelector<IN, K> key, Class<K> type) {
      return keyedBy(key, PatternInput.typeOf(type, NAME, "keyedBy"));
    }

    /** As {@link #keyedBy(KeySelector, Class)}, for a type that a class does not tell. */
    public <K> OwnPatternBuilder<K, IN> keyedBy(KeySelector<IN, K> key, TypeInformation<K> type) {
      return new OwnPatternBuilder<>(new PatternInput<>(NAME, event, key, type));
    }
  }
}
