// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.host.fast;

import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.StateNames;
import io.github.flinkpatterns.host.UnkeyedContext;
import io.github.flinkpatterns.logic.BroadcastLogic;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/** The fast host of a logic with a broadcast control input. */
final class BroadcastOperator<K, IN, C, G, S, OUT> extends CachedOperator<K, IN, S, OUT>
    implements TwoInputStreamOperator<IN, C, OUT> {

  private final BroadcastLogic<K, IN, C, G, S, OUT> logic;
  private transient BroadcastState<Integer, G> state;
  private transient boolean first;

  @SuppressWarnings("NullAway.Init")
  BroadcastOperator(
      BroadcastLogic<K, IN, C, G, S, OUT> logic,
      KeySelector<IN, K> keySelector,
      CacheSettings settings) {
    super(logic, keySelector, settings);
    this.logic = logic;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    state = context.getOperatorStateStore().getBroadcastState(StateNames.shared(logic));
  }

  @Override
  public void open() throws Exception {
    super.open();
    first = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0;
    logic.useShared(shared());
  }

  private G shared() throws Exception {
    G shared = state.get(StateNames.SHARED_KEY);
    return shared == null ? logic.createShared() : shared;
  }

  @Override
  public void processElement1(StreamRecord<IN> element) throws Exception {
    processEvent(element);
  }

  @Override
  public void processElement2(StreamRecord<C> element) throws Exception {
    G shared = shared();
    long timestamp = timestamp(element);
    logic.onBroadcast(element.getValue(), timestamp, shared, new Context(timestamp));
    state.put(StateNames.SHARED_KEY, shared);
    logic.useShared(shared);
  }

  private final class Context extends UnkeyedContext<K, OUT> {
    private final long timestamp;

    Context(long timestamp) {
      super(engine.watermark(), engine.processingTime(), engine.metrics());
      this.timestamp = timestamp;
    }

    @Override
    public void emit(OUT value) {
      if (first) {
        Sending.send(output, new StreamRecord<>(value), value, timestamp);
      }
    }

    @Override
    public <X> void emit(OutputTag<X> tag, X value) {
      if (first) {
        Sending.send(output, tag, value, timestamp);
      }
    }
  }
}
