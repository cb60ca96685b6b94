// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.keyed;

import io.github.flinkpatterns.cep.LogicPattern;
import io.github.flinkpatterns.cep.PatternInput;
import io.github.flinkpatterns.cep.PatternOutputs;
import io.github.flinkpatterns.cep.PatternSetup;
import io.github.flinkpatterns.cep.Words;
import io.github.flinkpatterns.state.HeldEvent;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;

/**
 * Finds a silence: an event of a key, and no other one within the window.
 *
 * <p>In numbers, a heartbeat within 5 minutes: events at 10:00:00, 10:04:59.999 and 10:10:00 give
 * one match, from 10:04:59.999 to 10:09:59.999; the second event was in time, the third came 1 ms
 * after the deadline. Without a third event the match is the same: the watermark brings it.
 *
 * <p><b>Window</b>: from the newest event; an event at the deadline is too late. <b>Contiguity</b>:
 * strict; every event of the key is a heartbeat. <b>Skip strategy</b>: one match for each silence,
 * however long; the next event begins anew. <b>Near miss</b>: none, the match is what was missed.
 *
 * <p><b>State</b> per key: the newest event with about 8 bytes beside it, and what the watermark
 * has not passed; nothing after a match.
 *
 * @param <K> the key
 * @param <IN> the event
 */
public final class MissingHeartbeat<K, IN> extends LogicPattern<K, IN> {

  static final String NAME = "MissingHeartbeat";

  private MissingHeartbeat(Logic<K, IN> logic) {
    super(
        logic,
        "one match for each silence; the next event begins anew",
        "strict; every event is a heartbeat",
        "one event");
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

    /** Sets the key, whose heartbeat it is. */
    public <K> Builder<K, IN> keyedBy(KeySelector<IN, K> key, Class<K> type) {
      return keyedBy(key, PatternInput.typeOf(type, NAME, "keyedBy"));
    }

    /** Sets the key, whose heartbeat it is. */
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
  public static final class Builder<K, IN> extends AbsenceBuilder<K, IN, Builder<K, IN>> {

    private Builder(PatternInput<K, IN> input) {
      super(input);
    }

    /**
     * Returns the pattern.
     *
     * @throws IllegalArgumentException if {@code within} is missing
     */
    public MissingHeartbeat<K, IN> build() {
      return new MissingHeartbeat<>(new Logic<>(setup(), quiet()));
    }
  }

  private static final class Logic<K, IN> extends AbsenceLogic<K, IN> {

    Logic(PatternSetup<K, IN> setup, boolean quietAtEnd) {
      super(setup, quietAtEnd, event -> 0);
    }

    @Override
    protected void take(HeldEvent<IN> event, Run<IN> run, PatternOutputs<K, IN> out) {
      run.reset();
      run.events.add(event);
    }

    @Override
    void missed(long deadlineMillis, Run<IN> run, PatternOutputs<K, IN> out) {
      long start = run.first().timestampMillis();
      out.match(
          start,
          deadlineMillis,
          matched("heartbeat", "the last one", run.events, out),
          "no event within "
              + Words.span(windowMillis())
              + " after the one at "
              + Words.time(start));
      run.reset();
    }
  }
}
