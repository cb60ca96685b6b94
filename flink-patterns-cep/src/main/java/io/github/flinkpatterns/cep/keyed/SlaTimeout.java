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
 * Finds what was started and not finished within the window.
 *
 * <p>In numbers, an order to be shipped within 24 hours: ordered on Monday at 10:00:00.000 and
 * shipped on Tuesday at 09:59:59.999 is in time; shipped at 10:00:00.000 is too late, and so is
 * never. Both give a match that ends at the deadline, which the watermark brings.
 *
 * <p><b>Window</b>: from the start; finishing at the deadline is too late. <b>Contiguity</b>:
 * relaxed. <b>Skip strategy</b>: one task at a time; a second start before the first has ended is
 * ignored, and so is a finish without a start or after the deadline. <b>Ties</b>: starts before
 * finishes. <b>Near miss</b>: none, the match is what was missed.
 *
 * <p><b>State</b> per key: the start of an open task with about 8 bytes beside it, and what the
 * watermark has not passed; nothing after a match.
 *
 * @param <K> the key
 * @param <IN> the event
 */
public final class SlaTimeout<K, IN> extends LogicPattern<K, IN> {

  static final String NAME = "SlaTimeout";

  private SlaTimeout(Logic<K, IN> logic) {
    super(
        logic,
        "one task at a time: a second start before the first has ended is ignored",
        "relaxed",
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

    /** Sets the key, the task, such as the number of an order. */
    public <K> Builder<K, IN> keyedBy(KeySelector<IN, K> key, Class<K> type) {
      return keyedBy(key, PatternInput.typeOf(type, NAME, "keyedBy"));
    }

    /** Sets the key, the task, such as the number of an order. */
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

    private @Nullable FilterFunction<IN> started;
    private @Nullable FilterFunction<IN> finished;

    private Builder(PatternInput<K, IN> input) {
      super(input);
    }

    /** Sets what starts a task; required. An event that finishes one too counts as a start. */
    public Builder<K, IN> started(FilterFunction<IN> isStart) {
      started = Require.serializable(isStart, NAME, "started");
      return this;
    }

    /** Sets what finishes a task; required. */
    public Builder<K, IN> finished(FilterFunction<IN> isFinish) {
      finished = Require.serializable(isFinish, NAME, "finished");
      return this;
    }

    /**
     * Returns the pattern.
     *
     * @throws IllegalArgumentException if {@code started}, {@code finished} or {@code within} is
     *     missing
     */
    public SlaTimeout<K, IN> build() {
      FilterFunction<IN> start = required(started, "started", "it says what starts a task");
      FilterFunction<IN> finish = required(finished, "finished", "it says what finishes a task");
      return new SlaTimeout<>(new Logic<>(setup(), quiet(), start, finish));
    }
  }

  private static final class Logic<K, IN> extends AbsenceLogic<K, IN> {

    private final FilterFunction<IN> started;
    private final FilterFunction<IN> finished;

    Logic(
        PatternSetup<K, IN> setup,
        boolean quietAtEnd,
        FilterFunction<IN> started,
        FilterFunction<IN> finished) {
      super(setup, quietAtEnd, event -> started.filter(event) ? 0 : 1);
      this.started = started;
      this.finished = finished;
    }

    @Override
    protected boolean concerns(IN event) throws Exception {
      return started.filter(event) || finished.filter(event);
    }

    @Override
    protected void take(HeldEvent<IN> event, Run<IN> run, PatternOutputs<K, IN> out)
        throws Exception {
      if (!started.filter(event.event())) {
        run.reset();
      } else if (run.events.isEmpty()) {
        run.events.add(event);
      }
    }

    @Override
    void missed(long deadlineMillis, Run<IN> run, PatternOutputs<K, IN> out) {
      long start = run.first().timestampMillis();
      out.match(
          start,
          deadlineMillis,
          matched("start", "started", run.events, out),
          "started at "
              + Words.time(start)
              + ", not finished within "
              + Words.span(windowMillis()));
      run.reset();
    }
  }
}
