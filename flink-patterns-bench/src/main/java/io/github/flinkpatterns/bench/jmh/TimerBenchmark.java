// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.jmh;

import io.github.flinkpatterns.bench.rival.Way;
import io.github.flinkpatterns.bench.stream.Visit;
import io.github.flinkpatterns.bench.stream.Visits;
import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.Hosts;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What it costs to wait for the end of inactivity, by Flink's timers and by the due moments of the
 * fast host.
 *
 * <p>Scenario: 65,536 users, a moment three mean pauses after each event. {@code register}: a new
 * timer at every event, each of which fires. {@code move}: the last one is deleted first; when it
 * was is known without state. {@code due}: the fast host, whose one moment moves, with a barrier
 * every 100,000 events; it also keeps and writes the last time of each user, which the others do
 * not. The results of {@code move} and {@code due} must be equal.
 *
 * <p>Command: {@code flink-patterns-bench/run jmh TimerBenchmark}.
 */
public class TimerBenchmark extends WithBaselines {

  /** The operator. */
  @State(Scope.Thread)
  @SuppressWarnings("NullAway.Init") // JMH sets the fields
  public static class Operator {
    /** Where state is kept. */
    @Param({"rocksdb", "hashmap"})
    public String backend = "";

    /** Which timers. */
    @Param({"register", "move", "due"})
    public String way = "";

    /** How many users there are. */
    @Param("65536")
    public int users;

    Driver<Visit> driver;

    /** Opens the operator and fills it. */
    @Setup(Level.Trial)
    public void open() throws Exception {
      Visits visits = Visits.uniform(users, Visits.FOR_EVER, 0);
      long pause = 3L * users;
      Way<Visit, Long> timers =
          Way.of(
              way,
              events -> {
                var keyed = events.keyBy(Visit::user, Types.STRING);
                return way.equals("due")
                    ? Hosts.apply(keyed, new IdleLogic(pause), way, CacheSettings.defaults())
                    : keyed.process(new Timers(pause, way.equals("move"))).returns(Types.LONG);
              },
              ended -> ended);
      driver = new Driver<>(timers, visits, backend, 100_000);
      driver.steps(4 * users);
      if (!way.equals("register")) {
        Digests.note("TimerBenchmark", way + "-" + backend, driver.operator());
      }
    }

    /** Closes the operator. */
    @TearDown(Level.Trial)
    public void close() throws Exception {
      driver.close();
    }
  }

  /** One event. */
  @Benchmark
  public void event(Operator operator) throws Exception {
    operator.driver.step();
  }

  private static final class Timers extends KeyedProcessFunction<String, Visit, Long> {
    private final long pause;
    private final boolean move;
    private transient Map<String, Long> last = new HashMap<>();

    Timers(long pause, boolean move) {
      this.pause = pause;
      this.move = move;
    }

    @Override
    public void open(OpenContext context) {
      last = new HashMap<>();
    }

    @Override
    @SuppressWarnings("NullAway") // the stream has timestamps
    public void processElement(Visit visit, Context context, Collector<Long> out) {
      long due = context.timestamp() + pause;
      if (move) {
        Long before = last.put(visit.user(), due);
        if (before != null) {
          context.timerService().deleteEventTimeTimer(before);
        }
      }
      context.timerService().registerEventTimeTimer(due);
    }

    @Override
    public void onTimer(long time, OnTimerContext context, Collector<Long> out) {
      out.collect(time);
    }
  }
}
