// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.suite;

import com.sun.management.OperatingSystemMXBean;
import io.github.flinkpatterns.bench.report.Table;
import io.github.flinkpatterns.bench.run.Setup;
import io.github.flinkpatterns.recommend.ItemRecommender;
import io.github.flinkpatterns.recommend.Recommendation;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * A whole job that recommends after every event, and learns from it: how many a second, at what
 * cost, and how long one takes from the source to the end of the job.
 *
 * <p>Scenario: 20,000 items, of which a click takes one near the one before; either sessions of 5
 * clicks each (about 4 messages to rows for each click), or 5,000 users who come back for ever
 * (histories are full: 20 messages). 50 neighbours, parallelism 2, checkpoints every 10 s. First as
 * fast as it goes, then 1,000 events a second with a buffer timeout of 1 ms.
 *
 * <p>Command: {@code flink-patterns-bench/run recommend}.
 */
final class RecommendSuite {

  private static final int ITEMS = 20_000;

  /** Where the job runs in one JVM, both ends of it find their clocks here. */
  private static AtomicLongArray sent = new AtomicLongArray(0);

  private static AtomicLongArray tookNanos = new AtomicLongArray(0);

  /** One event. */
  public record Click(String user, String item, long at) {}

  /** What one run gave. */
  record Result(double perSecond, double cpuMicros, List<Long> sortedNanos) {
    double millis(double quantile) {
      return sortedNanos.get((int) (quantile * (sortedNanos.size() - 1))) / 1e6;
    }
  }

  private RecommendSuite() {}

  /** Makes clicks; with a rate, each at its moment. */
  static final class Clicks extends RichMapFunction<Long, Click> {
    private final boolean sessions;
    private final double perSecond;
    private long start;

    Clicks(boolean sessions, double perSecond) {
      this.sessions = sessions;
      this.perSecond = perSecond;
    }

    @Override
    public Click map(Long index) {
      if (perSecond > 0) {
        start = index == 0 ? System.nanoTime() : start;
        long due = start + (long) (index * 1e9 / perSecond);
        for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
          LockSupport.parkNanos(wait);
        }
      }
      // 200 sessions, or all users, take turns; each stays near where it began.
      long user = sessions ? index / 1_000 * 200 + index % 200 : index % 5_000;
      SplittableRandom where = new SplittableRandom(user * 0x9E3779B97F4A7C15L);
      SplittableRandom random = new SplittableRandom(index);
      int base = (int) (ITEMS * Math.pow(where.nextDouble(), 2));
      int item =
          Math.floorMod(base + (int) (random.nextDouble() * random.nextDouble() * 60), ITEMS);
      sent.set((int) (long) index, System.nanoTime());
      return new Click("user-" + user, "item-" + item, index);
    }
  }

  /** Notes how long a recommendation took. */
  static final class Arrived extends RichMapFunction<Recommendation<String, String>, Integer> {
    @Override
    public Integer map(Recommendation<String, String> recommendation) {
      int index = (int) recommendation.atMillis();
      tookNanos.set(index, System.nanoTime() - sent.get(index));
      return recommendation.items().size();
    }
  }

  static void run(Context context) throws Exception {
    Scale scale = context.scale();
    int rounds = context.rounds() == 0 ? scale.pick(1, 1, 3) : context.rounds();
    int warmUp = scale.pick(0, 60_000, 60_000);
    int many = scale.pick(1_000, 100_000, 100_000);
    int paced = scale.pick(300, 15_000, 15_000);
    List<Table.Row> rows = new ArrayList<>();
    String title = "Recommendations";
    for (boolean sessions : new boolean[] {true, false}) {
      context.progress().stops(title, 0);
      if (warmUp > 0) {
        job(context.setup(), sessions, warmUp, 0);
      }
      Result fastest = job(context.setup(), sessions, many, 0);
      Result soonest = job(context.setup(), sessions, paced, 1_000);
      for (int round = 1; round < rounds; round++) {
        context.progress().step(title, rows.size() * rounds + round, 2 * rounds);
        if (context.progress().late()) {
          break;
        }
        Result again = job(context.setup(), sessions, many, 0);
        fastest = again.perSecond() > fastest.perSecond() ? again : fastest;
        Result pacedAgain = job(context.setup(), sessions, paced, 1_000);
        soonest = pacedAgain.millis(.9) < soonest.millis(.9) ? pacedAgain : soonest;
      }
      rows.add(
          new Table.Row(
              sessions ? "sessions of 5 clicks" : "users with full histories",
              List.of(
                  fastest.perSecond(),
                  fastest.cpuMicros(),
                  soonest.millis(.5),
                  soonest.millis(.9),
                  soonest.millis(.99),
                  soonest.cpuMicros())));
    }
    context
        .report()
        .add(
            new Table(
                "recommend",
                "A recommendation after every event on " + context.setup().backend(),
                "The best run of each; the first third of a run is not counted. Parallelism 2.",
                "stream",
                "figure",
                List.of(
                    "most a second",
                    "CPU us/event",
                    "p50 ms at 1,000 a second",
                    "p90 ms",
                    "p99 ms",
                    "CPU us/event at 1,000 a second"),
                rows,
                Table.Chart.NONE));
  }

  private static Result job(Setup setup, boolean sessions, int events, double perSecond)
      throws Exception {
    sent = new AtomicLongArray(events);
    tookNanos = new AtomicLongArray(events);
    Configuration configuration = new Configuration();
    configuration.setString("state.backend.type", setup.backend());
    configuration.setString("execution.checkpointing.interval", "10 s");
    configuration.setString(
        "execution.checkpointing.dir", setup.folder().resolve("checkpoints").toUri().toString());
    configuration.setString("pipeline.generic-types", "false");
    configuration.setString("taskmanager.memory.managed.size", "256 mb");
    if (perSecond > 0) {
      configuration.setString("execution.buffer-timeout.interval", "1 ms");
    }
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
    DataStream<Click> clicks =
        env.fromSequence(0, events - 1)
            .setParallelism(1)
            .map(new Clicks(sessions, perSecond))
            .returns(TypeInformation.of(Click.class))
            .setParallelism(1)
            .assignTimestampsAndWatermarks(
                WatermarkStrategy.<Click>forMonotonousTimestamps()
                    .withTimestampAssigner((click, before) -> click.at()))
            .setParallelism(1);
    ItemRecommender.on(Click.class)
        .user(Click::user, String.class)
        .item(Click::item, String.class)
        .history(20)
        .neighbours(50)
        .seen(200)
        .build()
        .applyTo(clicks, "next")
        .map(new Arrived())
        .returns(Types.INT)
        .sinkTo(new DiscardingSink<>());
    OperatingSystemMXBean machine =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long cpu = machine.getProcessCpuTime();
    env.execute();
    double cpuMicros = (machine.getProcessCpuTime() - cpu) / 1e3 / events;
    int from = events / 3;
    long last = 0;
    long[] nanos = new long[events - from];
    for (int k = from; k < events; k++) {
      if (tookNanos.get(k) == 0) {
        throw new IllegalStateException("event " + k + " was not answered");
      }
      nanos[k - from] = tookNanos.get(k);
      last = Math.max(last, sent.get(k) + tookNanos.get(k));
    }
    Arrays.sort(nanos);
    return new Result(
        (events - from) * 1e9 / (last - sent.get(from)),
        cpuMicros,
        Arrays.stream(nanos).boxed().toList());
  }
}
