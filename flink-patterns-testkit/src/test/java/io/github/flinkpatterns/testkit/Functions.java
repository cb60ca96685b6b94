// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Correct functions that the kit's tests run. */
@SuppressWarnings("SameNameButDifferent")
final class Functions {

  static final OutputTag<String> FIRST = new OutputTag<>("first", Types.STRING);
  static final MapStateDescriptor<String, Long> LIMITS =
      new MapStateDescriptor<>("limits", Types.STRING, Types.LONG);

  private Functions() {}

  record Click(String user, long amount) {}

  /** Counts clicks per user until a minute after the first one, and then emits. */
  static final class CountPerMinute extends KeyedProcessFunction<String, Click, String> {
    private static final long serialVersionUID = 1L;
    private transient ValueState<Long> count;
    private transient Counter seen;

    @Override
    public void open(OpenContext context) {
      count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.LONG));
      seen = getRuntimeContext().getMetricGroup().addGroup("clicks").counter("seen");
    }

    @Override
    public void processElement(Click click, Context ctx, Collector<String> out) throws Exception {
      seen.inc();
      Long before = count.value();
      if (before == null) {
        ctx.timerService().registerEventTimeTimer(ctx.timestamp() + 60_000);
        ctx.output(FIRST, click.user());
      }
      count.update(before == null ? 1L : before + 1);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext ctx, Collector<String> out)
        throws Exception {
      out.collect(ctx.getCurrentKey() + ": " + count.value());
      count.clear();
    }
  }

  /**
   * The same counts and the same state layout, as an operator that keeps counts on the heap and
   * writes them back before each barrier.
   */
  static final class CachedCountPerMinute extends AbstractStreamOperator<String>
      implements OneInputStreamOperator<Click, String>, Triggerable<String, VoidNamespace> {
    private static final long serialVersionUID = 1L;
    private transient Map<String, Long> cache;
    private transient InternalTimerService<VoidNamespace> timers;
    private transient Counter seen;

    @Override
    public void open() throws Exception {
      super.open();
      cache = new HashMap<>();
      timers = getInternalTimerService("user-timers", VoidNamespaceSerializer.INSTANCE, this);
      seen = getMetricGroup().counter("seen");
    }

    private ValueState<Long> count(String key) throws Exception {
      setCurrentKey(key);
      return getPartitionedState(new ValueStateDescriptor<>("count", Types.LONG));
    }

    @Override
    public void processElement(StreamRecord<Click> element) throws Exception {
      seen.inc();
      String user = element.getValue().user();
      Long before = cache.containsKey(user) ? cache.get(user) : count(user).value();
      if (before == null) {
        setCurrentKey(user);
        timers.registerEventTimeTimer(VoidNamespace.INSTANCE, element.getTimestamp() + 60_000);
        output.collect(FIRST, new StreamRecord<>(user));
      }
      cache.put(user, before == null ? 1L : before + 1);
    }

    @Override
    public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
      String user = timer.getKey();
      Long cached = cache.remove(user);
      long total = cached == null ? count(user).value() : cached;
      count(user).clear();
      output.collect(new StreamRecord<>(user + ": " + total, timer.getTimestamp()));
    }

    @Override
    public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {}

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
      flush();
    }

    @Override
    public void finish() throws Exception {
      flush();
      super.finish();
    }

    private void flush() throws Exception {
      for (Map.Entry<String, Long> entry : cache.entrySet()) {
        count(entry.getKey()).update(entry.getValue());
      }
      cache.clear();
    }
  }

  /** Remembers the latest name of a user and greets the user with it; forgets at the end. */
  static final class Join extends KeyedCoProcessFunction<String, Click, String, String> {
    private static final long serialVersionUID = 1L;
    private transient ValueState<String> name;

    @Override
    public void open(OpenContext context) {
      name = getRuntimeContext().getState(new ValueStateDescriptor<>("name", Types.STRING));
    }

    @Override
    public void processElement1(Click click, Context ctx, Collector<String> out) throws Exception {
      out.collect(name.value() + " clicked " + click.amount());
    }

    @Override
    public void processElement2(String value, Context ctx, Collector<String> out) throws Exception {
      name.update(value);
      ctx.timerService()
          .registerProcessingTimeTimer(ctx.timerService().currentProcessingTime() + 1_000);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext ctx, Collector<String> out) {
      name.clear();
    }
  }

  /** Emits clicks above a limit that comes by broadcast. */
  static final class Limited extends KeyedBroadcastProcessFunction<String, Click, Long, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public void processElement(Click click, ReadOnlyContext ctx, Collector<String> out)
        throws Exception {
      Long limit = ctx.getBroadcastState(LIMITS).get("all");
      if (limit != null && click.amount() > limit) {
        out.collect(click.user() + " " + click.amount() + " > " + limit);
      }
    }

    @Override
    public void processBroadcastElement(Long limit, Context ctx, Collector<String> out)
        throws Exception {
      ctx.getBroadcastState(LIMITS).put("all", limit);
    }
  }

  /** Doubles. */
  static final class Twice extends ProcessFunction<Long, Long> {
    private static final long serialVersionUID = 1L;

    @Override
    public void processElement(Long value, Context ctx, Collector<Long> out) {
      out.collect(2 * value);
    }
  }
}
