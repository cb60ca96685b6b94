// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.authlog;

import io.github.flinkpatterns.examples.frame.Outputs;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.windowing.WindowFunction;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;

/**
 * What each user did in each minute, and for how long by then without a pause longer than {@link
 * #GAP}. Flink's own windows count; behind them one value per user, {start, end} of the session, is
 * kept until the session is over.
 */
final class UserMinutes
    extends KeyedProcessFunction<String, UserMinutes.UserMinute, UserMinutes.UserMinute> {

  static final Duration GAP = Duration.ofMinutes(30);

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private transient ValueState<long[]> session;

  @SuppressWarnings("NullAway.Init")
  private UserMinutes() {}

  /**
   * What a user did in a minute.
   *
   * @param userId the user
   * @param windowStartMillis the first millisecond of the minute
   * @param windowEndMillis the first millisecond after it
   * @param events how many things the user did
   * @param actions how often the user did each of them
   * @param sessionStartMillis when the session began to which the minute's last event belongs
   * @param sessionMillis from there to that event
   */
  public record UserMinute(
      String userId,
      long windowStartMillis,
      long windowEndMillis,
      long events,
      Map<String, Long> actions,
      long sessionStartMillis,
      long sessionMillis) {

    static final TypeInformation<UserMinute> TYPE =
        Types.POJO(
            UserMinute.class,
            Map.of(
                "userId", Types.STRING,
                "windowStartMillis", Types.LONG,
                "windowEndMillis", Types.LONG,
                "events", Types.LONG,
                "actions", Types.MAP(Types.STRING, Types.LONG),
                "sessionStartMillis", Types.LONG,
                "sessionMillis", Types.LONG));
  }

  /**
   * What is counted of a minute.
   *
   * @param actions how often each thing was done
   * @param firstMillis the first event's time
   * @param lastMillis the last event's time
   */
  public record Counts(Map<String, Long> actions, long firstMillis, long lastMillis) {

    static final TypeInformation<Counts> TYPE =
        Types.POJO(
            Counts.class,
            Map.of(
                "actions", Types.MAP(Types.STRING, Types.LONG),
                "firstMillis", Types.LONG,
                "lastMillis", Types.LONG));

    private Counts plus(Counts other) {
      Map<String, Long> sum = new TreeMap<>(actions);
      other.actions.forEach((action, count) -> sum.merge(action, count, Long::sum));
      return new Counts(
          sum, Math.min(firstMillis, other.firstMillis), Math.max(lastMillis, other.lastMillis));
    }
  }

  static void write(DataStream<AuthEvent> ofUsers, Outputs outputs) {
    outputs.write(
        ofUsers
            .keyBy(AuthlogJob::userOf, Types.STRING)
            .window(TumblingEventTimeWindows.of(MINUTE))
            .aggregate(new Counter(), new OfMinute(), Counts.TYPE, UserMinute.TYPE)
            .name("actions")
            .uid("actions")
            .keyBy(UserMinute::userId, Types.STRING)
            .process(new UserMinutes(), UserMinute.TYPE)
            .name("user-metrics")
            .uid("user-metrics"),
        "user-metrics");
  }

  @Override
  public void open(OpenContext context) {
    session =
        getRuntimeContext()
            .getState(
                new ValueStateDescriptor<>(
                    "session", PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO));
  }

  /** Takes a minute whose session is that of the minute alone. */
  @Override
  public void processElement(UserMinute minute, Context context, Collector<UserMinute> out)
      throws Exception {
    long first = minute.sessionStartMillis();
    long last = first + minute.sessionMillis();
    long[] before = session.value();
    long start = before == null || first - before[1] > GAP.toMillis() ? first : before[0];
    session.update(new long[] {start, last});
    // A minute that goes on with the session comes at its end, so up to a minute later.
    context.timerService().registerEventTimeTimer(last + GAP.plus(MINUTE).toMillis());
    out.collect(
        new UserMinute(
            minute.userId(),
            minute.windowStartMillis(),
            minute.windowEndMillis(),
            minute.events(),
            minute.actions(),
            start,
            last - start));
  }

  @Override
  public void onTimer(long millis, OnTimerContext context, Collector<UserMinute> out)
      throws Exception {
    long[] open = session.value();
    if (open != null && open[1] + GAP.plus(MINUTE).toMillis() <= millis) {
      session.clear();
    }
  }

  /** Counts the events of a minute. */
  private static final class Counter implements AggregateFunction<AuthEvent, Counts, Counts> {

    @Override
    public Counts createAccumulator() {
      return new Counts(Map.of(), Long.MAX_VALUE, Long.MIN_VALUE);
    }

    @Override
    public Counts add(AuthEvent event, Counts counts) {
      long at = event.timestampMillis();
      return counts.plus(new Counts(Map.of(event.type(), 1L), at, at));
    }

    @Override
    public Counts getResult(Counts counts) {
      return counts;
    }

    @Override
    public Counts merge(Counts a, Counts b) {
      return a.plus(b);
    }
  }

  /** Adds the user and the minute to what was counted. */
  private static final class OfMinute
      implements WindowFunction<Counts, UserMinute, String, TimeWindow> {

    @Override
    public void apply(
        String user, TimeWindow minute, Iterable<Counts> all, Collector<UserMinute> out) {
      for (Counts counts : all) {
        out.collect(
            new UserMinute(
                user,
                minute.getStart(),
                minute.getEnd(),
                counts.actions().values().stream().mapToLong(Long::longValue).sum(),
                counts.actions(),
                counts.firstMillis(),
                counts.lastMillis() - counts.firstMillis()));
      }
    }
  }
}
