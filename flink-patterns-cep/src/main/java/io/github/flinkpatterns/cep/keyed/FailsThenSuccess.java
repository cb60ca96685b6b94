// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.keyed;

import io.github.flinkpatterns.cep.LogicPattern;
import io.github.flinkpatterns.cep.PatternContract;
import io.github.flinkpatterns.cep.PatternInput;
import io.github.flinkpatterns.cep.PatternSetup;
import io.github.flinkpatterns.logic.Require;
import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.jspecify.annotations.Nullable;

/**
 * Finds {@code n} or more failures followed by a success, all within a window: a password that was
 * guessed.
 *
 * <p>In numbers, three failures and a success within 60 s: failures at 0, 10 and 20 s and a success
 * at 59.999 s match; with the success at 60 s they do not. With four failures, at 0, 10, 20 and 30
 * s, the success may come before 70 s: the newest three count.
 *
 * <p><b>Window</b>: from the first of the {@code n} newest failures to the success.
 * <b>Contiguity</b>: relaxed; a success after fewer failures forgets them. <b>Skip strategy</b>:
 * past the last event. <b>Ties</b>: failures before successes. <b>Near miss</b>: a run of {@code n}
 * failures that loses its first to the window without a success.
 *
 * <p><b>State</b> per key: at most {@code n} failures with about 8 bytes each beside the event, and
 * what the watermark has not passed.
 *
 * @param <K> the key
 * @param <IN> the event
 */
public final class FailsThenSuccess<K, IN> extends LogicPattern<K, IN> {

  static final String NAME = "FailsThenSuccess";

  private FailsThenSuccess(Logic<K, IN> logic) {
    super(
        logic,
        PatternContract.PAST_LAST_EVENT,
        "relaxed; a success after too few failures forgets them",
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

    /** Sets the key, whose account it is. */
    public <K> Builder<K, IN> keyedBy(KeySelector<IN, K> key, Class<K> type) {
      return keyedBy(key, PatternInput.typeOf(type, NAME, "keyedBy"));
    }

    /** Sets the key, whose account it is. */
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
    private @Nullable FilterFunction<IN> success;

    private Builder(PatternInput<K, IN> input) {
      super(input, 1);
    }

    /** Sets what is counted; required. */
    public Builder<K, IN> failure(FilterFunction<IN> isFailure) {
      failure = Require.serializable(isFailure, NAME, "failure");
      return this;
    }

    /** Sets what must follow; required. An event that is a failure too counts as one. */
    public Builder<K, IN> success(FilterFunction<IN> isSuccess) {
      success = Require.serializable(isSuccess, NAME, "success");
      return this;
    }

    /**
     * Returns the pattern.
     *
     * @throws IllegalArgumentException if {@code failure}, {@code success}, {@code times} or {@code
     *     within} is missing
     */
    public FailsThenSuccess<K, IN> build() {
      CountingLogic.Count count = count(0);
      FilterFunction<IN> counted = required(failure, "failure", "it says what is counted");
      FilterFunction<IN> follows = required(success, "success", "it says what must follow");
      return new FailsThenSuccess<>(new Logic<>(setup(), count, counted, follows));
    }
  }

  private static final class Logic<K, IN> extends TriggerLogic<K, IN> {

    private static final Names NAMES =
        new Names("failure", "failure", "a failure", "success", "a success");

    private final FilterFunction<IN> failure;
    private final FilterFunction<IN> success;

    Logic(
        PatternSetup<K, IN> setup,
        Count count,
        FilterFunction<IN> failure,
        FilterFunction<IN> success) {
      super(setup, count, event -> failure.filter(event) ? 0 : 1, NAMES, true);
      this.failure = failure;
      this.success = success;
    }

    @Override
    protected boolean concerns(IN event) throws Exception {
      return failure.filter(event) || success.filter(event);
    }

    @Override
    boolean isRun(IN event) throws Exception {
      return failure.filter(event);
    }
  }
}
