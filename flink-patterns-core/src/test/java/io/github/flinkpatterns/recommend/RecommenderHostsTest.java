// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.Hosts;
import io.github.flinkpatterns.host.fast.FastHost;
import io.github.flinkpatterns.testkit.Backend;
import io.github.flinkpatterns.testkit.Cell;
import io.github.flinkpatterns.testkit.ExecutionMatrix;
import io.github.flinkpatterns.testkit.Recovery;
import io.github.flinkpatterns.testkit.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Each step crashes, is restored and is rescaled 2 to 3 to 1; whole counts must be what an
 * uninterrupted run gives, to the last one.
 */
@Tag("every-flink")
class RecommenderHostsTest {

  private static final ExecutionMatrix HEAP =
      ExecutionMatrix.of(
          Cell.PLAIN,
          new Cell(Backend.HASHMAP, Recovery.CRASH_AND_REPLAY, List.of(2, 3, 1)),
          new Cell(Backend.HASHMAP, Recovery.RESTORE_EVERY_STEP, List.of(2, 3, 1)));

  private static final ExecutionMatrix BOTH =
      ExecutionMatrix.of(
          Cell.PLAIN,
          new Cell(Backend.HASHMAP, Recovery.CRASH_AND_REPLAY, List.of(2, 3, 1)),
          new Cell(Backend.ROCKSDB, Recovery.CRASH_AND_REPLAY, List.of(2, 3, 1)));

  private static final CacheSettings SMALL =
      CacheSettings.defaults().withMaxEntries(3).withMaxDirty(2);

  private final ItemRecommender<Take, String, String> recommender =
      ItemRecommender.on(Take.class)
          .user(Take::user, String.class)
          .item(Take::item, String.class)
          .history(4)
          .neighbours(6)
          .seen(8)
          .wholeCounts()
          .evaluate()
          .build();

  private static List<Take> takes() {
    Random random = new Random(3);
    List<Take> takes = new ArrayList<>();
    for (int k = 0; k < 36; k++) {
      takes.add(Take.of("u" + random.nextInt(5), "i" + random.nextInt(9), 1_000L * k));
    }
    return takes;
  }

  @Test
  void users() {
    var logic = new Described<>(new UserLogic<>(recommender.recipe()));
    var fast =
        Scenario.of(FastHost.operator(logic, Take::user, SMALL)).keyedBy(Take::user, String.class);
    var plain = Scenario.of(Hosts.function(logic)).keyedBy(Take::user, String.class);
    for (Take take : takes()) {
      fast = fast.event(take, take.millis());
      plain = plain.event(take, take.millis());
    }
    fast.verify(BOTH);
    plain.verify(HEAP);
  }

  @Test
  void rowsKeepTheSameCountsAndLoseNoWeight() {
    List<RowMessage<String, String>> messages = new ArrayList<>();
    var users =
        new LocalPipeline.Step<>(new UserLogic<>(recommender.recipe()), Take::user, messages::add);
    takes().forEach(take -> users.take(take, take.millis()));
    var scenario =
        Scenario.of(
                FastHost.operator(
                    new Described<>(new RowLogic<>(recommender.recipe())), RowMessage::item, SMALL))
            .keyedBy(RowMessage::item, String.class);
    double sent = 0;
    for (RowMessage<String, String> message : messages) {
      scenario = scenario.event(message, message.timeMillis());
      for (float weight : message.weights()) {
        sent += weight;
      }
    }
    scenario.verify(BOTH);

    var rows =
        new LocalPipeline.Step<>(new RowLogic<>(recommender.recipe()), RowMessage::item, r -> {});
    messages.forEach(message -> rows.take(message, message.timeMillis()));
    double kept = 0;
    for (ItemRow<String> row : rows.states.values()) {
      kept += row.evicted;
      for (int k = 0; k < row.size; k++) {
        kept += row.weights[k];
      }
    }
    assertThat(kept).isEqualTo(sent).isPositive();
  }

  @Test
  void gatheringsAreCompletedAcrossCrashes() {
    List<RowReply<String, String>> replies = new ArrayList<>();
    var rows =
        new LocalPipeline.Step<>(
            new RowLogic<>(recommender.recipe()), RowMessage::item, replies::add);
    var users =
        new LocalPipeline.Step<>(
            new UserLogic<>(recommender.recipe()), Take::user, m -> rows.take(m, m.timeMillis()));
    takes().forEach(take -> users.take(take, take.millis()));
    var scenario =
        Scenario.of(
                FastHost.operator(
                    new Described<>(new GatherLogic<>(recommender.recipe())),
                    RowReply::user,
                    SMALL))
            .keyedBy(RowReply::user, String.class);
    for (RowReply<String, String> reply : replies) {
      scenario = scenario.event(reply, 0);
    }
    scenario.verify(HEAP);
  }

  @Test
  void fusionLearnsTheSame() {
    List<Ranking<String, String>> rankings = new ArrayList<>();
    var gather =
        new LocalPipeline.Step<>(
            new GatherLogic<>(recommender.recipe()), RowReply::user, rankings::add);
    var rows =
        new LocalPipeline.Step<>(
            new RowLogic<>(recommender.recipe()), RowMessage::item, r -> gather.take(r, 0));
    var users =
        new LocalPipeline.Step<>(
            new UserLogic<>(recommender.recipe()), Take::user, m -> rows.take(m, m.timeMillis()));
    takes().forEach(take -> users.take(take, take.millis()));
    var scenario =
        Scenario.of(
                FastHost.operator(
                    new FusionLogic<>(recommender.recipe(), recommender.outcomes()),
                    r -> r.question().shard(),
                    SMALL))
            .keyedBy(r -> r.question().shard(), String.class);
    for (Ranking<String, String> ranking : rankings) {
      scenario = scenario.event(ranking, ranking.question().timeMillis());
    }
    var outcome = scenario.verify(BOTH);

    assertThat(outcome.values()).hasSize(36);
    assertThat(outcome.emitted(recommender.outcomes())).isNotEmpty();
  }
}
