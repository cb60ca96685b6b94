// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import io.github.flinkpatterns.erase.EraseCommand;
import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.Hosts;
import io.github.flinkpatterns.host.fast.FastHost;
import io.github.flinkpatterns.logic.KeyedLogic;
import io.github.flinkpatterns.testkit.Scenario;
import io.github.flinkpatterns.testkit.StateCompatibility;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.apache.flink.api.java.functions.KeySelector;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The state of every step, as the first release wrote it, is read for ever. */
@Tag("every-flink")
class RecommenderGoldenTest {

  private static ItemRecommender<Take, String, String> recommender(boolean whole) {
    RecommenderBuilder<Take, String, String> builder =
        ItemRecommender.on(Take.class)
            .user(Take::user, String.class)
            .item(Take::item, String.class)
            .history(4)
            .neighbours(3)
            .seen(6)
            .weight(Take::weight)
            .revisits()
            .evaluate();
    return whole ? builder.wholeCounts().build() : builder.halfLife(Duration.ofSeconds(10)).build();
  }

  private static List<Take> takes() {
    List<Take> takes = new ArrayList<>();
    for (int k = 0; k < 24; k++) {
      takes.add(new Take("u" + k % 3, "i" + k * k % 7, 1 + k % 2, 1_000L * k));
    }
    return takes;
  }

  /** The messages that reach each step. */
  private static final class Messages {
    final List<RowMessage<String, String>> rows = new ArrayList<>();
    final List<RowReply<String, String>> gather = new ArrayList<>();
    final List<Ranking<String, String>> fusion = new ArrayList<>();

    Messages(ItemRecommender<Take, String, String> recommender) {
      var recipe = recommender.recipe();
      var gathers =
          new LocalPipeline.Step<>(new GatherLogic<>(recipe), RowReply::user, fusion::add);
      var replies =
          new LocalPipeline.Step<>(
              new RowLogic<>(recipe),
              RowMessage::item,
              reply -> {
                gather.add(reply);
                gathers.take(reply, 0);
              });
      var users =
          new LocalPipeline.Step<>(
              new UserLogic<>(recipe),
              Take::user,
              message -> {
                rows.add(message);
                replies.take(message, message.timeMillis());
              });
      takes().forEach(take -> users.take(take, take.millis()));
    }
  }

  private static <IN, S, OUT> void verify(
      KeyedLogic<String, IN, S, OUT> logic,
      KeySelector<IN, String> key,
      List<IN> events,
      ToLongFunction<IN> time,
      int before,
      String file) {
    var scenario =
        Scenario.of(FastHost.operator(new Described<>(logic), key, CacheSettings.defaults()))
            .keyedBy(key, String.class)
            .alternatingWith(Hosts.function(new Described<>(logic)));
    for (int k = 0; k < events.size(); k++) {
      if (k == before) {
        scenario = scenario.savepoint();
      }
      scenario = scenario.event(events.get(k), time.applyAsLong(events.get(k)));
    }
    StateCompatibility.of(scenario).verify(file(file));
  }

  private static Path file(String name) {
    return Path.of("src/test/resources/golden/" + name + "-v1.snap");
  }

  @Test
  void users() {
    verify(
        new UserLogic<>(recommender(false).recipe()),
        Take::user,
        takes(),
        Take::millis,
        16,
        "recommender-users");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void rowsWithWholeAndWithDecayedCounts(boolean whole) {
    var recommender = recommender(whole);
    var messages = new Messages(recommender).rows;
    verify(
        new RowLogic<>(recommender.recipe()),
        RowMessage::item,
        messages,
        RowMessage::timeMillis,
        messages.size() - 12,
        whole ? "recommender-rows-whole" : "recommender-rows");
  }

  @Test
  void gatheringsThatAreUnderWay() {
    var recommender = recommender(false);
    var messages = new Messages(recommender).gather;
    // The last one has four parts: the file holds two of them.
    verify(
        new GatherLogic<>(recommender.recipe()),
        RowReply::user,
        messages.subList(0, messages.size()),
        reply -> 0,
        messages.size() - 2,
        "recommender-gather");
  }

  @Test
  void fusion() {
    var recommender = recommender(false);
    verify(
        new FusionLogic<>(recommender.recipe(), recommender.outcomes()),
        ranking -> ranking.question().shard(),
        new Messages(recommender).fusion,
        ranking -> ranking.question().timeMillis(),
        16,
        "recommender-fusion");
  }

  @Test
  void usersThatCanBeErased() {
    var erasable = recommender(false).erasable(Duration.ofSeconds(30));
    var scenario =
        Scenario.of(
                FastHost.operator(
                    new DescribedControlled<>(erasable.users().logic()),
                    Take::user,
                    EraseCommand::key,
                    CacheSettings.defaults()))
            .keyedBy(Take::user, EraseCommand::key, String.class)
            .alternatingWith(Hosts.function(new DescribedControlled<>(erasable.users().logic())));
    List<Take> takes = takes();
    for (int k = 0; k < takes.size(); k++) {
      if (k == 14) {
        scenario = scenario.secondEventWithoutTime(new EraseCommand<>("u0", 13_000)).savepoint();
      }
      scenario = scenario.event(takes.get(k), takes.get(k).millis());
    }
    StateCompatibility.of(scenario.event(Take.of("u0", "i9", 12_000), 12_000))
        .verify(file("recommender-users-erasable"));
  }
}
