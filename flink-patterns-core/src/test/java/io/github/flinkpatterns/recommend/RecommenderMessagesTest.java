// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How many messages go between the steps on public data, and how many others would. */
class RecommenderMessagesTest {

  private static final int EVENTS = 30_000;

  private static RecommenderBuilder<Take, String, String> recommender() {
    return ItemRecommender.on(Take.class)
        .user(Take::user, String.class)
        .item(Take::item, String.class)
        .history(20)
        .neighbours(50)
        .seen(200)
        .forgetAfterInactivity(Duration.ofDays(365));
  }

  private static List<Take> clicks() {
    List<Take> all = RealData.serenade("train", "valid", "test");
    return all.subList(all.size() - EVENTS, all.size());
  }

  private static List<Take> ratings() {
    List<Take> all = RealData.movieTweetings();
    return all.subList(all.size() - EVENTS, all.size());
  }

  /** Messages to rows when requests are answered, and what is left when 1,000 are combined. */
  private static double[] sentAndCombined(List<Take> takes) {
    Recipe<Take, String, String> recipe =
        recommender().calibrateEvery(20).build().recipe().forRequests();
    var combiner = new RowUpdates<String, String>(recipe.settings());
    Set<Object> held = new HashSet<>();
    long[] counts = new long[3];
    var users =
        new LocalPipeline.Step<>(
            new UserLogic<>(recipe),
            Take::user,
            message -> {
              counts[0]++;
              Object key = combiner.keyOf(message);
              if (key == null) {
                counts[1]++;
                return;
              }
              held.add(key);
              if (++counts[2] % 1_000 == 0) {
                counts[1] += held.size();
                held.clear();
              }
            });
    takes.forEach(take -> users.take(take, take.millis()));
    return new double[] {
      (double) counts[0] / takes.size(), (double) (counts[1] + held.size()) / takes.size()
    };
  }

  /** Rows asked for an event, and how many different candidates they name. */
  private static double[] askedAndNamed(List<Take> takes) {
    Recipe<Take, String, String> recipe = recommender().build().recipe();
    Set<Object> named = new HashSet<>();
    var rows =
        new LocalPipeline.Step<>(
            new RowLogic<>(recipe),
            RowMessage::item,
            reply -> {
              for (int k = 0; k < reply.neighbours().size; k++) {
                named.add(reply.neighbours().items[k]);
              }
            });
    var users =
        new LocalPipeline.Step<>(
            new UserLogic<>(recipe), Take::user, m -> rows.take(m, m.timeMillis()));
    long candidates = 0;
    for (Take take : takes) {
      named.clear();
      users.take(take, take.millis());
      candidates += named.size();
    }
    return new double[] {(double) rows.taken / takes.size(), (double) candidates / takes.size()};
  }

  @Test
  void combiningSavesAThirdOfAllMessagesAndMore() {
    double[] clicks = sentAndCombined(clicks());
    double[] ratings = sentAndCombined(ratings());
    System.out.printf(
        "Messages an event to rows, and with 1,000 combined: clicks %.2f, %.2f; ratings %.2f,"
            + " %.2f%n",
        clicks[0], clicks[1], ratings[0], ratings[1]);

    assertThat(clicks[1]).isLessThan(.67 * clicks[0]);
    assertThat(ratings[1]).isLessThan(.67 * ratings[0]);
  }

  @Test
  void askingEachCandidateForItsCountWouldTakeManyTimesTheMessages() {
    double[] clicks = askedAndNamed(clicks());
    double[] ratings = askedAndNamed(ratings());
    System.out.printf(
        "Rows asked and candidates named an event: clicks %.2f, %.1f; ratings %.2f, %.1f%n",
        clicks[0], clicks[1], ratings[0], ratings[1]);

    assertThat(clicks[1]).isGreaterThan(4 * clicks[0]);
    assertThat(ratings[1]).isGreaterThan(8 * ratings[0]);
  }
}
