// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.host.fast;

import static io.github.flinkpatterns.logic.KeyedLogic.NEVER;
import static io.github.flinkpatterns.logic.KeyedLogic.NO_TIMESTAMP;

import io.github.flinkpatterns.host.LogicMetrics;
import io.github.flinkpatterns.host.StateNames;
import io.github.flinkpatterns.logic.LocalLogic;
import io.github.flinkpatterns.logic.LogicProgress;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;

/**
 * Runs a logic without keys: the value lives on the heap and goes to operator state, taken apart,
 * with every checkpoint.
 */
final class LocalOperator<IN, S, P, OUT> extends AbstractStreamOperator<OUT>
    implements OneInputStreamOperator<IN, OUT>, LocalLogic.LocalContext<OUT> {

  private final LocalLogic<IN, S, P, OUT> logic;
  private transient S value;
  private transient ListState<P> state;
  private transient LogicMetrics counters;
  private transient StreamRecord<OUT> record;
  private transient long watermark;
  private transient long timestamp;

  /** The earliest processing-time timer that stands. */
  private transient long armed;

  @SuppressWarnings("NullAway.Init")
  LocalOperator(LocalLogic<IN, S, P, OUT> logic) {
    this.logic = logic;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    watermark = Long.MIN_VALUE;
    armed = NEVER;
    value = logic.create();
    ListStateDescriptor<P> descriptor =
        StateNames.parts(logic, getRuntimeContext()::createSerializer);
    OperatorStateStore store = context.getOperatorStateStore();
    state =
        logic.everyInstanceGetsAllParts()
            ? store.getUnionListState(descriptor)
            : store.getListState(descriptor);
    if (context.isRestored()) {
      logic.restore(
          state.get(),
          value,
          getRuntimeContext().getTaskInfo().getIndexOfThisSubtask(),
          getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks());
      state.clear();
    }
  }

  @Override
  @SuppressWarnings("NullAway") // a record without a value, until it is replaced
  public void open() throws Exception {
    super.open();
    counters = new LogicMetrics(getMetricGroup(), logic.name(), logic.counters());
    record = new StreamRecord<>(null);
    arm();
  }

  @Override
  public void processElement(StreamRecord<IN> element) throws Exception {
    timestamp = element.hasTimestamp() ? element.getTimestamp() : NO_TIMESTAMP;
    logic.onEvent(element.getValue(), timestamp, value, this);
    runDue(watermark);
    arm();
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    runDue(mark.getTimestamp());
    watermark = mark.getTimestamp();
    if (watermark == Long.MAX_VALUE) {
      // What left after this watermark would be late downstream.
      end();
    }
    super.processWatermark(mark);
  }

  /**
   * While the input is idle, event time goes on behind this operator and not in it: what it held
   * would come too late there.
   */
  @Override
  public void processWatermarkStatus(WatermarkStatus status) throws Exception {
    if (status.isIdle()) {
      timestamp = NO_TIMESTAMP;
      logic.onIdle(value, this);
    }
    super.processWatermarkStatus(status);
  }

  @Override
  public void finish() throws Exception {
    end();
    super.finish();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    state.update(logic.parts(value)); // copied before this call of the runtime returns
  }

  private void runDue(long until) throws Exception {
    long due = logic.nextDue(value);
    while (due <= until && due != NEVER) {
      timestamp = due;
      logic.onDue(due, value, this);
      due = LogicProgress.check(logic, due, logic.nextDue(value));
    }
  }

  private void end() throws Exception {
    timestamp = NO_TIMESTAMP;
    logic.onEnd(value, this);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a timer that comes early does nothing
  private void arm() {
    long due = logic.nextProcessingTimeDue(value);
    if (due < armed) {
      armed = due;
      getProcessingTimeService().registerTimer(due, this::onProcessingTimer);
    }
  }

  private void onProcessingTimer(long time) throws Exception {
    if (time == armed) {
      armed = NEVER;
    }
    long due = logic.nextProcessingTimeDue(value);
    while (due <= time) {
      timestamp = NO_TIMESTAMP;
      logic.onProcessingTimeDue(due, value, this);
      due = LogicProgress.check(logic, due, logic.nextProcessingTimeDue(value));
    }
    arm();
  }

  @Override
  public Void key() {
    throw new IllegalStateException(logic.name() + ": there is no key here");
  }

  @Override
  public void emit(OUT result) {
    emit(result, timestamp);
  }

  @Override
  public void emit(OUT result, long timestampMillis) {
    record.replace(result);
    stamp(record, timestampMillis);
    output.collect(record);
  }

  @Override
  public <X> void emit(OutputTag<X> tag, X result) {
    StreamRecord<X> side = new StreamRecord<>(result);
    stamp(side, timestamp);
    output.collect(tag, side);
  }

  private static void stamp(StreamRecord<?> record, long timestampMillis) {
    if (timestampMillis == NO_TIMESTAMP) {
      record.eraseTimestamp();
    } else {
      record.setTimestamp(timestampMillis);
    }
  }

  @Override
  public long watermark() {
    return watermark;
  }

  @Override
  public long processingTime() {
    return getProcessingTimeService().getCurrentProcessingTime();
  }

  @Override
  public void count(String name) {
    counters.count(name);
  }

  @Override
  public void count(String name, long increment) {
    counters.count(name, increment);
  }
}
