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
import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.jspecify.annotations.Nullable;

/**
 * Finds {@code n} failures within a window, with no success between them.
 *
 * <p>In numbers, three failures within 60 s of one user: failures at 0 s, 20 s and 59.999 s match;
 * at 0, 20 and 60 s they do not. A success at 30 s would have ended the run.
 *
 * <p><b>Window</b>: from the first failure to the last. <b>Contiguity</b>: relaxed; a success ends
 * the run, other events do not matter. <b>Skip strategy</b>: past the last event; six failures give
 * two matches of three. <b>Ties</b>: failures before successes. <b>Near miss</b>: a run that lost
 * its first failure to the window, from {@code n - 1} failures on; a run that a success ended is
 * none.
 *
 * <p><b>State</b> per key: at most {@code n - 1} failures with about 8 bytes each beside the event,
 * and what the watermark has not passed.
 *
 * @param <K> the key
 * @param <IN> the event
 */
public final class BruteForce<K, IN> extends LogicPattern<K, IN> {

  static final String NAME = "BruteForce";

  private BruteForce(Logic<K, IN> logic) {
    super(
        logic,
        PatternContract.PAST_LAST_EVENT,
        "relaxed; a success ends the run",
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

    /** Sets the key, whose failures are counted. */
    public <K> Builder<K, IN> keyedBy(KeySelector<IN, K> key, Class<K> type) {
      return keyedBy(key, PatternInput.typeOf(type, NAME, "keyedBy"));
    }

    /** Sets the key, whose failures are counted. */
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

    private @Nullable FilterFunction<IN> failure;
    private FilterFunction<IN> success = event -> false;

    private Builder(PatternInput<K, IN> input) {
      super(input, 2);
    }

    /** Sets what is counted; required. */
    public Builder<K, IN> failure(FilterFunction<IN> isFailure) {
      failure = Require.serializable(isFailure, NAME, "failure");
      return this;
    }

    /** Sets what ends a run; nothing by default. An event that is a failure too counts as one. */
    public Builder<K, IN> success(FilterFunction<IN> isSuccess) {
      success = Require.serializable(isSuccess, NAME, "success");
      return this;
    }

    /**
     * Returns the pattern.
     *
     * @throws IllegalArgumentException if {@code failure}, {@code times} or {@code within} is
     *     missing
     */
    public BruteForce<K, IN> build() {
      CountingLogic.Count count = count(1);
      FilterFunction<IN> counted = required(failure, "failure", "it says what is counted");
      return new BruteForce<>(new Logic<>(setup(), count, counted, success));
    }
  }

  private static final class Logic<K, IN> extends CountingLogic<K, IN> {

    private final FilterFunction<IN> failure;
    private final FilterFunction<IN> success;

    Logic(
        PatternSetup<K, IN> setup,
        Count count,
        FilterFunction<IN> failure,
        FilterFunction<IN> success) {
      super(setup, count, event -> failure.filter(event) ? 0 : 1);
      this.failure = failure;
      this.success = success;
    }

    @Override
    protected boolean concerns(IN event) throws Exception {
      return failure.filter(event) || success.filter(event);
    }

    @Override
    protected void take(HeldEvent<IN> event, Run<IN> run, PatternOutputs<K, IN> out)
        throws Exception {
      if (!failure.filter(event.event())) {
        run.reset();
        return;
      }
      run.events.add(event);
      if (run.events.size() == times) {
        match(run, out, words(times) + inTime(run) + ", no success between them");
      }
    }

    @Override
    List<MatchedEvent<IN>> parts(Run<IN> run, PatternOutputs<K, IN> out) {
      return matched("failure", "a failure", run.events, out);
    }

    @Override
    String words(int count) {
      return counted(count, "failure");
    }

    @Override
    String missing(int count) {
      return more(times - count, "failure");
    }
  }
}
