// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.keyed;

import io.github.flinkpatterns.cep.LogicPattern;
import io.github.flinkpatterns.cep.MatchedEvent;
import io.github.flinkpatterns.cep.PatternContract;
import io.github.flinkpatterns.cep.PatternInput;
import io.github.flinkpatterns.cep.PatternOutputs;
import io.github.flinkpatterns.cep.PatternSetup;
import io.github.flinkpatterns.logic.Require;
import io.github.flinkpatterns.state.HeldEvent;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.jspecify.annotations.Nullable;

/**
 * Finds {@code n} changes of state within a window.
 *
 * <p>In numbers, three changes within 60 s: UP at 0 s, DOWN at 10 s, UP at 20 s and DOWN at 69.999
 * s match: the changes are at 10, 20 and 69.999 s; with the last at 70 s they do not.
 *
 * <p><b>Window</b>: from the first change to the last. An event is a change if the event before
 * tells another state and lies less than the window back. <b>Contiguity</b>: strict from state to
 * state; an event that repeats the state, or tells none, is no change. <b>Skip strategy</b>: past
 * the last event. <b>Ties</b>: by {@code breakTiesBy}, which should be given where two states can
 * have one timestamp, else by content. <b>Near miss</b>: a run that lost its first change to the
 * window, from {@code n - 1} changes on.
 *
 * <p><b>State</b> per key: at most {@code n - 1} changes and the newest event with about 8 bytes
 * each beside it, and what the watermark has not passed.
 *
 * @param <K> the key
 * @param <IN> the event
 */
public final class Flapping<K, IN> extends LogicPattern<K, IN> {

  static final String NAME = "Flapping";

  private Flapping(Logic<K, IN> logic) {
    super(
        logic,
        PatternContract.PAST_LAST_EVENT,
        "strict from state to state; a repeated state is no change",
        "at most " + logic.times + " events");
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
  public static final class Builder<K, IN> extends CountingBuilder<K, IN, Builder<K, IN>> {

    private @Nullable KeySelector<IN, String> state;

    private Builder(PatternInput<K, IN> input) {
      super(input, 2);
    }

    /** Sets the state that an event tells; null tells none. Required. */
    public Builder<K, IN> state(KeySelector<IN, String> ofEvent) {
      state = Require.serializable(ofEvent, NAME, "state");
      return this;
    }

    /**
     * Returns the pattern.
     *
     * @throws IllegalArgumentException if {@code state}, {@code times} or {@code within} is missing
     */
    public Flapping<K, IN> build() {
      CountingLogic.Count count = count(1);
      KeySelector<IN, String> told = required(state, "state", "it tells the state");
      return new Flapping<>(new Logic<>(setup(), count, told));
    }
  }

  private static final class Logic<K, IN> extends CountingLogic<K, IN> {

    private final KeySelector<IN, String> state;

    Logic(PatternSetup<K, IN> setup, Count count, KeySelector<IN, String> state) {
      super(setup, count, event -> 0);
      this.state = state;
    }

    @Override
    protected boolean concerns(IN event) throws Exception {
      return state.getKey(event) != null;
    }

    @Override
    protected void take(HeldEvent<IN> event, Run<IN> run, PatternOutputs<K, IN> out)
        throws Exception {
      HeldEvent<IN> before = run.last;
      run.last = event;
      if (before == null || state.getKey(before.event()).equals(state.getKey(event.event()))) {
        return;
      }
      run.events.add(event);
      if (run.events.size() == times) {
        match(run, out, words(times) + inTime(run));
      }
    }

    @Override
    protected long deadline(Run<IN> run) {
      return Math.min(windowEnd(run), forgotten(run));
    }

    private long forgotten(Run<IN> run) {
      return run.last == null ? NEVER : windowEnd(run.last.timestampMillis());
    }

    @Override
    protected void expire(long deadlineMillis, Run<IN> run, PatternOutputs<K, IN> out) {
      if (windowEnd(run) <= deadlineMillis) {
        super.expire(deadlineMillis, run, out);
      }
      if (forgotten(run) <= deadlineMillis) {
        run.last = null;
      }
    }

    @Override
    List<MatchedEvent<IN>> parts(Run<IN> run, PatternOutputs<K, IN> out) {
      return matched("change", "another state than before", run.events, out);
    }

    @Override
    String words(int count) {
      return counted(count, "state change");
    }

    @Override
    String missing(int count) {
      return more(times - count, "state change");
    }
  }
}
