// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench;

import io.github.flinkpatterns.cep.PatternMatch;
import io.github.flinkpatterns.cep.keyed.BruteForce;
import io.github.flinkpatterns.host.CacheSettings;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.cep.CEP;
import org.apache.flink.cep.functions.PatternProcessFunction;
import org.apache.flink.cep.nfa.aftermatch.AfterMatchSkipStrategy;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.cep.pattern.conditions.SimpleCondition;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.Collector;

/**
 * Five failed logins within 60 s and no success between them: ours against flink-cep's {@code
 * times(5).consecutive().within(60 s)}.
 *
 * <p>Scenario: one login a millisecond of event time, up to 2 s out of order, over 20,000 users, so
 * one of each user every 20 s; six of ten fail. A watermark every 200 events, a barrier every
 * 20,000.
 *
 * <p>Command: {@code flink-patterns-bench/run pattern}.
 */
final class PatternBench {

  private static final Duration WINDOW = Duration.ofSeconds(60);
  private static final int USERS = 20_000;
  private static final int CHUNK = 20_000;

  /** One login; the time is there for flink-cep, which hands out events without theirs. */
  public record Login(String user, long time, boolean ok) {}

  /** Sends user, first and last time of a match, as a user would write it. */
  static final class Bounds extends PatternProcessFunction<Login, Tuple3<String, Long, Long>> {
    @Override
    public void processMatch(
        Map<String, List<Login>> match,
        Context context,
        Collector<Tuple3<String, Long, Long>> out) {
      List<Login> logins = Objects.requireNonNull(match.get("failures"));
      Login last = logins.get(logins.size() - 1);
      out.collect(Tuple3.of(last.user(), logins.get(0).time(), last.time()));
    }
  }

  private static final class Logins implements PairedRun.Workload<Login> {
    private final String[] names = new String[USERS];

    @Override
    public StreamRecord<Login> event(long index) {
      SplittableRandom random = new SplittableRandom(index * 0x9E3779B97F4A7C15L);
      int user = random.nextInt(USERS);
      if (names[user] == null) {
        names[user] = "user-" + user;
      }
      long time = 10_000 + index - random.nextInt(2_000);
      return new StreamRecord<>(new Login(names[user], time, random.nextInt(10) >= 6), time);
    }

    @Override
    public long watermark(long index) {
      return 10_000 + index - 2_000;
    }
  }

  private PatternBench() {}

  static void run(String backend, int rounds, Path folder, PrintStream out) throws Exception {
    TypeInformation<Tuple3<String, Long, Long>> bounds =
        Types.TUPLE(Types.STRING, Types.LONG, Types.LONG);
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    DataStream<Login> logins = env.fromData(new Login("a", 1, true));

    Pattern<Login, ?> pattern =
        Pattern.<Login>begin("failures", AfterMatchSkipStrategy.skipPastLastEvent())
            .where(SimpleCondition.of(login -> !login.ok()))
            .times(5)
            .consecutive()
            .within(WINDOW);
    // Failures first within one millisecond, as BruteForce has them.
    DataStream<Tuple3<String, Long, Long>> cep =
        CEP.pattern(
                logins.keyBy(Login::user, Types.STRING),
                pattern,
                (a, b) -> Boolean.compare(a.ok(), b.ok()))
            .process(new Bounds(), bounds);
    var ours =
        BruteForce.on(Login.class)
            .keyedBy(Login::user, String.class)
            .failure(login -> !login.ok())
            .success(Login::ok)
            .times(5)
            .within(WINDOW)
            .build();

    List<Variant<Login>> variants = new ArrayList<>();
    variants.add(
        new OperatorVariant<>(
            "BruteForce, fast host",
            Operators.<Login, PatternMatch<String, Login>>of(
                ours.applyTo(logins, "ours", CacheSettings.defaults())),
            Login::user,
            Types.STRING,
            backend,
            folder,
            PatternBench::hash));
    variants.add(
        new OperatorVariant<>(
            "BruteForce, function host",
            Operators.<Login, PatternMatch<String, Login>>of(
                logins.keyBy(Login::user, Types.STRING).process(ours.toFunction())),
            Login::user,
            Types.STRING,
            backend,
            folder,
            PatternBench::hash));
    variants.add(
        new OperatorVariant<>(
            "flink-cep, times(5).consecutive().within",
            Operators.<Login, Tuple3<String, Long, Long>>of(cep),
            Login::user,
            Types.STRING,
            backend,
            folder,
            match -> Objects.hash(match.f0, match.f1, match.f2)));
    variants.addAll(Baselines.of(logins, Login::user, Types.STRING, backend, folder));

    PairedRun<Login> run = new PairedRun<>(new Logins(), variants, CHUNK, 200, CHUNK);
    List<PairedRun.Cost> costs = run.run(8, rounds, out);
    PairedRun.print(
        "Five failures within a minute on " + backend, costs, variants.get(0).outputs(), out);
    for (Variant<Login> variant : variants) {
      variant.close();
    }
  }

  private static long hash(PatternMatch<String, Login> match) {
    return Objects.hash(match.key(), match.startMillis(), match.endMillis());
  }
}
