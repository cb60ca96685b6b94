// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.Hosts;
import io.github.flinkpatterns.testkit.job.FlinkJobTest;
import io.github.flinkpatterns.testkit.job.JobSource;
import io.github.flinkpatterns.testkit.job.JobTypeGuard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whole jobs that crash at random points and are rescaled 2 to 3 to 1: whole counts are those of a
 * plain computation, to the last one, and every event is answered once.
 */
class RecommenderExactnessTest {

  private static final int EVENTS = 900;
  private static final int HISTORY = 6;
  private static final CacheSettings SMALL =
      CacheSettings.defaults().withMaxEntries(8).withMaxDirty(4);

  @RegisterExtension static final FlinkJobTest flink = FlinkJobTest.create();

  private static ItemRecommender<Take, String, String> recommender(int neighbours) {
    return ItemRecommender.on(Take.class)
        .user(Take::user, String.class)
        .item(Take::item, String.class)
        .history(HISTORY)
        .neighbours(neighbours)
        .seen(100)
        .weight(Take::weight)
        .wholeCounts()
        .forgetAfterInactivity(Duration.ofDays(30))
        .build();
  }

  private static List<Take> takes(long seed) {
    Random random = new Random(seed);
    List<Take> takes = new ArrayList<>();
    for (int k = 0; k < EVENTS; k++) {
      int item = (int) (40 * Math.pow(random.nextDouble(), 2));
      takes.add(new Take("u" + random.nextInt(30), "i" + item, 1 + random.nextInt(3), 1_000L * k));
    }
    return takes;
  }

  private static JobSource<Take> crashing(List<Take> takes, long seed) {
    int[] points = new Random(seed).ints(1, EVENTS).distinct().limit(3).sorted().toArray();
    return JobSource.of(Take.class, takes, Take::millis).failAfterRecords(points);
  }

  private static DataStream<String> rowsOf(
      ItemRecommender<Take, String, String> recommender, DataStream<Take> in, boolean masses) {
    return Hosts.apply(
        Hosts.apply(
                in.keyBy(Take::user, Types.STRING),
                new UserLogic<>(recommender.recipe()),
                "users",
                SMALL)
            .keyBy(RowMessage::item, Types.STRING),
        new RowsAtTheEnd(new RowLogic<>(recommender.recipe()), masses),
        "rows",
        SMALL);
  }

  @ParameterizedTest
  @CsvSource({"rocksdb, 1", "hashmap, 2"})
  void countsAreThoseOfAPlainComputationThroughCrashesAndRescaling(String backend, long seed) {
    List<Take> takes = takes(seed);
    flink
        .job(crashing(takes, seed), in -> rowsOf(recommender(50), in, false))
        .backend(backend)
        .rescale(2, 3, 1)
        .run()
        .assertRestarted()
        .assertCommitted(WholeCounts.of(takes, HISTORY).rows());
  }

  @Test
  void noWeightIsLostWhereRowsEvictThroughCrashesAndRescaling() {
    List<Take> takes = takes(3);
    WholeCounts plain = WholeCounts.of(takes, HISTORY);
    assertThat(plain.pairs.values()).anySatisfy(row -> assertThat(row).hasSizeGreaterThan(20));
    flink
        .job(crashing(takes, 3), in -> rowsOf(recommender(5), in, true))
        .backend("rocksdb")
        .rescale(2, 3, 1)
        .run()
        .assertRestarted()
        .assertCommitted(plain.masses());
  }

  @Test
  void everyEventIsAnsweredOnceThroughCrashesAndRescaling() {
    List<Take> takes = takes(4);
    flink
        .job(
            crashing(takes, 4),
            in ->
                recommender(5)
                    .applyTo(in, "next", SMALL)
                    .map(r -> r.user() + " at " + r.atMillis())
                    .returns(Types.STRING))
        .backend("rocksdb")
        .rescale(2, 3, 1)
        .run()
        .assertRestarted()
        .assertCommitted(takes.stream().map(t -> t.user() + " at " + t.millis()).toList());
  }

  @Test
  void noStepHasAGenericType() {
    var env = flink.environment();
    recommender(5).applyTo(env.fromData(Take.of("ann", "a", 1)), "next");
    JobTypeGuard.assertNoGenericTypes(env);
  }
}
