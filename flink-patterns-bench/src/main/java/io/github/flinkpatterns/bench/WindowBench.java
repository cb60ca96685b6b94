// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench;

import io.github.flinkpatterns.bench.SessionBench.CountAndSum;
import io.github.flinkpatterns.bench.SessionBench.Visit;
import io.github.flinkpatterns.bench.SessionBench.WithBounds;
import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.window.WindowAggregator;
import io.github.flinkpatterns.window.WindowResult;
import io.github.flinkpatterns.window.Windows;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple5;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.windowing.assigners.SlidingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.WindowAssigner;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Count and sum per user over three kinds of windows: ours in one pass against three of Flink's
 * window operators.
 *
 * <p>Scenario: one event a millisecond of event time, up to 2 s out of order, over 10,000 users, of
 * whom each has an event every 10 s on average; tumbling windows of 1 and of 5 minutes, sliding
 * ones of 1 minute by 30 s. A watermark every 200 events, a barrier every 100,000.
 *
 * <p>Command: {@code flink-patterns-bench/run window}.
 */
final class WindowBench {

  private static final int USERS = 10_000;
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
  private static final Duration HALF_MINUTE = Duration.ofSeconds(30);

  private WindowBench() {}

  static final class Visits implements PairedRun.Workload<Visit> {
    private final String[] names = new String[USERS];

    Visits() {
      for (int user = 0; user < USERS; user++) {
        names[user] = "user-" + user;
      }
    }

    @Override
    public StreamRecord<Visit> event(long index) {
      SplittableRandom random = new SplittableRandom(index * 0x9E3779B97F4A7C15L);
      Visit visit = new Visit(names[random.nextInt(USERS)], random.nextInt(10_000));
      return new StreamRecord<>(visit, 10_000 + index - random.nextInt(2_000));
    }

    @Override
    public long watermark(long index) {
      return 10_000 + index - 2_000;
    }
  }

  static void run(String backend, int rounds, Path folder, PrintStream out) throws Exception {
    TypeInformation<Tuple2<Long, Long>> pair = Types.TUPLE(Types.LONG, Types.LONG);
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    DataStream<Visit> visits = env.fromData(new Visit("a", 1));
    var ours =
        WindowAggregator.on(Visit.class)
            .keyedBy(Visit::user, String.class)
            .windows(
                Windows.tumbling(MINUTE),
                Windows.tumbling(FIVE_MINUTES),
                Windows.sliding(MINUTE, HALF_MINUTE))
            .aggregate(new CountAndSum(), pair, pair)
            .build();

    List<Variant<Visit>> variants = new ArrayList<>();
    variants.add(
        ours(
            "WindowAggregator, fast host",
            ours.applyTo(visits, "ours", CacheSettings.defaults()),
            backend,
            folder));
    variants.add(
        ours(
            "WindowAggregator, function host",
            visits.keyBy(Visit::user, Types.STRING).process(ours.toFunction()),
            backend,
            folder));
    List<Variant<Visit>> flink = new ArrayList<>();
    for (WindowAssigner<Object, TimeWindow> windows :
        List.<WindowAssigner<Object, TimeWindow>>of(
            TumblingEventTimeWindows.of(MINUTE),
            TumblingEventTimeWindows.of(FIVE_MINUTES),
            SlidingEventTimeWindows.of(MINUTE, HALF_MINUTE))) {
      flink.add(
          new OperatorVariant<>(
              windows.toString(),
              Operators.<Visit, Tuple5<String, Long, Long, Long, Long>>of(
                  visits
                      .keyBy(Visit::user, Types.STRING)
                      .window(windows)
                      .aggregate(
                          new CountAndSum(),
                          new WithBounds(),
                          pair,
                          pair,
                          Types.TUPLE(
                              Types.STRING, Types.LONG, Types.LONG, Types.LONG, Types.LONG))),
              Visit::user,
              Types.STRING,
              backend,
              folder,
              t -> Objects.hash(t.f0, t.f1, t.f2, t.f3, t.f4)));
    }
    variants.add(new SeveralOperators<>("Flink's three window operators", flink));
    variants.addAll(Baselines.of(visits, Visit::user, Types.STRING, backend, folder));

    PairedRun<Visit> run = new PairedRun<>(new Visits(), variants, 100_000, 200, 100_000);
    List<PairedRun.Cost> costs = run.run(4, rounds, out);
    PairedRun.print("Windows on " + backend, costs, variants.get(0).outputs(), out);
    for (Variant<Visit> variant : variants) {
      variant.close();
    }
  }

  private static OperatorVariant<String, Visit, WindowResult<String, Tuple2<Long, Long>>> ours(
      String name,
      DataStream<WindowResult<String, Tuple2<Long, Long>>> results,
      String backend,
      Path folder)
      throws Exception {
    return new OperatorVariant<>(
        name,
        Operators.<Visit, WindowResult<String, Tuple2<Long, Long>>>of(results),
        Visit::user,
        Types.STRING,
        backend,
        folder,
        r -> Objects.hash(r.key(), r.startMillis(), r.endMillis(), r.result().f0, r.result().f1));
  }
}
