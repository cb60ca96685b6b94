// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.keyed;

import io.github.flinkpatterns.cep.LogicPattern;
import io.github.flinkpatterns.cep.PatternInput;
import io.github.flinkpatterns.cep.PatternOutputs;
import io.github.flinkpatterns.cep.PatternSetup;
import io.github.flinkpatterns.cep.Words;
import io.github.flinkpatterns.logic.Require;
import io.github.flinkpatterns.state.HeldEvent;
import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.jspecify.annotations.Nullable;

/**
 * Finds what stays in one state for the length of the window.
 *
 * <p>In numbers, no change for an hour: PAID at 10:00, PAID at 10:30 and SHIPPED at 11:00:00.000
 * give one match, from 10:00 to 11:00; with SHIPPED at 10:59:59.999 there is none. Repeating a
 * state is no change. Without any further event the match is the same: the watermark brings it.
 *
 * <p><b>Window</b>: from the first event in the state; a change at the deadline is too late.
 * <b>Contiguity</b>: strict; an event in another state ends the stay, one that tells no state does
 * not count. <b>Skip strategy</b>: one match for each stay. After it the key is forgotten when it
 * is silent for the length of the window; what then comes in the same state begins a new stay.
 * <b>Ties</b>: by {@code breakTiesBy}, which should be given where two states can have one
 * timestamp, else by content. <b>Near miss</b>: none, the match is what was missed.
 *
 * <p><b>State</b> per key: the first and the newest event of the stay with about 8 bytes each
 * beside it, and what the watermark has not passed.
 *
 * @param <K> the key
 * @param <IN> the event
 */
public final class StuckState<K, IN> extends LogicPattern<K, IN> {

  static final String NAME = "StuckState";

  private StuckState(Logic<K, IN> logic) {
    super(
        logic,
        "one match for each stay in a state",
        "strict; every event that tells a state counts",
        "two events");
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

    /** Sets the key, whose state it is. */
    public <K> Builder<K, IN> keyedBy(KeySelector<IN, K> key, Class<K> type) {
      return keyedBy(key, PatternInput.typeOf(type, NAME, "keyedBy"));
    }

    /** Sets the key, whose state it is. */
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

    private @Nullable KeySelector<IN, String> state;
    private FilterFunction<IN> last = event -> false;

    private Builder(PatternInput<K, IN> input) {
      super(input);
    }

    /** Sets the state that an event tells; null tells none. Required. */
    public Builder<K, IN> state(KeySelector<IN, String> ofEvent) {
      state = Require.serializable(ofEvent, NAME, "state");
      return this;
    }

    /** Sets the events after which nothing has to change, such as those in a last state. */
    public Builder<K, IN> mayStay(FilterFunction<IN> inLastState) {
      last = Require.serializable(inLastState, NAME, "mayStay");
      return this;
    }

    /**
     * Returns the pattern.
     *
     * @throws IllegalArgumentException if {@code state} or {@code within} is missing
     */
    public StuckState<K, IN> build() {
      KeySelector<IN, String> told = required(state, "state", "it tells the state");
      return new StuckState<>(new Logic<>(setup(), quiet(), told, last));
    }
  }

  private static final class Logic<K, IN> extends AbsenceLogic<K, IN> {

    private static final int REPORTED = 1;

    private final KeySelector<IN, String> state;
    private final FilterFunction<IN> mayStay;

    Logic(
        PatternSetup<K, IN> setup,
        boolean quietAtEnd,
        KeySelector<IN, String> state,
        FilterFunction<IN> mayStay) {
      super(setup, quietAtEnd, event -> 0);
      this.state = state;
      this.mayStay = mayStay;
    }

    @Override
    protected boolean concerns(IN event) throws Exception {
      return state.getKey(event) != null;
    }

    @Override
    protected void take(HeldEvent<IN> event, Run<IN> run, PatternOutputs<K, IN> out)
        throws Exception {
      if (mayStay.filter(event.event())) {
        run.reset();
        return;
      }
      boolean stays =
          !run.events.isEmpty()
              && state.getKey(run.first().event()).equals(state.getKey(event.event()));
      if (!stays) {
        run.reset();
      } else if (run.events.size() == 2) {
        run.events.remove(1);
      }
      run.events.add(event);
    }

    @Override
    protected long deadline(Run<IN> run) {
      return run.mark == REPORTED ? windowEnd(run.newest().timestampMillis()) : windowEnd(run);
    }

    @Override
    void missed(long deadlineMillis, Run<IN> run, PatternOutputs<K, IN> out) throws Exception {
      if (run.mark != REPORTED) {
        long start = run.first().timestampMillis();
        String name = state.getKey(run.first().event());
        out.match(
            start,
            deadlineMillis,
            matched("stay", "state = " + name, run.events, out),
            "in state "
                + name
                + " since "
                + Words.time(start)
                + ", for "
                + Words.span(windowMillis()));
        run.mark = REPORTED;
      }
      if (windowEnd(run.newest().timestampMillis()) <= deadlineMillis) {
        run.reset();
      }
    }
  }
}
