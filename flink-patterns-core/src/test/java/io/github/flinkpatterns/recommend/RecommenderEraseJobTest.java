// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.erase.EraseCommand;
import io.github.flinkpatterns.erase.EraseReceipt;
import io.github.flinkpatterns.host.CacheSettings;
import io.github.flinkpatterns.testkit.job.FlinkJobTest;
import io.github.flinkpatterns.testkit.job.JobSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Erasing users in whole jobs, which fail, restore and are rescaled. */
class RecommenderEraseJobTest {

  private static final int USERS = 6;
  private static final String ERASE = "erase";
  private static final long MOMENT = 1_000_000;

  @RegisterExtension static final FlinkJobTest flink = FlinkJobTest.create();

  private static ItemRecommender<Take, String, String> recommender() {
    return ItemRecommender.on(Take.class)
        .user(Take::user, String.class)
        .item(Take::item, String.class)
        .history(10)
        .neighbours(20)
        .seen(50)
        .build();
  }

  /**
   * 160 events, commands for even users, 30 events from before the moment, 100 from after it. With
   * failures after 160 and 260 the source waits for a checkpoint after 80 and 210 records: so each
   * command is carried out before the first event from after its moment comes.
   */
  private static List<Take> takes() {
    List<Take> takes = new ArrayList<>();
    for (int k = 0; k < 160; k++) {
      takes.add(Take.of("u" + k % USERS, "i" + k * 7 % 31, 10L * k));
    }
    for (int user = 0; user < USERS; user += 2) {
      takes.add(Take.of("u" + user, ERASE, 2_000));
    }
    for (int k = takes.size(); k < 215; k++) {
      takes.add(Take.of("u" + k % USERS, "i" + k * 7 % 31, 10L * k));
    }
    for (int k = 215; k < 315; k++) {
      takes.add(Take.of("u" + k % USERS, "i" + k * 7 % 31, MOMENT + 10L * k));
    }
    return takes;
  }

  /** How many rows are asked after the moment: those of the items the user took since erased. */
  private static List<String> expected() {
    List<String> lines = new ArrayList<>();
    Map<String, List<String>> histories = new TreeMap<>();
    for (Take take : takes()) {
      if (take.item().equals(ERASE)) {
        lines.add("receipt of " + take.user());
        continue;
      }
      boolean even = take.user().charAt(1) % 2 == 0;
      if (even && take.millis() <= MOMENT) {
        continue;
      }
      List<String> latest = histories.computeIfAbsent(take.user(), user -> new ArrayList<>());
      latest.remove(take.item());
      latest.add(take.item());
      if (latest.size() > 10) {
        latest.remove(0);
      }
      if (take.millis() > MOMENT) {
        lines.add(take.user() + " at " + take.millis() + " asks " + latest.size());
      }
    }
    return lines;
  }

  @Test
  void historiesAreErasedOnceThroughFailuresAndRescaling() {
    var source = JobSource.of(Take.class, takes(), Take::millis).failAfterRecords(160, 260, 300);
    flink
        .job(
            source,
            in -> {
              var erasable = recommender().erasable(Duration.ofDays(7));
              var messages =
                  erasable
                      .users()
                      .applyTo(
                          in.filter(take -> !take.item().equals(ERASE)),
                          commands(in),
                          "next",
                          CacheSettings.defaults().withMaxEntries(4));
              return messages
                  .filter(m -> m.question() != null && m.timeMillis() > MOMENT)
                  .map(m -> m.user() + " at " + m.timeMillis() + " asks " + m.parts())
                  .returns(Types.STRING)
                  .union(
                      messages
                          .getSideOutput(erasable.receipts())
                          .map(receipt -> "receipt of " + receipt.key())
                          .returns(Types.STRING));
            })
        .backend("rocksdb")
        .rescale(2, 3, 1)
        .run()
        .assertRestarted()
        .assertCommitted(expected());
  }

  private static DataStream<EraseCommand<String>> commands(DataStream<Take> in) {
    return in.filter(take -> take.item().equals(ERASE))
        .map(take -> new EraseCommand<>(take.user(), MOMENT))
        .returns(EraseCommand.type(Types.STRING));
  }

  @Test
  void recommendationsReceiptsAndRefusedEventsLeaveTheWholeJob() {
    var source = JobSource.of(Take.class, takes(), Take::millis).failAfterRecords(160, 260);
    Set<String> expected = new TreeSet<>();
    for (int user = 0; user < USERS; user++) {
      expected.add("answer to u" + user);
      if (user % 2 == 0) {
        expected.add("receipt of u" + user);
      }
    }
    var committed =
        flink
            .job(
                source,
                in -> {
                  DataStream<Take> events = in.filter(take -> !take.item().equals(ERASE));
                  DataStream<EraseCommand<String>> commands = commands(in);
                  var recommender = recommender();
                  // docs: begin erase
                  var erasable = recommender.erasable(Duration.ofDays(7));
                  var next = erasable.applyTo(events, commands, "next-item");
                  DataStream<EraseReceipt<String>> receipts =
                      next.getSideOutput(erasable.receipts());
                  DataStream<Take> refused = next.getSideOutput(erasable.refused());
                  // docs: end erase
                  return next.map(r -> "answer to " + r.user())
                      .returns(Types.STRING)
                      .union(
                          receipts.map(r -> "receipt of " + r.key()).returns(Types.STRING),
                          refused.map(t -> "refused " + t.user()).returns(Types.STRING));
                })
            .parallelism(2)
            .run()
            .assertRestarted()
            .committed();

    assertThat(committed).containsAll(expected);
    // Each event is answered or refused; each command has one receipt.
    assertThat(committed).hasSize(takes().size());
    assertThat(committed)
        .filteredOn(line -> line.startsWith("refused"))
        .isNotEmpty()
        .allMatch(line -> line.charAt(line.length() - 1) % 2 == 0);
  }

  @Test
  void requestsAndCommandsShareAnInput() throws Exception {
    StreamExecutionEnvironment env = flink.environment();
    var recommender = recommender();
    var erasable = recommender.erasable(Duration.ofDays(7));
    List<Take> past = takes().subList(0, 160);
    DataStream<Take> events = JobSource.of(Take.class, past, Take::millis).addTo(env, "events");
    var answers =
        erasable.applyTo(
            events,
            env.fromData("u1", "nobody"),
            user -> user,
            env.fromData(EraseCommand.type(Types.STRING), new EraseCommand<>("u2", MOMENT)),
            "page");
    DataStream<String> lines =
        answers
            .map(r -> "answer to " + r.user())
            .returns(Types.STRING)
            .union(
                answers
                    .getSideOutput(erasable.receipts())
                    .map(r -> "receipt of " + r.key() + " by " + r.operator())
                    .returns(Types.STRING));

    assertThat(lines.executeAndCollect(100))
        .containsExactlyInAnyOrder(
            "answer to u1", "answer to nobody", "receipt of u2 by ItemRecommender");
  }
}
