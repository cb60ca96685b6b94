// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bounds, decay, late events and counts of the values, by hand-checked numbers. */
class RecommenderStateTest {

  private static final long HOUR = 3_600_000;

  private static RecommenderBuilder<Take, String, String> recommender(int neighbours) {
    return ItemRecommender.on(Take.class)
        .user(Take::user, String.class)
        .item(Take::item, String.class)
        .history(20)
        .neighbours(neighbours)
        .seen(200)
        .weight(Take::weight);
  }

  private static List<Take> random(int events, int users, int items) {
    Random random = new Random(11);
    List<Take> takes = new ArrayList<>();
    for (int k = 0; k < events; k++) {
      int item = (int) (items * Math.pow(random.nextDouble(), 2));
      takes.add(Take.of("user" + random.nextInt(users), "i" + (100_000 + item), k * 1_000L));
    }
    return takes;
  }

  private static double weight(LocalPipeline pipeline, String row, String neighbour) {
    ItemRow<String> of = pipeline.rows.states.get(row);
    for (int k = 0; k < of.size; k++) {
      if (of.items[k].equals(neighbour)) {
        return of.weights[k];
      }
    }
    return 0;
  }

  @Test
  void theExampleOfTheDocumentationHolds() {
    LocalPipeline pipeline = new LocalPipeline(recommender(50).build());
    List.of("a", "b", "c").forEach(item -> pipeline.take(Take.of("ann", item, 1_000)));
    pipeline.take(Take.of("bob", "b", 2_000));
    pipeline.take(Take.of("bob", "a", 3_000));

    assertThat(weight(pipeline, "b", "a")).isEqualTo(2);
    assertThat(weight(pipeline, "b", "c")).isEqualTo(1);
    assertThat(weight(pipeline, "a", "c")).isEqualTo(.5);
    assertThat(pipeline.rows.states.get("a").count).isEqualTo(2);
    assertThat(pipeline.recommendations.get(4).items().get(0).item()).isEqualTo("c");
    assertThat(pipeline.recommendations.get(4).atMillis()).isEqualTo(3_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {4_000, 40_000})
  void bytesPerItemAndUserStayInBoundsHoweverLongTheStream(int events) throws IOException {
    LocalPipeline pipeline = new LocalPipeline(recommender(50).build());
    random(events, 40, 400).forEach(pipeline::take);

    assertThat(pipeline.rows.states.values()).anySatisfy(row -> assertThat(row.size).isEqualTo(50));
    assertThat(pipeline.rows.stateBytes()).allSatisfy(b -> assertThat(b).isLessThan(1_024));
    assertThat(pipeline.users.stateBytes()).allSatisfy(b -> assertThat(b).isLessThan(2_048));
    assertThat(pipeline.gather.states).isEmpty();
    assertThat(pipeline.fusion.stateBytes()).allSatisfy(b -> assertThat(b).isLessThan(16_384));
  }

  @Test
  void twoHundredNeighboursTakeLessThanFourKilobytes() throws IOException {
    LocalPipeline pipeline = new LocalPipeline(recommender(200).build());
    random(10_000, 40, 800).forEach(pipeline::take);

    assertThat(pipeline.rows.states.values())
        .anySatisfy(row -> assertThat(row.size).isEqualTo(200));
    assertThat(pipeline.rows.stateBytes()).allSatisfy(b -> assertThat(b).isLessThan(4_096));
  }

  @Test
  void writtenAndReadStateGivesTheSameRecommendations() throws IOException {
    LocalPipeline one = new LocalPipeline(recommender(10).halfLife(Duration.ofHours(1)).build());
    LocalPipeline other =
        new LocalPipeline(recommender(10).halfLife(Duration.ofHours(1)).build()).measured();
    int k = 0;
    for (Take take : random(2_000, 50, 200)) {
      one.take(take);
      other.take(take);
      if (k++ % 97 == 0) {
        other.restore();
      }
    }

    assertThat(other.recommendations).isEqualTo(one.recommendations).hasSize(2_000);
    assertThat(one.recommendations.get(1_999).items()).hasSize(10);
  }

  @Test
  void decayOutlivesTwoThousandHalfLives() {
    LocalPipeline pipeline =
        new LocalPipeline(recommender(50).halfLife(Duration.ofHours(1)).build());
    for (int k = 0; k <= 2_000; k++) {
      pipeline.take(Take.of("u" + k, "a", k * HOUR));
      pipeline.take(Take.of("u" + k, "b", k * HOUR));
    }
    ItemRow<String> row = pipeline.rows.states.get("a");
    double scale = Decay.growth(2_000 * HOUR, row.landmark, HOUR);

    // 1 + 1/2 + 1/4 + ... = 2
    assertThat(row.count / scale).isCloseTo(2, within(1e-5));
    assertThat(weight(pipeline, "a", "b") / scale).isCloseTo(2, within(1e-5));
    assertThat(pipeline.recommendations).allSatisfy(r -> assertThat(r.items()).isNotNull());
  }

  @Test
  void aLateEventChangesNothingButItsOwnWeight() {
    LocalPipeline pipeline =
        new LocalPipeline(recommender(50).halfLife(Duration.ofHours(1)).build());
    pipeline.take(Take.of("ann", "a", 100 * HOUR));
    pipeline.take(Take.of("ann", "b", 100 * HOUR));
    pipeline.take(Take.of("bob", "a", 97 * HOUR));
    pipeline.take(Take.of("bob", "c", 97 * HOUR));
    ItemRow<String> row = pipeline.rows.states.get("a");

    assertThat(row.landmark).isEqualTo(100 * HOUR);
    assertThat(weight(pipeline, "a", "b")).isEqualTo(1);
    assertThat(weight(pipeline, "a", "c")).isEqualTo(.125);
    assertThat(row.count).isEqualTo(1.125);
  }

  @Test
  void aLateEventTakesItsPlaceInTheHistory() {
    LocalPipeline pipeline = new LocalPipeline(recommender(50).build());
    pipeline.take(Take.of("ann", "a", 1_000));
    pipeline.take(Take.of("ann", "c", 3_000));
    pipeline.take(Take.of("ann", "b", 2_000));
    UserState<String> ann = pipeline.users.states.get("ann");

    assertThat(List.of(ann.item(0), ann.item(1), ann.item(2))).containsExactly("c", "b", "a");
    assertThat(weight(pipeline, "b", "a")).isEqualTo(1);
    assertThat(weight(pipeline, "b", "c")).isEqualTo(1);
  }

  @Test
  void aStrongerActionLearnsTheDifferenceOnly() {
    LocalPipeline pipeline = new LocalPipeline(recommender(50).wholeCounts().build());
    pipeline.take(new Take("ann", "a", 3, 1_000));
    pipeline.take(new Take("ann", "b", 1, 2_000));
    assertThat(weight(pipeline, "a", "b")).isEqualTo(1);

    pipeline.take(new Take("ann", "b", 5, 3_000));
    assertThat(weight(pipeline, "a", "b")).isEqualTo(3);
    assertThat(weight(pipeline, "b", "a")).isEqualTo(3);
    assertThat(pipeline.rows.states.get("b").count).isEqualTo(5);

    pipeline.take(new Take("ann", "b", 2, 4_000));
    assertThat(weight(pipeline, "a", "b")).isEqualTo(3);
    assertThat(pipeline.rows.states.get("b").count).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 1_000})
  void noWeightIsLost(int neighbours) {
    LocalPipeline pipeline = new LocalPipeline(recommender(neighbours).wholeCounts().build());
    long pairs = 0;
    long firsts = 0;
    for (Take take : random(8_000, 100, 300)) {
      UserState<String> user = pipeline.users.states.get(take.user());
      boolean unseen = user == null || !user.hasSeen(Fingerprint.of(take.item()));
      if (unseen && (user == null || user.rankOf(take.item()) < 0)) {
        firsts++;
        // The oldest of a full history leaves before pairs are made.
        pairs += user == null ? 0 : Math.min(user.size, 19);
      }
      pipeline.take(take);
    }
    double rows = 0;
    double evicted = 0;
    double counts = 0;
    for (ItemRow<String> row : pipeline.rows.states.values()) {
      for (int k = 0; k < row.size; k++) {
        rows += row.weights[k];
      }
      evicted += row.evicted;
      counts += row.count;
    }

    assertThat(counts).isEqualTo((double) firsts);
    assertThat(rows + evicted).isEqualTo(2d * pairs);
    assertThat(evicted > 0).isEqualTo(neighbours == 5);
  }

  @Test
  void whoIsIdleTooLongIsForgottenEvenBeforeTheTimer() {
    LocalPipeline pipeline =
        new LocalPipeline(recommender(50).forgetAfterInactivity(Duration.ofHours(2)).build());
    pipeline.take(Take.of("ann", "a", 0));
    pipeline.take(Take.of("ann", "b", 2 * HOUR - 1));
    assertThat(pipeline.users.states.get("ann").size).isEqualTo(2);

    pipeline.take(Take.of("ann", "c", 4 * HOUR - 1));
    assertThat(pipeline.users.states.get("ann").size).isEqualTo(1);
    assertThat(pipeline.users.logic.nextDue(pipeline.users.states.get("ann")))
        .isEqualTo(6 * HOUR - 1);
  }

  @Test
  void aNewUserOfASegmentGetsWhatIsPopularThere() {
    LocalPipeline pipeline =
        new LocalPipeline(recommender(50).segment(take -> take.user().substring(0, 2)).build());
    for (int k = 0; k < 10; k++) {
      pipeline.take(Take.of("de" + k, "bread", k));
      pipeline.take(Take.of("it" + k, "pasta", k));
    }
    pipeline.take(Take.of("de-new", "salt", 20));
    pipeline.take(Take.of("it-new", "oil", 21));

    assertThat(pipeline.recommendations.get(20).items())
        .extracting(ScoredItem::item)
        .containsExactly("bread");
    assertThat(pipeline.recommendations.get(21).items())
        .extracting(ScoredItem::item)
        .containsExactly("pasta");
  }
}
