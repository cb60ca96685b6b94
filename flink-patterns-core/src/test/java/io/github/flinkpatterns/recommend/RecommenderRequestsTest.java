// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.flinkpatterns.logic.KeyedLogic;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Recommendations that are asked for, of users whose history is known. */
class RecommenderRequestsTest {

  private final ItemRecommender<Take, String, String> recommender;
  private final LocalPipeline pipeline;
  private final RequestedUserLogic<Take, String, String, String> asked;
  private Ranking<String, String> last;

  RecommenderRequestsTest() {
    recommender = builder().build();
    pipeline = new LocalPipeline(recommender.recipe().forRequests(), recommender.outcomes());
    pipeline.beforeFusion =
        ranking -> {
          last = ranking;
          return ranking;
        };
    asked = recommender.requested(null);
  }

  private static RecommenderBuilder<Take, String, String> builder() {
    return ItemRecommender.on(Take.class)
        .user(Take::user, String.class)
        .item(Take::item, String.class)
        .history(10)
        .neighbours(20)
        .seen(50);
  }

  private void take(String user, String... items) {
    for (String item : items) {
      pipeline.take(Take.of(user, item, 1_000));
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private Recommendation<String, String> ask(String user, long timestamp) {
    int before = pipeline.recommendations.size();
    pipeline.users.control(
        user,
        timestamp == KeyedLogic.NO_TIMESTAMP ? 7_777 : timestamp,
        (now, state, context) -> asked.onControl(user, timestamp, state, context));
    List<Object> cold = pipeline.users.sides.getOrDefault("cold", List.of());
    cold.forEach(ranking -> pipeline.fusion.take((Ranking) ranking, timestamp));
    pipeline.users.sides.clear();
    assertThat(pipeline.recommendations).hasSize(before + 1);
    return pipeline.recommendations.get(before);
  }

  @Test
  void theExampleOfTheDocumentationHolds() {
    take("one", "a", "b", "c");
    take("two", "b", "a");
    assertThat(pipeline.recommendations).isEmpty(); // only requests are answered

    Recommendation<String, String> two = ask("two", 2_000);
    assertThat(two.user()).isEqualTo("two");
    assertThat(two.atMillis()).isEqualTo(2_000);
    assertThat(two.items()).extracting(ScoredItem::item).containsExactly("c");
    // 1/1 * 0.5/sqrt(2+1) for a, the latest, and 1/2 * 1/sqrt(2+1) for b.
    assertThat((double) last.near().scores[0]).isCloseTo(1 / Math.sqrt(3), within(1e-6));
    assertThat(ask("one", 2_000).items()).isEmpty(); // has taken everything
    assertThat(ask("nobody", 2_000).items())
        .extracting(ScoredItem::item)
        .containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void aRequestWithoutATimeIsOfTheMachinesClock() {
    take("one", "a", "b");
    assertThat(ask("one", KeyedLogic.NO_TIMESTAMP).atMillis()).isEqualTo(7_777);
  }

  /** Adds up what the rows of a history say, as the formula of the documentation does. */
  private Map<String, Double> scores(UserState<String> user) {
    Map<String, Double> scores = new HashMap<>();
    for (int rank = 0; rank < user.size; rank++) {
      ItemRow<String> row = pipeline.rows.states.get(user.item(rank));
      for (int k = 0; k < row.size; k++) {
        scores.merge(
            row.item(k), row.weights[k] / Math.sqrt(row.count + 1) / (rank + 1), Double::sum);
      }
    }
    return scores;
  }

  @Test
  void asksTheRowsOfTheWholeHistoryAndChangesNothing() throws IOException {
    Random random = new Random(11);
    Map<String, Set<String>> taken = new HashMap<>();
    for (int i = 0; i < 2_000; i++) {
      String user = "u" + random.nextInt(30);
      String item = "i" + (int) (80 * Math.pow(random.nextDouble(), 2));
      taken.computeIfAbsent(user, u -> new HashSet<>()).add(item);
      pipeline.take(Take.of(user, item, 1_000 + i));
      if (i > 200 && i % 10 == 0) {
        Recommendation<String, String> first = ask(user, 1_000 + i);
        Map<String, Double> expected = scores(pipeline.users.states.get(user));
        for (int k = 0; k < last.near().size; k++) {
          assertThat((double) last.near().scores[k])
              .isCloseTo(expected.get((String) last.near().items[k]), within(1e-4));
        }
        pipeline.restore();
        assertThat(ask(user, 1_000 + i)).isEqualTo(first);
        assertThat(first.items())
            .extracting(ScoredItem::item)
            .isNotEmpty()
            .doesNotHaveDuplicates()
            .doesNotContainAnyElementsOf(taken.get(user));
      }
    }
  }
}
