// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench;

import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.session.Session;
import io.github.flinkpatterns.session.SessionAggregator;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple5;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.assigners.EventTimeSessionWindows;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.Collector;

/**
 * Sessions of events per user, with count and sum: ours against Flink's session window.
 *
 * <p>Scenario: one event a millisecond of event time, up to 2 s out of order, over 50,000 users at
 * a time, of whom each has an event every 50 s on average and is replaced after 500 s; gap 150 s.
 * So about 65,000 sessions are open. A watermark every 200 events, a barrier every 100,000.
 *
 * <p>Command: {@code flink-patterns-bench/run session}.
 */
final class SessionBench {

  private static final long GAP_MILLIS = 1_800_000;
  private static final int SLOTS = 30_000;
  private static final int SLOT_EVENTS = 600_000;

  /** One event. */
  record Visit(String user, long amount) {}

  /** Count and sum, as a user would write it. */
  static final class CountAndSum
      implements AggregateFunction<Visit, Tuple2<Long, Long>, Tuple2<Long, Long>> {
    @Override
    public Tuple2<Long, Long> createAccumulator() {
      return Tuple2.of(0L, 0L);
    }

    @Override
    public Tuple2<Long, Long> add(Visit visit, Tuple2<Long, Long> sum) {
      return Tuple2.of(sum.f0 + 1, sum.f1 + visit.amount());
    }

    @Override
    public Tuple2<Long, Long> getResult(Tuple2<Long, Long> sum) {
      return sum;
    }

    @Override
    public Tuple2<Long, Long> merge(Tuple2<Long, Long> a, Tuple2<Long, Long> b) {
      return Tuple2.of(a.f0 + b.f0, a.f1 + b.f1);
    }
  }

  /** Adds the bounds of the window, which a user of Flink's windows needs this function for. */
  static final class WithBounds
      extends ProcessWindowFunction<
          Tuple2<Long, Long>, Tuple5<String, Long, Long, Long, Long>, String, TimeWindow> {
    @Override
    public void process(
        String key,
        Context context,
        Iterable<Tuple2<Long, Long>> results,
        Collector<Tuple5<String, Long, Long, Long, Long>> out) {
      Tuple2<Long, Long> sum = results.iterator().next();
      TimeWindow window = context.window();
      out.collect(Tuple5.of(key, window.getStart(), window.getEnd(), sum.f0, sum.f1));
    }
  }

  private SessionBench() {}

  static final class Visits implements PairedRun.Workload<Visit> {
    private final String[] names = new String[SLOTS * 64];

    @Override
    public StreamRecord<Visit> event(long index) {
      SplittableRandom random = new SplittableRandom(index * 0x9E3779B97F4A7C15L);
      int slot = random.nextInt(SLOTS);
      int generation = (int) ((index + (long) slot * (SLOT_EVENTS / SLOTS)) / SLOT_EVENTS) % 64;
      int user = generation * SLOTS + slot;
      if (names[user] == null) {
        names[user] = "user-" + user;
      }
      long time = 10_000 + index - random.nextInt(2_000);
      return new StreamRecord<>(new Visit(names[user], random.nextInt(10_000)), time);
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

    SingleOutputStreamOperator<Tuple5<String, Long, Long, Long, Long>> window =
        visits
            .keyBy(Visit::user, Types.STRING)
            .window(EventTimeSessionWindows.withGap(Duration.ofMillis(GAP_MILLIS)))
            .aggregate(
                new CountAndSum(),
                new WithBounds(),
                pair,
                pair,
                Types.TUPLE(Types.STRING, Types.LONG, Types.LONG, Types.LONG, Types.LONG));
    var ours =
        SessionAggregator.on(Visit.class)
            .keyedBy(Visit::user, String.class)
            .closeAfterInactivity(Duration.ofMillis(GAP_MILLIS))
            .aggregate(new CountAndSum(), pair, pair)
            .build();

    List<Variant<Visit>> variants = new ArrayList<>();
    variants.add(
        new OperatorVariant<>(
            "SessionAggregator, fast host",
            Operators.<Visit, Session<String, Tuple2<Long, Long>>>of(
                ours.applyTo(visits, "ours", CacheSettings.defaults())),
            Visit::user,
            Types.STRING,
            backend,
            folder,
            SessionBench::hash));
    variants.add(
        new OperatorVariant<>(
            "SessionAggregator, function host",
            Operators.<Visit, Session<String, Tuple2<Long, Long>>>of(
                visits.keyBy(Visit::user, Types.STRING).process(ours.toFunction())),
            Visit::user,
            Types.STRING,
            backend,
            folder,
            SessionBench::hash));
    variants.add(
        new OperatorVariant<>(
            "Flink's session window",
            Operators.<Visit, Tuple5<String, Long, Long, Long, Long>>of(window),
            Visit::user,
            Types.STRING,
            backend,
            folder,
            t -> Objects.hash(t.f0, t.f1, t.f2, t.f3, t.f4)));
    variants.addAll(Baselines.of(visits, Visit::user, Types.STRING, backend, folder));

    PairedRun<Visit> run = new PairedRun<>(new Visits(), variants, 100_000, 200, 100_000);
    List<PairedRun.Cost> costs = run.run(26, rounds, out);
    PairedRun.print("Sessions on " + backend, costs, variants.get(0).outputs(), out);
    for (Variant<Visit> variant : variants) {
      variant.close();
    }
  }

  private static long hash(Session<String, Tuple2<Long, Long>> s) {
    return Objects.hash(s.key(), s.startMillis(), s.endMillis(), s.result().f0, s.result().f1);
  }
}
