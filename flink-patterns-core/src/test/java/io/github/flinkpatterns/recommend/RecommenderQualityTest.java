// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The quality on public data, test then train: at every event of a user with history whose item is
 * new to that user, is the item among the first ten that would have been recommended just before?
 */
class RecommenderQualityTest {

  private static @Nullable LocalPipeline serenade;

  private static RecommenderBuilder<Take, String, String> recommender() {
    return ItemRecommender.on(Take.class)
        .user(Take::user, String.class)
        .item(Take::item, String.class)
        .history(20)
        .neighbours(50)
        .seen(200)
        .forgetAfterInactivity(Duration.ofDays(365))
        .evaluate();
  }

  private static LocalPipeline run(
      RecommenderBuilder<Take, String, String> builder, List<Take> takes) {
    LocalPipeline pipeline = new LocalPipeline(builder.build());
    takes.forEach(pipeline::take);
    return pipeline;
  }

  /** Runs once for all tests that ask. */
  private static LocalPipeline onSerenade() {
    if (serenade == null) {
      serenade = run(recommender(), RealData.serenade("train", "valid", "test"));
    }
    return serenade;
  }

  private static double messagesPerEvent(LocalPipeline pipeline) {
    return (double) pipeline.rows.taken / pipeline.users.taken;
  }

  private static void assertStateIsBounded(LocalPipeline pipeline) throws IOException {
    assertThat(pipeline.rows.stateBytes()).allSatisfy(b -> assertThat(b).isLessThan(1_024));
    assertThat(pipeline.users.stateBytes()).allSatisfy(b -> assertThat(b).isLessThan(2_048));
    assertThat(pipeline.gather.states).isEmpty();
    assertThat(pipeline.fusion.stateBytes()).allSatisfy(b -> assertThat(b).isLessThan(16_384));
  }

  private static double hitRate(List<Outcome<String, String>> outcomes) {
    return outcomes.stream()
        .mapToInt(o -> o.rank() > 0 && o.rank() <= 10 ? 1 : 0)
        .average()
        .orElse(0);
  }

  private static double reciprocalRank(List<Outcome<String, String>> outcomes) {
    return outcomes.stream()
        .mapToDouble(o -> o.rank() > 0 && o.rank() <= 20 ? 1d / o.rank() : 0)
        .average()
        .orElse(0);
  }

  @Test
  void onClicksItBeatsEveryPlainRecommender() throws IOException {
    List<Take> takes = RealData.serenade("train", "valid", "test");
    double hitRate = hitRate(onSerenade().outcomes());
    double alone = References.gapAndRank(0).hitRate(takes);
    Map<String, Double> plain = plain(takes);
    System.out.printf(
        "Serenade HR@10 %.4f, unbounded neighbours alone %.4f, plain %s, %.2f messages to rows%n",
        hitRate, alone, plain, messagesPerEvent(onSerenade()));

    assertThat(hitRate).isGreaterThanOrEqualTo(.345);
    assertThat(hitRate / alone).as("against unbounded neighbours").isGreaterThanOrEqualTo(.99);
    assertStateIsBounded(onSerenade());
    assertThat(messagesPerEvent(onSerenade())).isLessThan(4);
    assertThat(plain.values()).allSatisfy(rate -> assertThat(hitRate).isGreaterThan(rate));
  }

  @Test
  void boundsCostLessThanOnePercent() {
    // No row, history or filter of this data reaches 10,000.
    double unbounded =
        hitRate(
            run(
                    recommender().history(10_000).neighbours(10_000).seen(10_000),
                    RealData.serenade("train", "valid", "test"))
                .outcomes());
    System.out.printf("Serenade, no bound reached: HR@10 %.4f%n", unbounded);

    assertThat(hitRate(onSerenade().outcomes()) / unbounded).isGreaterThanOrEqualTo(.99);
  }

  @Test
  void onRatingsItBeatsEveryPlainRecommenderAndStateDoesNotGrowWithTheStream() throws IOException {
    List<Take> takes = RealData.movieTweetings();
    int tenth = takes.size() / 10;
    LocalPipeline pipeline =
        run(recommender().halfLife(Duration.ofDays(3)), takes.subList(0, tenth));
    assertStateIsBounded(pipeline);
    takes.subList(tenth, takes.size()).forEach(pipeline::take);
    assertStateIsBounded(pipeline);
    double hitRate = hitRate(pipeline.outcomes());
    Map<String, Double> plain = plain(takes);
    System.out.printf(
        "MovieTweetings HR@10 %.4f, plain %s, %.2f messages to rows%n",
        hitRate, plain, messagesPerEvent(pipeline));

    assertThat(messagesPerEvent(pipeline)).isLessThan(10);
    assertThat(hitRate).isGreaterThanOrEqualTo(.21);
    assertThat(plain.values()).allSatisfy(rate -> assertThat(hitRate).isGreaterThan(rate));
  }

  @Test
  void onThePublishedSplitItBeatsThePublishedMrr() {
    List<Take> past = RealData.serenade("train", "valid");
    List<Take> test = RealData.serenade("test");
    LocalPipeline pipeline = new LocalPipeline(recommender().revisits().build());
    past.forEach(pipeline::take);
    int before = pipeline.outcomes().size();
    test.forEach(pipeline::take);
    List<Outcome<String, String>> outcomes =
        pipeline.outcomes().subList(before, pipeline.outcomes().size());
    System.out.printf(
        "Serenade, published test split: %d cases, MRR@20 %.4f%n",
        outcomes.size(), reciprocalRank(outcomes));

    assertThat(outcomes).hasSize(931);
    assertThat(reciprocalRank(outcomes)).isGreaterThanOrEqualTo(.3401);
  }

  /** Returns the hit rate of each plain recommender on the same events. */
  private static Map<String, Double> plain(List<Take> takes) {
    Map<String, Double> rates = new TreeMap<>();
    rates.put("popularity", References.popularity(0).hitRate(takes));
    rates.put("decayed popularity", References.popularity(12 * 3_600_000).hitRate(takes));
    rates.put("transition", References.transition().hitRate(takes));
    rates.put("cosine", References.cosine().hitRate(takes));
    return rates;
  }

  @Test
  void aComponentThatKnowsNothingCostsLessThanTwoPercent() {
    List<Take> takes = RealData.serenade("train", "valid", "test");
    List<Outcome<String, String>> clean = onSerenade().outcomes();
    LocalPipeline noisy = new LocalPipeline(recommender().build());
    Random random = new Random(9);
    noisy.beforeFusion =
        ranking -> {
          // Thirty random items in the place of the user's own, which are off in this mode.
          Object[] items = new Object[31];
          for (int k = 0; k < items.length; k++) {
            items[k] = takes.get(random.nextInt(takes.size())).item();
          }
          Question<String> q = ranking.question();
          return new Ranking<>(
              ranking.user(),
              new Question<>(
                  q.shard(),
                  q.timeMillis(),
                  q.serve(),
                  q.score(),
                  q.taken(),
                  q.popular(),
                  -1,
                  q.seen(),
                  items),
              ranking.near(),
              ranking.after(),
              ranking.nearPlace(),
              ranking.afterPlace(),
              ranking.nearBefore(),
              ranking.afterBefore());
        };
    takes.forEach(noisy::take);

    assertThat(hitRate(noisy.outcomes())).isGreaterThan(.98 * hitRate(clean));
    assertThat(noisy.outcomes()).isNotEqualTo(clean);
  }
}
