// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.erase.EraseCommand;
import io.github.flinkpatterns.erase.EraseReceipt;
import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.host.Hosts;
import io.github.flinkpatterns.host.fast.FastHost;
import io.github.flinkpatterns.testkit.Backend;
import io.github.flinkpatterns.testkit.Cell;
import io.github.flinkpatterns.testkit.ExecutionMatrix;
import io.github.flinkpatterns.testkit.Recovery;
import io.github.flinkpatterns.testkit.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Erasing the history of a user, on both hosts, through restores, crashes and rescaling. */
class RecommenderEraseTest {

  private static final long REFUSE = 100;

  private static final ExecutionMatrix HARD =
      ExecutionMatrix.of(
          Cell.PLAIN,
          new Cell(Backend.HASHMAP, Recovery.RESTORE_EVERY_STEP, List.of(2, 3, 1)),
          new Cell(Backend.HASHMAP, Recovery.CRASH_AND_REPLAY, List.of(2, 3, 1)),
          new Cell(Backend.ROCKSDB, Recovery.CRASH_AND_REPLAY, List.of(2, 3, 1)));

  private final ItemRecommender<Take, String, String> recommender =
      ItemRecommender.on(Take.class)
          .user(Take::user, String.class)
          .item(Take::item, String.class)
          .history(4)
          .neighbours(6)
          .seen(8)
          .forgetAfterInactivity(Duration.ofMillis(400))
          .build();
  private final ErasableRecommender<Take, String, String> erasable =
      recommender.erasable(Duration.ofMillis(REFUSE));

  /** An event or a command. */
  private record Step(Take take, EraseCommand<String> command) {}

  private static List<Step> steps(long seed, int count) {
    Random random = new Random(seed);
    List<Step> steps = new ArrayList<>();
    long now = 0;
    for (int i = 0; i < count; i++) {
      now += random.nextInt(8);
      String user = "u" + random.nextInt(3);
      if (random.nextInt(8) == 0) {
        steps.add(new Step(null, new EraseCommand<>(user, now - 10 + random.nextInt(20))));
      } else {
        long at = now - random.nextInt(15);
        steps.add(new Step(Take.of(user, "i" + random.nextInt(9), at), null));
      }
    }
    return steps;
  }

  private Scenario<String, Take, EraseCommand<String>, String> bothHosts() {
    var logic = new DescribedControlled<>(erasable.users().logic());
    return Scenario.of(Hosts.function(logic))
        .keyedBy(Take::user, EraseCommand::key, String.class)
        .alternatingWith(
            FastHost.operator(
                logic, Take::user, EraseCommand::key, new CacheSettings(2, 4_096, 1)));
  }

  private static Scenario<String, Take, EraseCommand<String>, String> feed(
      Scenario<String, Take, EraseCommand<String>, String> scenario, List<Step> steps) {
    Scenario<String, Take, EraseCommand<String>, String> fed = scenario;
    for (Step step : steps) {
      fed =
          step.take != null
              ? fed.event(step.take, step.take.millis())
              : fed.secondEventWithoutTime(step.command);
    }
    return fed;
  }

  /** A user's stream is cut at the commands, and each piece given to a recommender of its own. */
  private List<String> expected(List<Step> steps, List<Take> refused) {
    List<String> all = new ArrayList<>();
    for (String user : List.of("u0", "u1", "u2")) {
      List<RowMessage<String, String>> messages = new ArrayList<>();
      var piece = piece(messages);
      long erased = Long.MIN_VALUE;
      for (Step step : steps) {
        if (step.command != null && step.command.key().equals(user)) {
          piece = piece(messages);
          erased = Math.max(erased, step.command.atMillis());
        } else if (step.take != null && step.take.user().equals(user)) {
          if (step.take.millis() <= erased) {
            refused.add(step.take);
          } else {
            piece.take(step.take, step.take.millis());
          }
        }
      }
      messages.forEach(message -> all.add(describe(message)));
    }
    return all;
  }

  private LocalPipeline.Step<String, Take, UserState<String>, RowMessage<String, String>> piece(
      List<RowMessage<String, String>> messages) {
    return new LocalPipeline.Step<>(
        new UserLogic<>(recommender.recipe()), Take::user, messages::add);
  }

  private String describe(RowMessage<String, String> message) {
    try {
      var serializer = LocalPipeline.create(recommender.recipe().rowMessageType());
      return java.util.HexFormat.of().formatHex(LocalPipeline.write(serializer, message));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void afterACommandAUserIsAsNewAndOldEventsAreRefused() {
    int receipts = 0;
    int refusals = 0;
    for (long seed = 1; seed <= 8; seed++) {
      List<Step> steps = steps(seed, 60);
      var outcome = feed(bothHosts(), steps).watermark(Long.MAX_VALUE).verify();
      List<Take> refused = new ArrayList<>();
      assertThat(outcome.values()).containsExactlyInAnyOrderElementsOf(expected(steps, refused));
      assertThat(outcome.values(erasable.refused())).containsExactlyInAnyOrderElementsOf(refused);
      receipts += outcome.values(erasable.receipts()).size();
      refusals += refused.size();
    }
    assertThat(receipts).isGreaterThan(30);
    assertThat(refusals).isGreaterThan(10);
  }

  @Test
  void erasureSurvivesRestoresCrashesRescalingAndChangesOfTheHost() {
    var outcome = feed(bothHosts(), steps(3, 40)).watermark(Long.MAX_VALUE).verify(HARD);
    assertThat(outcome.values(erasable.refused())).isNotEmpty();
    assertThat(outcome.values(erasable.receipts()))
        .anyMatch(EraseReceipt::hadState)
        .allMatch(receipt -> receipt.operator().equals("ItemRecommender"));
  }

  @Test
  void answersUnderWayDoNotMeetThoseOfTheUserWhoComesBack() {
    List<RowMessage<String, String>> before = new ArrayList<>();
    List<RowMessage<String, String>> after = new ArrayList<>();
    for (int k = 0; k < 4; k++) {
      piece(before).take(Take.of("ann", "i" + k, 1_000 + k), 1_000 + k);
      piece(after).take(Take.of("ann", "i" + k, 2_000 + k), 2_000 + k);
    }
    assertThat(before)
        .extracting(RowMessage::request)
        .doesNotContainAnyElementsOf(after.stream().map(RowMessage::request).toList());
  }
}
