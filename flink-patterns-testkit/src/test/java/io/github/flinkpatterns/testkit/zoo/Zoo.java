// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.zoo;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.typeutils.GenericTypeInfo;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Functions that sum amounts per user and emit the sum a minute after the first visit, each broken
 * in one way that a plain unit test does not show, and the correct twin of each.
 */
public final class Zoo {

  private Zoo() {}

  /** Correct: one state, one timer, cleared together. The twin of most of the others. */
  public static class Correct extends KeyedProcessFunction<String, Visit, String> {
    private static final long serialVersionUID = 1L;
    protected transient ValueState<Long> sum;

    @Override
    public void open(OpenContext context) {
      sum = getRuntimeContext().getState(new ValueStateDescriptor<>("sum", Types.LONG));
    }

    @Override
    public void processElement(Visit visit, Context ctx, Collector<String> out) throws Exception {
      Long before = sum.value();
      if (before == null) {
        ctx.timerService().registerEventTimeTimer(minuteOf(visit));
      }
      sum.update((before == null ? 0 : before) + visit.amount());
    }

    protected static long minuteOf(Visit visit) {
      return visit.time() / 60_000 * 60_000 + 59_999;
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext ctx, Collector<String> out)
        throws Exception {
      out.collect(ctx.getCurrentKey() + "=" + sum.value());
      sum.clear();
    }
  }

  /** Forgets to clear. */
  public static class Leaky extends Correct {
    private static final long serialVersionUID = 1L;

    @Override
    public void onTimer(long timestamp, OnTimerContext ctx, Collector<String> out)
        throws Exception {
      out.collect(ctx.getCurrentKey() + "=" + sum.value());
    }
  }

  /** Keeps sums on the heap of the function, where no checkpoint sees them. */
  public static class HeapField extends Correct {
    private static final long serialVersionUID = 1L;
    private transient Map<String, Long> sums;

    @Override
    public void open(OpenContext context) {
      sums = new HashMap<>();
    }

    @Override
    public void processElement(Visit visit, Context ctx, Collector<String> out) {
      if (sums.merge(visit.user(), visit.amount(), Long::sum) == visit.amount()) {
        ctx.timerService().registerEventTimeTimer(minuteOf(visit));
      }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext ctx, Collector<String> out) {
      out.collect(ctx.getCurrentKey() + "=" + sums.remove(ctx.getCurrentKey()));
    }
  }

  /** Emits the first amount that arrives, not the first in time. */
  public static class FirstToArrive extends Correct {
    private static final long serialVersionUID = 1L;

    @Override
    public void processElement(Visit visit, Context ctx, Collector<String> out) throws Exception {
      if (sum.value() == null) {
        ctx.timerService().registerEventTimeTimer(minuteOf(visit));
        sum.update(visit.amount());
      }
    }
  }

  /** The largest amount does not depend on who came first. */
  public static class Largest extends Correct {
    private static final long serialVersionUID = 1L;

    @Override
    public void processElement(Visit visit, Context ctx, Collector<String> out) throws Exception {
      Long before = sum.value();
      if (before == null) {
        ctx.timerService().registerEventTimeTimer(minuteOf(visit));
      }
      sum.update(before == null ? visit.amount() : Math.max(before, visit.amount()));
    }
  }

  /** Does not count what comes too late. */
  public static class DropsLate extends Correct {
    private static final long serialVersionUID = 1L;

    @Override
    public void processElement(Visit visit, Context ctx, Collector<String> out) throws Exception {
      if (visit.time() > ctx.timerService().currentWatermark()) {
        super.processElement(visit, ctx, out);
      }
    }
  }

  /** Its state falls to Kryo, since nobody said what it is. */
  public static class KryoState extends Correct {
    private static final long serialVersionUID = 1L;

    @Override
    public void open(OpenContext context) {
      sum = getRuntimeContext().getState(new ValueStateDescriptor<>("sum", type()));
    }

    TypeInformation<Long> type() {
      return new GenericTypeInfo<>(Long.class);
    }
  }

  /** Kryo one level down: a POJO with a plain Map field. */
  public static class KryoField extends KeyedProcessFunction<String, Visit, String> {
    private static final long serialVersionUID = 1L;
    private transient ValueState<Tally> tally;

    /** State with a field that Flink cannot type. */
    public static class Tally {
      public long sum;
      public Object label;
    }

    @Override
    public void open(OpenContext context) {
      tally =
          getRuntimeContext()
              .getState(new ValueStateDescriptor<>("tally", TypeInformation.of(Tally.class)));
    }

    @Override
    public void processElement(Visit visit, Context ctx, Collector<String> out) throws Exception {
      Tally t = new Tally();
      t.sum = visit.amount();
      t.label = visit.user();
      tally.update(t);
      ctx.timerService().registerEventTimeTimer(visit.time());
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext ctx, Collector<String> out) {
      tally.clear();
    }
  }

  /** Loses its lambda on the way to the cluster. */
  public static class TransientLambda extends Correct {
    private static final long serialVersionUID = 1L;
    private final transient Function<Visit, Long> amount;

    public TransientLambda(Function<Visit, Long> amount) {
      this.amount = amount;
    }

    @Override
    public void processElement(Visit visit, Context ctx, Collector<String> out) throws Exception {
      out.collect(visit.user() + "=" + amount.apply(visit));
    }
  }

  /** Draws lots. */
  public static class Random extends Correct {
    private static final long serialVersionUID = 1L;

    @Override
    public void processElement(Visit visit, Context ctx, Collector<String> out) {
      out.collect(visit.user() + "=" + ThreadLocalRandom.current().nextLong());
    }
  }

  /** Counts visits of a subtask, which means nothing once the keys move to another one. */
  public static class NotRescalable extends Correct {
    private static final long serialVersionUID = 1L;

    @Override
    public void processElement(Visit visit, Context ctx, Collector<String> out) {
      out.collect(
          visit.user() + " by " + getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());
    }
  }

  /** Emits a greeting whenever it starts. */
  public static class EmitsAfterRestore extends Correct {
    private static final long serialVersionUID = 1L;
    private transient boolean greeted;

    @Override
    public void processElement(Visit visit, Context ctx, Collector<String> out) throws Exception {
      if (!greeted) {
        greeted = true;
        out.collect("first visit: " + visit.user());
      }
      super.processElement(visit, ctx, out);
    }
  }

  /** Changes, in place, the object that it has given to the state. */
  public static class Aliasing extends KeyedProcessFunction<String, Visit, String> {
    private static final long serialVersionUID = 1L;
    private transient ValueState<long[]> sum;
    private transient Map<String, long[]> live;

    @Override
    public void open(OpenContext context) {
      live = new HashMap<>();
      sum =
          getRuntimeContext()
              .getState(
                  new ValueStateDescriptor<>(
                      "sum", PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    @Override
    public void processElement(Visit visit, Context ctx, Collector<String> out) throws Exception {
      long[] value = live.get(visit.user());
      if (value == null) {
        long[] stored = sum.value();
        value = stored == null ? new long[1] : stored;
        live.put(visit.user(), value);
        sum.update(value);
        ctx.timerService().registerEventTimeTimer(Correct.minuteOf(visit));
      }
      value[0] += visit.amount();
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext ctx, Collector<String> out)
        throws Exception {
      live.remove(ctx.getCurrentKey());
      out.collect(ctx.getCurrentKey() + "=" + sum.value()[0]);
      sum.clear();
    }
  }

  /** Changes what value() gave and forgets update(): right on the heap, wrong on RocksDB. */
  public static class MutatesInPlace extends KeyedProcessFunction<String, Visit, String> {
    private static final long serialVersionUID = 1L;
    private transient ValueState<long[]> sum;

    @Override
    public void open(OpenContext context) {
      sum =
          getRuntimeContext()
              .getState(
                  new ValueStateDescriptor<>(
                      "sum", PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    @Override
    public void processElement(Visit visit, Context ctx, Collector<String> out) throws Exception {
      long[] value = sum.value();
      if (value == null) {
        ctx.timerService().registerEventTimeTimer(Correct.minuteOf(visit));
        sum.update(new long[] {visit.amount()});
      } else {
        value[0] += visit.amount();
      }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext ctx, Collector<String> out)
        throws Exception {
      out.collect(ctx.getCurrentKey() + "=" + sum.value()[0]);
      sum.clear();
    }
  }

  /** Keeps every visit of a key for ever. */
  public static class KeepsAll extends KeyedProcessFunction<String, Visit, String> {
    private static final long serialVersionUID = 1L;
    private transient ListState<Long> all;

    @Override
    public void open(OpenContext context) {
      all = getRuntimeContext().getListState(new ListStateDescriptor<>("all", Types.LONG));
    }

    @Override
    public void processElement(Visit visit, Context ctx, Collector<String> out) throws Exception {
      all.add(visit.amount());
    }
  }

  /**
   * Ends a user's minute at a visit of amount 0, but leaves the timer, which then fires in vain.
   */
  public static class LeavesItsTimer extends Correct {
    private static final long serialVersionUID = 1L;

    @Override
    public void processElement(Visit visit, Context ctx, Collector<String> out) throws Exception {
      if (visit.amount() > 0) {
        super.processElement(visit, ctx, out);
      } else {
        out.collect(visit.user() + "=" + sum.value());
        sum.clear();
      }
    }
  }

  /** Deletes the timer with the state. */
  public static class DeletesItsTimer extends Correct {
    private static final long serialVersionUID = 1L;

    @Override
    public void processElement(Visit visit, Context ctx, Collector<String> out) throws Exception {
      if (visit.amount() > 0) {
        super.processElement(visit, ctx, out);
      } else {
        out.collect(visit.user() + "=" + sum.value());
        ctx.timerService().deleteEventTimeTimer(minuteOf(visit));
        sum.clear();
      }
    }
  }

  /** Never stops re-arming. */
  public static class RearmsForEver extends Correct {
    private static final long serialVersionUID = 1L;

    @Override
    public void processElement(Visit visit, Context ctx, Collector<String> out) {
      ctx.timerService()
          .registerProcessingTimeTimer(ctx.timerService().currentProcessingTime() + 1_000);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext ctx, Collector<String> out) {
      ctx.timerService().registerProcessingTimeTimer(timestamp + 1_000);
    }
  }

  /** Re-arms an event-time timer for ever, so that a bounded input never ends. */
  public static class NeverEnds extends Correct {
    private static final long serialVersionUID = 1L;

    @Override
    public void processElement(Visit visit, Context ctx, Collector<String> out) {
      ctx.timerService().registerEventTimeTimer(visit.time());
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext ctx, Collector<String> out) {
      ctx.timerService().registerEventTimeTimer(timestamp + 1);
    }
  }

  /** Passes a user's first visit of an hour; the time-to-live says how long it remembers. */
  public static class OncePer extends KeyedProcessFunction<String, Visit, String> {
    private static final long serialVersionUID = 1L;
    private final Duration ttl;
    private transient ValueState<Boolean> seen;

    public OncePer(Duration ttl) {
      this.ttl = ttl;
    }

    @Override
    public void open(OpenContext context) {
      ValueStateDescriptor<Boolean> descriptor = new ValueStateDescriptor<>("seen", Types.BOOLEAN);
      descriptor.enableTimeToLive(StateTtlConfig.newBuilder(ttl).build());
      seen = getRuntimeContext().getState(descriptor);
    }

    @Override
    public void processElement(Visit visit, Context ctx, Collector<String> out) throws Exception {
      if (seen.value() == null) {
        seen.update(true);
        out.collect(visit.user());
      }
    }
  }

  /** Keeps its sum under the same name with another type, as a careless change would. */
  public static class ChangedState extends KeyedProcessFunction<String, Visit, String> {
    private static final long serialVersionUID = 1L;
    private transient ValueState<String> sum;

    @Override
    public void open(OpenContext context) {
      sum = getRuntimeContext().getState(new ValueStateDescriptor<>("sum", Types.STRING));
    }

    @Override
    public void processElement(Visit visit, Context ctx, Collector<String> out) throws Exception {
      ctx.timerService().registerEventTimeTimer(Correct.minuteOf(visit));
      sum.update(String.valueOf(visit.amount()));
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext ctx, Collector<String> out) {
      sum.clear();
    }
  }

  /** Keeps its sum under another name, which restores silently empty. */
  public static class RenamedState extends Correct {
    private static final long serialVersionUID = 1L;

    @Override
    public void open(OpenContext context) {
      sum = getRuntimeContext().getState(new ValueStateDescriptor<>("total", Types.LONG));
    }
  }
}
