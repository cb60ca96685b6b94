// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.jspecify.annotations.Nullable;

/**
 * The standard battery for a keyed function: give the function, its key and sample events.
 *
 * <pre>{@code
 * class CountClicksContract extends KeyedFunctionContract<String, Click, String> {
 *   protected KeyedProcessFunction<String, Click, String> function() { return new CountClicks(); }
 *   protected KeySelector<Click, String> key() { return Click::user; }
 *   protected TypeInformation<String> keyType() { return Types.STRING; }
 *   protected List<Click> sampleEvents() { return List.of(new Click("ann", 1_000), ...); }
 *   protected long timestampOf(Click click) { return click.time(); }
 * }
 * }</pre>
 *
 * <p>The events are fed in the order given. After each one the watermark follows the highest time
 * so far by {@link #outOfOrderness()}; at the end the input ends.
 *
 * @param <K> the type of the key
 * @param <IN> the type of the input
 * @param <OUT> the type of the main output
 */
public abstract class KeyedFunctionContract<K, IN, OUT> extends ScenarioContract {

  /** For a subclass. */
  protected KeyedFunctionContract() {}

  /** Returns a new instance of the function. */
  protected abstract KeyedProcessFunction<K, IN, OUT> function();

  /** Returns the key, as given to {@code keyBy}. */
  protected abstract KeySelector<IN, K> key();

  /** Returns the type of the key. */
  protected abstract TypeInformation<K> keyType();

  /** Returns events that make the function do all that it does; several keys, twenty or more. */
  protected abstract List<IN> sampleEvents();

  /** Returns the event time of an event in epoch milliseconds. */
  protected abstract long timestampOf(IN event);

  /** Returns how far the watermark stays behind the highest time; the default is none. */
  protected Duration outOfOrderness() {
    return Duration.ZERO;
  }

  /** Returns the names of states that may be left at the end; the default is none. */
  protected Set<String> statesThatStay() {
    return Set.of();
  }

  /** Returns orders within {@link #outOfOrderness()}, or null when that is zero. */
  @Override
  protected @Nullable Disorder disorder() {
    return outOfOrderness().isZero() ? null : Disorder.within(outOfOrderness());
  }

  @Override
  protected final Scenario<?, ?, ?, ?> scenario() {
    Scenario<K, IN, Void, OUT> scenario =
        Scenario.of(function())
            .keyedBy(key(), keyType())
            .mayKeep(statesThatStay().toArray(new String[0]));
    long highest = Long.MIN_VALUE;
    long watermark = Long.MIN_VALUE;
    for (IN event : sampleEvents()) {
      long time = timestampOf(event);
      scenario = scenario.event(event, time);
      highest = Math.max(highest, time);
      if (highest - outOfOrderness().toMillis() - 1 > watermark) {
        watermark = highest - outOfOrderness().toMillis() - 1;
        scenario = scenario.watermark(watermark);
      }
    }
    return scenario.endOfInput();
  }
}
