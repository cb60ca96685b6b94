// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.cep.keyed;

import io.github.flinkpatterns.cep.LogicPattern;
import io.github.flinkpatterns.cep.PatternBuilder;
import io.github.flinkpatterns.cep.PatternInput;
import io.github.flinkpatterns.cep.PatternOutputs;
import io.github.flinkpatterns.cep.PatternSetup;
import io.github.flinkpatterns.cep.Words;
import io.github.flinkpatterns.logic.Require;
import io.github.flinkpatterns.state.HeldEvent;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;

/**
 * Finds activity after a long silence: of an account that was dormant, or of a user whose last
 * login is too long ago.
 *
 * <p>In numbers, activity more than 24 h after the last login, within 30 days: a login on Monday at
 * 10:00:00.000 and activity on Tuesday at 10:00:00.000 do not match; activity at 10:00:00.001 does.
 *
 * <p><b>Window</b>: how long a key is remembered: activity counts if it comes less than the window
 * after. <b>Contiguity</b>: relaxed; only what begins the time anew, and activity, count. <b>Skip
 * strategy</b>: the first activity after each silence; further ones only after the time began anew.
 * <b>Ties</b>: what begins the time anew before activity. <b>Near miss</b>: a whole window in which
 * no activity came after more than {@code dormantFor}.
 *
 * <p><b>State</b> per key: the event that began the time with about 8 bytes beside it, and what the
 * watermark has not passed; for the length of the window.
 *
 * @param <K> the key
 * @param <IN> the event
 */
public final class DormantThenActive<K, IN> extends LogicPattern<K, IN> {

  static final String NAME = "DormantThenActive";

  private DormantThenActive(Logic<K, IN> logic) {
    super(logic, "the first activity after each silence", "relaxed", "one event");
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

    /** Sets the key, whose activity it is. */
    public <K> Builder<K, IN> keyedBy(KeySelector<IN, K> key, Class<K> type) {
      return keyedBy(key, PatternInput.typeOf(type, NAME, "keyedBy"));
    }

    /** Sets the key, whose activity it is. */
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
  public static final class Builder<K, IN> extends PatternBuilder<K, IN, Builder<K, IN>> {

    private long silenceMillis;
    private FilterFunction<IN> since = event -> true;
    private FilterFunction<IN> activity = event -> true;

    private Builder(PatternInput<K, IN> input) {
      super(input);
    }

    /**
     * Sets how long must have passed: MORE than this. Required.
     *
     * @throws IllegalArgumentException if shorter than 1 ms
     */
    public Builder<K, IN> dormantFor(Duration silence) {
      silenceMillis = Require.positiveMillis(silence, NAME, "dormantFor");
      return this;
    }

    /** Sets what begins the time anew, such as a login; every event by default. */
    public Builder<K, IN> since(FilterFunction<IN> begins) {
      since = Require.serializable(begins, NAME, "since");
      return this;
    }

    /**
     * Sets what is activity; every event by default. An event may both be activity and begin the
     * time anew: it is compared with the time before it.
     */
    public Builder<K, IN> activity(FilterFunction<IN> isActivity) {
      activity = Require.serializable(isActivity, NAME, "activity");
      return this;
    }

    /**
     * Returns the pattern.
     *
     * @throws IllegalArgumentException if {@code dormantFor} or {@code within} is missing, or
     *     {@code within} is not at least 2 ms longer than {@code dormantFor}
     */
    public DormantThenActive<K, IN> build() {
      required(silenceMillis == 0 ? null : silenceMillis, "dormantFor", "it says what is long");
      PatternSetup<K, IN> setup = setup();
      // One millisecond more would leave no moment that is more than the silence and in the window.
      if (setup.windowMillis() <= silenceMillis + 1) {
        throw Require.wrong(
            NAME,
            "within",
            setup.window(),
            "must be at least 2 ms longer than dormantFor, which is "
                + Duration.ofMillis(silenceMillis),
            "pass how long a key is remembered");
      }
      return new DormantThenActive<>(new Logic<>(setup, silenceMillis, since, activity));
    }
  }

  private static final class Logic<K, IN> extends RunLogic<K, IN> {

    private final long silenceMillis;
    private final FilterFunction<IN> since;
    private final FilterFunction<IN> activity;

    Logic(
        PatternSetup<K, IN> setup,
        long silenceMillis,
        FilterFunction<IN> since,
        FilterFunction<IN> activity) {
      super(setup, event -> since.filter(event) ? 0 : 1);
      this.silenceMillis = silenceMillis;
      this.since = since;
      this.activity = activity;
    }

    @Override
    protected boolean concerns(IN event) throws Exception {
      return since.filter(event) || activity.filter(event);
    }

    @Override
    protected void take(HeldEvent<IN> event, Run<IN> run, PatternOutputs<K, IN> out)
        throws Exception {
      if (!run.events.isEmpty() && activity.filter(event.event())) {
        compare(run.first(), event, run, out);
      }
      if (since.filter(event.event())) {
        run.reset();
        run.events.add(event);
      }
    }

    private void compare(
        HeldEvent<IN> from, HeldEvent<IN> event, Run<IN> run, PatternOutputs<K, IN> out) {
      long silence = event.timestampMillis() - from.timestampMillis();
      if (silence > silenceMillis) {
        String condition = "more than " + Words.span(silenceMillis) + " after";
        out.match(
            from.timestampMillis(),
            event.timestampMillis(),
            List.of(
                out.matched("since", "the last one", from),
                out.matched("activity", condition, event)),
            "active "
                + Words.span(silence)
                + " after "
                + Words.time(from.timestampMillis())
                + ", more than "
                + Words.span(silenceMillis));
        run.reset();
      }
    }

    @Override
    protected long deadline(Run<IN> run) {
      return windowEnd(run);
    }

    @Override
    protected void expire(long deadlineMillis, Run<IN> run, PatternOutputs<K, IN> out) {
      long start = run.first().timestampMillis();
      String missing = "activity more than " + Words.span(silenceMillis) + " after";
      out.timeout(
          start,
          deadlineMillis,
          matched("since", "the last one", run.events, out),
          0,
          missing,
          "silent since "
              + Words.time(start)
              + "; missing: "
              + missing
              + ", within "
              + Words.span(windowMillis()));
      run.reset();
    }
  }
}
