// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench;

import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.profile.EventWeights;
import io.github.flinkpatterns.profile.Interest;
import io.github.flinkpatterns.profile.Profile;
import io.github.flinkpatterns.profile.UserProfiler;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * The ten strongest of 100 interests after every event: ours against a map state that is scanned.
 *
 * <p>Scenario: 400 users at random, each event in one of 100 categories at random; moving average
 * with alpha .1 and the weights of {@link EventWeights#shopping}. After the warm-up every user has
 * all 100. A watermark every 200 events, a barrier every 20,000.
 *
 * <p>Command: {@code flink-patterns-bench/run profile}.
 */
final class ProfileBench {

  private static final int USERS = 400;
  private static final int CATEGORIES = 100;
  private static final int TOP = 10;
  private static final double ALPHA = .1;
  private static final List<String> TYPES = List.of("view", "click", "like", "purchase");
  private static final Comparator<Tuple2<String, Double>> BEST_FIRST =
      Comparator.<Tuple2<String, Double>>comparingDouble(t -> -t.f1).thenComparing(t -> t.f0);

  /** One event. */
  record Act(String user, String category, String type) {}

  /** What most jobs do today. */
  static final class MapStateScan
      extends KeyedProcessFunction<String, Act, Tuple2<String, List<Tuple2<String, Double>>>> {
    private transient @Nullable MapState<String, Double> interests;

    @Override
    public void open(OpenContext context) {
      interests =
          getRuntimeContext()
              .getMapState(new MapStateDescriptor<>("interests", Types.STRING, Types.DOUBLE));
    }

    @Override
    @SuppressWarnings("NullAway")
    public void processElement(
        Act act, Context context, Collector<Tuple2<String, List<Tuple2<String, Double>>>> out)
        throws Exception {
      Double before = interests.get(act.category());
      double score = before == null ? 0 : before;
      interests.put(act.category(), score + ALPHA * (weight(act.type()) - score));
      List<Tuple2<String, Double>> all = new ArrayList<>();
      for (Map.Entry<String, Double> entry : interests.entries()) {
        all.add(Tuple2.of(entry.getKey(), entry.getValue()));
      }
      all.sort(BEST_FIRST);
      out.collect(
          Tuple2.of(act.user(), new ArrayList<>(all.subList(0, Math.min(TOP, all.size())))));
    }

    private static double weight(String type) {
      return switch (type) {
        case "view" -> .1;
        case "click" -> .3;
        case "like" -> .5;
        default -> 1;
      };
    }
  }

  private ProfileBench() {}

  static final class Acts implements PairedRun.Workload<Act> {
    private final String[] users = new String[USERS];
    private final String[] categories = new String[CATEGORIES];

    Acts() {
      for (int k = 0; k < USERS; k++) {
        users[k] = "user-" + k;
      }
      for (int k = 0; k < CATEGORIES; k++) {
        categories[k] = "category-" + k;
      }
    }

    @Override
    public StreamRecord<Act> event(long index) {
      SplittableRandom random = new SplittableRandom(index * 0x9E3779B97F4A7C15L);
      return new StreamRecord<>(
          new Act(
              users[random.nextInt(USERS)],
              categories[random.nextInt(CATEGORIES)],
              TYPES.get(random.nextInt(TYPES.size()))),
          10_000 + index);
    }

    @Override
    public long watermark(long index) {
      return index;
    }
  }

  static void run(String backend, int rounds, Path folder, PrintStream out) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    DataStream<Act> acts = env.fromData(new Act("a", "b", "view"));
    var profiler =
        UserProfiler.on(Act.class)
            .keyedBy(Act::user, String.class)
            .categoryBy(Act::category)
            .forgetAfterInactivity(Duration.ofDays(90))
            .interestsByMovingAverage(ALPHA)
            .weightedBy(Act::type, EventWeights.shopping())
            .top(TOP)
            .maxCategories(CATEGORIES)
            .inArrivalOrder()
            .build();

    List<Variant<Act>> variants = new ArrayList<>();
    variants.add(
        new OperatorVariant<>(
            "UserProfiler, fast host",
            Operators.<Act, Profile<String>>of(
                profiler.applyTo(acts, "profiles", CacheSettings.defaults())),
            Act::user,
            Types.STRING,
            backend,
            folder,
            ProfileBench::hash));
    variants.add(
        new OperatorVariant<>(
            "UserProfiler, function host",
            Operators.<Act, Profile<String>>of(
                acts.keyBy(Act::user, Types.STRING).process(profiler.toFunction())),
            Act::user,
            Types.STRING,
            backend,
            folder,
            ProfileBench::hash));
    variants.add(
        new OperatorVariant<>(
            "MapState, scanned at every event",
            Operators.<Act, Tuple2<String, List<Tuple2<String, Double>>>>of(
                acts.keyBy(Act::user, Types.STRING)
                    .process(
                        new MapStateScan(),
                        Types.TUPLE(
                            Types.STRING, Types.LIST(Types.TUPLE(Types.STRING, Types.DOUBLE))))),
            Act::user,
            Types.STRING,
            backend,
            folder,
            ProfileBench::hash));
    variants.addAll(Baselines.of(acts, Act::user, Types.STRING, backend, folder));

    PairedRun<Act> run = new PairedRun<>(new Acts(), variants, 20_000, 200, 20_000);
    List<PairedRun.Cost> costs = run.run(10, rounds, out);
    PairedRun.print("Top 10 of 100 interests on " + backend, costs, variants.get(0).outputs(), out);
    for (Variant<Act> variant : variants) {
      variant.close();
    }
  }

  private static long hash(Profile<String> profile) {
    long hash = profile.key().hashCode();
    for (Interest interest : profile.interests()) {
      hash = 31 * (31 * hash + interest.category().hashCode()) + Double.hashCode(interest.score());
    }
    return hash;
  }

  private static long hash(Tuple2<String, List<Tuple2<String, Double>>> top) {
    long hash = top.f0.hashCode();
    for (Tuple2<String, Double> interest : top.f1) {
      hash = 31 * (31 * hash + interest.f0.hashCode()) + Double.hashCode(interest.f1);
    }
    return hash;
  }
}
