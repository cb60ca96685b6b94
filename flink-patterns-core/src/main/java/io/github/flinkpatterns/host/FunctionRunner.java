// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.host;

import static io.github.flinkpatterns.logic.KeyedLogic.NEVER;
import static io.github.flinkpatterns.state.KeyedSlot.NONE;

import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.logic.LogicContext;
import io.github.flinkpatterns.logic.LogicProgress;
import io.github.flinkpatterns.state.KeyedSlot;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Runs a logic over plain keyed state: one value, and at most one timer per time domain, for a key.
 *
 * <p>A timer stays where it is while the due moment moves on; when it fires early it is set again.
 * So a session costs one registration, not one per event.
 */
final class FunctionRunner<K, IN, S, OUT> implements LogicContext<K, OUT> {

  /** Sends to a side output; the contexts of Flink's functions have this method in common. */
  interface SideOutput {
    <X> void output(OutputTag<X> tag, X value);
  }

  private final KeyedLogic<K, IN, S, OUT> logic;
  private final ValueState<KeyedSlot<S>> state;
  private final LogicMetrics metrics;

  // The call that runs now.
  private K key;
  private TimerService timers;
  private SideOutput sides;
  private Collector<OUT> out;

  // The key that is loaded now.
  private S value;
  private boolean stored;
  private boolean unchanged;
  private long armed;
  private long armedProcessing;

  @SuppressWarnings("NullAway.Init")
  FunctionRunner(KeyedLogic<K, IN, S, OUT> logic, RuntimeContext runtime) {
    this.logic = logic;
    this.state = runtime.getState(StateNames.value(logic, runtime::createSerializer));
    this.metrics = new LogicMetrics(runtime.getMetricGroup(), logic);
  }

  /** Loads the value of {@code key}; a new one if it has none. */
  S begin(K key, TimerService timers, SideOutput sides, Collector<OUT> out) throws Exception {
    this.key = key;
    this.timers = timers;
    this.sides = sides;
    this.out = out;
    KeyedSlot<S> slot = state.value();
    stored = slot != null;
    unchanged = false;
    if (slot != null) {
      value = logic.adopt(slot.value());
      armed = slot.armedMillis();
      armedProcessing = slot.armedProcessingMillis();
    } else {
      value = logic.create();
      armed = NONE;
      armedProcessing = NONE;
    }
    return value;
  }

  /** Ends a call for an event or a control. */
  void end() throws Exception {
    runDue(timers.currentWatermark());
    if (!(unchanged && stored)) {
      save();
    }
  }

  /** Runs what is due at an event-time timer. */
  void onEventTimer(long time) throws Exception {
    if (armed == time) {
      armed = NONE;
    }
    // Later moments that are due too get timers of their own, so that each has its timestamp.
    if (stored) {
      runDue(time);
      save();
    }
  }

  /** Runs what is due at a processing-time timer. */
  void onProcessingTimer(long time) throws Exception {
    if (armedProcessing == time) {
      armedProcessing = NONE;
    }
    if (!stored) {
      return;
    }
    long due = logic.nextProcessingTimeDue(value);
    while (due <= time) {
      logic.onProcessingTimeDue(due, value, this);
      due = LogicProgress.check(logic, due, logic.nextProcessingTimeDue(value));
    }
    unchanged = false;
    end();
  }

  private void runDue(long until) throws Exception {
    long due = logic.nextDue(value);
    while (due <= until && due != NEVER) {
      unchanged = false;
      logic.onDue(due, value, this);
      due = LogicProgress.check(logic, due, logic.nextDue(value));
    }
  }

  private void save() throws Exception {
    if (logic.isEmpty(value)) {
      armEventTime(NEVER);
      armProcessingTime(NEVER);
      if (stored) {
        state.clear();
      }
      return;
    }
    long due = logic.nextDue(value);
    if (due < armed) {
      armEventTime(due);
    }
    long processingDue = logic.nextProcessingTimeDue(value);
    if (processingDue < armedProcessing) {
      armProcessingTime(processingDue);
    }
    state.update(new KeyedSlot<>(armed, armedProcessing, value));
  }

  private void armEventTime(long due) {
    if (armed != NONE) {
      timers.deleteEventTimeTimer(armed);
    }
    if (due != NEVER) {
      timers.registerEventTimeTimer(due);
    }
    armed = due;
  }

  private void armProcessingTime(long due) {
    if (armedProcessing != NONE) {
      timers.deleteProcessingTimeTimer(armedProcessing);
    }
    if (due != NEVER) {
      timers.registerProcessingTimeTimer(due);
    }
    armedProcessing = due;
  }

  /** Makes this the context of a call that has no key, for controls to every key. */
  LogicContext<K, OUT> unkeyed(
      long watermark,
      long processingTime,
      @Nullable SideOutput sides,
      @Nullable Collector<OUT> out) {
    return new UnkeyedContext<>(watermark, processingTime, metrics) {
      @Override
      public void emit(OUT value) {
        if (out != null) {
          out.collect(value);
        }
      }

      @Override
      public <X> void emit(OutputTag<X> output, X value) {
        if (sides != null) {
          sides.output(output, value);
        }
      }
    };
  }

  @Override
  public K key() {
    return key;
  }

  @Override
  public void emit(OUT value) {
    out.collect(value);
  }

  @Override
  public <X> void emit(OutputTag<X> output, X value) {
    sides.output(output, value);
  }

  @Override
  public long watermark() {
    return timers.currentWatermark();
  }

  @Override
  public long processingTime() {
    return timers.currentProcessingTime();
  }

  @Override
  public void unchanged() {
    unchanged = true;
  }

  @Override
  public void count(String name) {
    metrics.count(name);
  }

  @Override
  public void count(String name, long increment) {
    metrics.count(name, increment);
  }
}
