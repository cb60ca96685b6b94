// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

/** Whole jobs in an embedded cluster. */
class RecommenderJobTest {

  private static final AtomicBoolean FAILED = new AtomicBoolean();

  private static ItemRecommender<Take, String, String> recommender() {
    return ItemRecommender.on(Take.class)
        .user(Take::user, String.class)
        .item(Take::item, String.class)
        .history(10)
        .neighbours(20)
        .seen(50)
        .build();
  }

  private static List<Take> takes(int events) {
    Random random = new Random(7);
    List<Take> takes = new ArrayList<>();
    for (int k = 0; k < events; k++) {
      int item = (int) (100 * Math.pow(random.nextDouble(), 2));
      takes.add(Take.of("u" + random.nextInt(60), "i" + item, 1_000L * k));
    }
    return takes;
  }

  private static StreamExecutionEnvironment environment(int parallelism) {
    Configuration configuration = new Configuration();
    configuration.setString("pipeline.generic-types", "false");
    configuration.setString("restart-strategy.type", "fixed-delay");
    configuration.setString("restart-strategy.fixed-delay.attempts", "1");
    configuration.setString("restart-strategy.fixed-delay.delay", "1ms");
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.setParallelism(parallelism);
    return env;
  }

  private static SingleOutputStreamOperator<Take> source(
      StreamExecutionEnvironment env, List<Take> takes) {
    return env.fromData(takes, TypeInformation.of(Take.class))
        .setParallelism(1)
        .assignTimestampsAndWatermarks(
            WatermarkStrategy.<Take>forMonotonousTimestamps()
                .withTimestampAssigner((take, before) -> take.millis()))
        .setParallelism(1);
  }

  private static <T> List<T> collect(DataStream<T> stream) throws Exception {
    return stream.executeAndCollect(1_000_000);
  }

  private static List<Recommendation<String, String>> alone(List<Take> takes) {
    LocalPipeline pipeline = new LocalPipeline(recommender());
    takes.forEach(pipeline::take);
    return pipeline.recommendations;
  }

  @Test
  void atParallelismOneAJobThatFailsGivesWhatASingleThreadGives() throws Exception {
    List<Take> takes = takes(4_000);
    FAILED.set(false);
    StreamExecutionEnvironment env = environment(1);
    env.enableCheckpointing(20);
    DataStream<Take> failing = source(env, takes).map(new FailOnce(2_500)).returns(Take.class);

    assertThat(collect(recommender().applyTo(failing, "recommend"))).isEqualTo(alone(takes));
    assertThat(FAILED).isTrue();
  }

  @Test
  void atParallelismTwoEveryEventIsAnswered() throws Exception {
    List<Take> takes = takes(2_000);
    StreamExecutionEnvironment env = environment(2);
    ItemRecommender<Take, String, String> recommender = recommender();
    List<Recommendation<String, String>> found =
        collect(recommender.applyTo(source(env, takes), "recommend"));

    assertThat(found).hasSize(2_000);
    assertThat(found).filteredOn(r -> r.items().size() == 10).hasSizeGreaterThan(1_800);
    assertThat(found)
        .allSatisfy(
            r -> assertThat(r.items()).extracting(ScoredItem::item).doesNotHaveDuplicates());
  }

  @Test
  void requestsAreAnsweredAlsoForUsersWithoutHistory() throws Exception {
    StreamExecutionEnvironment env = environment(1);
    List<String> asking = List.of("u1", "nobody", "u2");
    ItemRecommender<Take, String, String> recommender = recommender();
    List<Recommendation<String, String>> found =
        collect(
            recommender.applyTo(
                source(env, takes(500)), env.fromData(asking), user -> user, "recommend"));

    assertThat(found).extracting(Recommendation::user).hasSize(3).containsAll(asking);
  }

  @Test
  void requestsAreAnsweredWhereUpdatesAreCombined() throws Exception {
    StreamExecutionEnvironment env = environment(2);
    var combining =
        ItemRecommender.on(Take.class)
            .user(Take::user, String.class)
            .item(Take::item, String.class)
            .history(10)
            .neighbours(20)
            .seen(50)
            .calibrateEvery(20)
            .combineUpdates(1_000)
            .build();
    List<String> asking = List.of("u1", "nobody", "u2");
    var found =
        collect(
            combining.applyTo(
                source(env, takes(500)), env.fromData(asking), user -> user, "recommend"));

    assertThat(found).extracting(Recommendation::user).hasSize(3).containsAll(asking);
  }

  @Test
  void eventsWithoutItemOrTimeLeaveAside() throws Exception {
    StreamExecutionEnvironment env = environment(1);
    ItemRecommender<Take, String, String> recommender = recommender();
    DataStream<Take> mixed =
        env.fromData(Take.of("ann", "", 1), Take.of("ann", "a", 2)).returns(Take.class);
    var noItem =
        ItemRecommender.on(Take.class)
            .user(Take::user, String.class)
            .item(take -> take.item().isEmpty() ? null : take.item(), String.class)
            .history(10)
            .neighbours(20)
            .seen(50)
            .build();
    var result = noItem.applyTo(mixed, "recommend");
    DataStream<Take> aside =
        result
            .getSideOutput(noItem.nullKeys())
            .union(result.getSideOutput(recommender.withoutTimestamp()));

    assertThat(collect(aside)).extracting(Take::item).containsExactlyInAnyOrder("", "a");
  }

  /** Fails once, at the given event and after a checkpoint was likely taken. */
  private static final class FailOnce implements MapFunction<Take, Take> {
    private final int at;
    private int count;

    FailOnce(int at) {
      this.at = at;
    }

    @Override
    public Take map(Take take) {
      if (++count == at && FAILED.compareAndSet(false, true)) {
        throw new IllegalStateException("on purpose");
      }
      return take;
    }
  }
}
