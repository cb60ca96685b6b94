// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.aggregate;

import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.logic.LogicContext;
import io.github.flinkpatterns.logic.SerializerFactory;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.util.OutputTag;

/** Adds each event to the aggregate of its key, when it arrives. */
final class RunningLogic<T, K, A, R> implements KeyedLogic<K, T, RunningValue<A>, Running<K, R>> {

  private static final String LATE = "late";
  private static final String WITHOUT_TIMESTAMP = "withoutTimestamp";
  private static final String FORGOTTEN = "forgotten";

  private final Step<T, A, R> step;
  private final RunningSettings settings;
  private final TypeInformation<A> accumulator;
  private final TypeInformation<Running<K, R>> output;
  private final OutputTag<T> late;
  private final OutputTag<T> withoutTimestamp;

  // The host asks for the serializer before the first event.
  private transient TypeSerializer<A> serializer;

  @SuppressWarnings("NullAway.Init")
  RunningLogic(
      Step<T, A, R> step,
      RunningSettings settings,
      TypeInformation<A> accumulator,
      TypeInformation<Running<K, R>> output,
      OutputTag<T> late,
      OutputTag<T> withoutTimestamp) {
    this.step = step;
    this.settings = settings;
    this.accumulator = accumulator;
    this.output = output;
    this.late = late;
    this.withoutTimestamp = withoutTimestamp;
  }

  @Override
  public String name() {
    return RunningAggregator.NAME;
  }

  @Override
  public RunningValue<A> create() {
    return new RunningValue<>();
  }

  @Override
  public void onEvent(
      T event, long time, RunningValue<A> value, LogicContext<K, Running<K, R>> context)
      throws Exception {
    if (time == NO_TIMESTAMP) {
      context.count(WITHOUT_TIMESTAMP);
      context.emit(withoutTimestamp, event);
      return;
    }
    if (forgetAt(time) <= context.watermark()) {
      context.count(LATE);
      context.emit(late, event);
      return;
    }
    A before = value.accumulator;
    if (before != null && time > forgetAt(value.last)) {
      // The watermark would have come between the two, had it been quicker.
      context.count(FORGOTTEN);
      value.clear();
      before = null;
    }
    value.first = before == null ? time : Math.min(value.first, time);
    value.last = before == null ? time : Math.max(value.last, time);
    A after = before == null ? step.first(event, serializer) : step.next(before, event, serializer);
    value.accumulator = after;
    value.events++;
    if (value.events % settings.emitEvery() == 0) {
      context.emit(
          new Running<>(
              context.key(),
              step.result(after, serializer),
              value.events,
              value.first,
              value.last));
      if (settings.startAnew()) {
        value.clear();
      }
    }
  }

  // An event that comes on time after this moment is later than `time` by the inactivity or more.
  private long forgetAt(long time) {
    long last = time + (settings.inactivityMillis() - 1);
    return last < time ? NEVER - 1 : last;
  }

  @Override
  public void onDue(long due, RunningValue<A> value, LogicContext<K, Running<K, R>> context) {
    context.count(FORGOTTEN);
    value.clear();
  }

  @Override
  public long nextDue(RunningValue<A> value) {
    return value.accumulator == null ? NEVER : forgetAt(value.last);
  }

  @Override
  public boolean isEmpty(RunningValue<A> value) {
    return value.accumulator == null;
  }

  @Override
  public int sizeInBytes(RunningValue<A> value) {
    return 48 + settings.accumulatorBytes();
  }

  @Override
  public TypeSerializer<RunningValue<A>> stateSerializer(SerializerFactory serializers) {
    serializer = serializers.create(accumulator);
    return new RunningValueSerializer<>(serializers.create(accumulator));
  }

  @Override
  public TypeInformation<Running<K, R>> outputType() {
    return output;
  }

  @Override
  public List<String> counters() {
    return List.of(LATE, WITHOUT_TIMESTAMP, FORGOTTEN);
  }
}
