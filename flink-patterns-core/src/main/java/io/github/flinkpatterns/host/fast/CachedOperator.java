// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.host.fast;

import static io.github.flinkpatterns.logic.KeyedLogic.NO_TIMESTAMP;

import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.StateNames;
import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.state.KeyedSlot;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * The fast host: hands events, watermarks, timers and barriers to a {@link CacheEngine}.
 *
 * <p>It reads the key itself and tells the runtime that it has no key context, so a hit switches no
 * key in the backend.
 */
abstract class CachedOperator<K, IN, S, OUT> extends AbstractStreamOperator<OUT>
    implements Triggerable<K, VoidNamespace> {

  private final KeyedLogic<K, IN, S, OUT> logic;
  private final KeySelector<IN, K> keySelector;
  private final CacheSettings settings;
  private transient boolean restored;
  transient CacheEngine<K, IN, S, OUT> engine;

  @SuppressWarnings("NullAway.Init")
  CachedOperator(
      KeyedLogic<K, IN, S, OUT> logic, KeySelector<IN, K> keySelector, CacheSettings settings) {
    this.logic = logic;
    this.keySelector = keySelector;
    this.settings = settings;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    restored = context.isRestored();
  }

  @Override
  public void open() throws Exception {
    super.open();
    KeyedStateBackend<K> backend = getKeyedStateBackend();
    if (backend.getClass().getSimpleName().startsWith("BatchExecution")) {
      throw new IllegalStateException(
          logic.name()
              + ": the cached operator needs execution.runtime-mode STREAMING, this job runs in"
              + " BATCH; set STREAMING or use the function from toFunction()");
    }
    var descriptor = StateNames.value(logic, getRuntimeContext()::createSerializer);
    ValueState<KeyedSlot<S>> state = getPartitionedState(descriptor);
    InternalTimerService<VoidNamespace> timers =
        getInternalTimerService(StateNames.TIMERS, VoidNamespaceSerializer.INSTANCE, this);
    engine =
        new CacheEngine<>(
            logic,
            settings,
            backend,
            state,
            logic.stateSerializer(getRuntimeContext()::createSerializer),
            timers,
            output,
            getMetricGroup(),
            getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks(),
            restored);
  }

  @Override
  public boolean hasKeyContext() {
    return false;
  }

  @Override
  public boolean hasKeyContext1() {
    return false;
  }

  @Override
  public boolean hasKeyContext2() {
    return false;
  }

  final void processEvent(StreamRecord<IN> element) throws Exception {
    IN event = element.getValue();
    long timestamp = timestamp(element);
    S value = engine.begin(keySelector.getKey(event), timestamp);
    logic.onEvent(event, timestamp, value, engine);
    engine.end();
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    engine.advance(mark.getTimestamp());
    super.processWatermark(mark);
  }

  @Override
  public void onEventTime(InternalTimer<K, VoidNamespace> timer) throws Exception {
    engine.onEventTimer(timer.getKey(), timer.getTimestamp());
  }

  @Override
  public void onProcessingTime(InternalTimer<K, VoidNamespace> timer) throws Exception {
    engine.onProcessingTimer(timer.getKey(), timer.getTimestamp());
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    engine.flush();
    super.prepareSnapshotPreBarrier(checkpointId);
  }

  @Override
  public void finish() throws Exception {
    engine.flush();
    super.finish();
  }

  static long timestamp(StreamRecord<?> element) {
    return element.hasTimestamp() ? element.getTimestamp() : NO_TIMESTAMP;
  }
}
