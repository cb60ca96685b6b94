// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.suite;

import io.github.flinkpatterns.bench.rival.MapStateTopK;
import io.github.flinkpatterns.bench.rival.Way;
import io.github.flinkpatterns.bench.run.Pace;
import io.github.flinkpatterns.bench.run.Question;
import io.github.flinkpatterns.bench.stream.Act;
import io.github.flinkpatterns.bench.stream.Acts;
import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.profile.EventWeights;
import io.github.flinkpatterns.profile.Interest;
import io.github.flinkpatterns.profile.Profile;
import io.github.flinkpatterns.profile.UserProfiler;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * The ten strongest of 100 interests after every event: ours against a map state that is scanned.
 *
 * <p>Scenario: 400 users at random, each event in one of 100 categories at random; moving average
 * with alpha .1 and the weights of {@link EventWeights#shopping}. After the warm-up every user has
 * all 100. A watermark every 200 events, a barrier every 20,000.
 *
 * <p>Command: {@code flink-patterns-bench/run profile}.
 */
final class ProfileSuite {

  static final String FAST = "UserProfiler, fast host";
  static final String PLAIN = "UserProfiler, function host";
  static final String SCAN = "MapState, scanned at every event";

  private static final int CATEGORIES = 100;
  private static final int TOP = 10;
  private static final double ALPHA = .1;

  private ProfileSuite() {}

  static void run(Context context) throws Exception {
    context.compare(
        question(context.scale().pick(20, 400, 400)).withBareRocksDb(),
        context.pace(Pace.of(2_000, 1, 2), Pace.of(20_000, 8, 6), Pace.of(20_000, 10, 15)));
  }

  static Question<Act> question(int users) {
    var spec =
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
    Way<Act, Profile<String>> fast =
        Way.of(
            FAST,
            acts -> spec.applyTo(acts, "profiles", CacheSettings.defaults()),
            ProfileSuite::digest);
    Way<Act, Profile<String>> plain =
        Way.of(
            PLAIN,
            acts -> acts.keyBy(Act::user, Types.STRING).process(spec.toFunction()),
            ProfileSuite::digest);
    return new Question<>(
            "profile",
            "Top 10 of 100 interests",
            String.format(
                "%,d users, 100 categories, moving average, top 10 at every event.", users),
            new Acts(users, CATEGORIES))
        .with(fast)
        .with(plain)
        .with(new MapStateTopK(TOP, ALPHA));
  }

  private static long digest(Profile<String> profile) {
    long hash = profile.key().hashCode();
    for (Interest interest : profile.interests()) {
      hash = MapStateTopK.digest(hash, interest.category(), interest.score());
    }
    return hash;
  }
}
