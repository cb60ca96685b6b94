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
 * Finds failures of {@code n} different users from one source within a window: stolen passwords
 * that are tried out.
 *
 * <p>In numbers, three users within 60 s from one address: ann at 0 s, ann at 30 s, bob at 40 s and
 * cid at 89.999 s match, because ann's newest failure counts; with cid at 90 s they do not.
 *
 * <p><b>Window</b>: over the newest failure of each of these users. <b>Contiguity</b>: relaxed.
 * <b>Skip strategy</b>: past the last event. <b>Ties</b>: by {@code breakTiesBy}, else by content.
 * <b>Near miss</b>: a run that lost its first failure to the window, from {@code n - 1} users on.
 *
 * <p><b>State</b> per key: one failure for each of at most {@code n - 1} users with about 8 bytes
 * each beside the event, and what the watermark has not passed. An event costs a look at each of
 * them.
 *
 * @param <K> the key
 * @param <IN> the event
 */
public final class CredentialStuffing<K, IN> extends LogicPattern<K, IN> {

  static final String NAME = "CredentialStuffing";

  private CredentialStuffing(Logic<K, IN> logic) {
    super(
        logic,
        PatternContract.PAST_LAST_EVENT,
        "relaxed; of each user the newest failure",
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

    /** Sets the key, the source. */
    public <K> Builder<K, IN> keyedBy(KeySelector<IN, K> key, Class<K> type) {
      return keyedBy(key, PatternInput.typeOf(type, NAME, "keyedBy"));
    }

    /** Sets the key, the source. */
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
    private @Nullable KeySelector<IN, String> user;

    private Builder(PatternInput<K, IN> input) {
      super(input, 2);
    }

    /** Sets what is counted; required. */
    public Builder<K, IN> failure(FilterFunction<IN> isFailure) {
      failure = Require.serializable(isFailure, NAME, "failure");
      return this;
    }

    /** Sets the user of a failure; one without a user is of no interest. Required. */
    public Builder<K, IN> user(KeySelector<IN, String> ofFailure) {
      user = Require.serializable(ofFailure, NAME, "user");
      return this;
    }

    /**
     * Returns the pattern.
     *
     * @throws IllegalArgumentException if {@code failure}, {@code user}, {@code times} or {@code
     *     within} is missing
     */
    public CredentialStuffing<K, IN> build() {
      CountingLogic.Count count = count(1);
      FilterFunction<IN> counted = required(failure, "failure", "it says what is counted");
      KeySelector<IN, String> told = required(user, "user", "it tells users apart");
      return new CredentialStuffing<>(new Logic<>(setup(), count, counted, told));
    }
  }

  private static final class Logic<K, IN> extends CountingLogic<K, IN> {

    private final FilterFunction<IN> failure;
    private final KeySelector<IN, String> user;

    Logic(
        PatternSetup<K, IN> setup,
        Count count,
        FilterFunction<IN> failure,
        KeySelector<IN, String> user) {
      super(setup, count, event -> 0);
      this.failure = failure;
      this.user = user;
    }

    @Override
    protected boolean concerns(IN event) throws Exception {
      return failure.filter(event) && user.getKey(event) != null;
    }

    @Override
    protected void take(HeldEvent<IN> event, Run<IN> run, PatternOutputs<K, IN> out)
        throws Exception {
      String name = user.getKey(event.event());
      for (int i = 0; i < run.events.size(); i++) {
        if (user.getKey(run.events.get(i).event()).equals(name)) {
          run.drop(i);
          break;
        }
      }
      run.events.add(event);
      if (run.events.size() == times) {
        match(run, out, words(times) + inTime(run));
      }
    }

    @Override
    List<MatchedEvent<IN>> parts(Run<IN> run, PatternOutputs<K, IN> out) {
      return matched("failure", "the newest failure of a user", run.events, out);
    }

    @Override
    String words(int count) {
      return "failures of " + counted(count, "different user");
    }

    @Override
    String missing(int count) {
      return "failures of " + more(times - count, "user");
    }
  }
}
