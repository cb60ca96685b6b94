// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.erase;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkpatterns.profile.Profile;
import io.github.flinkpatterns.profile.UserProfiler;
import io.github.flinkpatterns.testkit.job.FlinkJobTest;
import io.github.flinkpatterns.testkit.job.JobSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Erasing in a whole job, which fails, restores and is rescaled. */
class EraseJobTest {

  private static final int KEYS = 6;
  private static final String ERASE = "erase";

  @RegisterExtension static final FlinkJobTest flink = FlinkJobTest.create();

  /**
   * Even keys are erased early on, as of the last moment of the data. The source waits for a
   * checkpoint before each failure, the last one after all commands: so they are carried out before
   * the end of the events, which does not wait for them.
   */
  private static List<Hit> hits() {
    List<Hit> hits = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      hits.add(new Hit("k" + i % KEYS, "p" + i % 4, i));
      if (i >= 24 && i < 24 + KEYS && i % 2 == 0) {
        hits.add(new Hit("k" + i % KEYS, ERASE, i));
      }
    }
    return hits;
  }

  // What leaves does not depend on which of the two inputs is faster: profiles leave at the end of
  // the day, and every event of an erased key is erased with it or refused.
  private static DataStream<String> job(DataStream<Hit> in) {
    var profiler =
        UserProfiler.on(Hit.class)
            .keyedBy(Hit::key, String.class)
            .categoryBy(Hit::page)
            .forgetAfterInactivity(Duration.ofDays(2))
            .interestsByMovingAverage(0.1)
            .emitEvery(Duration.ofDays(1))
            .build();
    DataStream<Hit> events = in.filter(hit -> !hit.page().equals(ERASE));
    DataStream<EraseCommand<String>> commands =
        in.filter(hit -> hit.page().equals(ERASE))
            .map(hit -> new EraseCommand<>(hit.key(), 1_000))
            .returns(EraseCommand.type(Types.STRING));
    // docs: begin erase
    var erasable = profiler.erasable(Duration.ofDays(7));
    var profiles = erasable.applyTo(events, commands, "profiles");
    DataStream<EraseReceipt<String>> receipts = profiles.getSideOutput(erasable.receipts());
    DataStream<Hit> refused = profiles.getSideOutput(erasable.refused());
    // docs: end erase
    assertThat(refused.getType()).isEqualTo(events.getType());
    return profiles
        .map(profile -> "profile of " + profile.key() + ", " + profile.events() + " events")
        .returns(Types.STRING)
        .union(
            receipts
                .map(receipt -> "receipt of " + receipt.key() + " by " + receipt.operator())
                .returns(Types.STRING));
  }

  private static List<String> expected() {
    List<String> lines = new ArrayList<>();
    for (int key = 0; key < KEYS; key++) {
      lines.add(
          key % 2 == 0
              ? "receipt of k" + key + " by UserProfiler"
              : "profile of k" + key + ", " + 120 / KEYS + " events");
    }
    return lines;
  }

  @Test
  void commandsAreCarriedOutOnceThroughFailuresAndRescaling() {
    var source = JobSource.of(Hit.class, hits(), Hit::at).failAfterRecords(30, 70, 100);
    flink
        .job(source, EraseJobTest::job)
        .backend("rocksdb")
        .rescale(2, 3, 1)
        .run()
        .assertRestarted()
        .assertCommitted(expected());
  }

  @Test
  void everyStepHasAUidAndTheFunctionIsWiredByHandToo() {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    DataStream<Hit> events = env.fromData(new Hit("ann", "shoes", 1));
    DataStream<EraseCommand<String>> commands =
        env.fromData(EraseCommand.type(Types.STRING), new EraseCommand<>("ann", 1));
    var profiler =
        UserProfiler.on(Hit.class)
            .keyedBy(Hit::key, String.class)
            .categoryBy(Hit::page)
            .forgetAfterInactivity(Duration.ofDays(2))
            .interestsByMovingAverage(0.1)
            .build();
    // docs: begin function
    var erasable = profiler.erasable(Duration.ofDays(7));
    DataStream<Profile<String>> profiles =
        events
            .keyBy(Hit::key)
            .connect(commands.keyBy(EraseCommand::key, Types.STRING))
            .process(erasable.toFunction())
            .uid("profiles");
    // docs: end function
    assertThat(profiles.getType()).isEqualTo(Profile.type(Types.STRING));
    erasable.applyTo(events, commands, "fast");
    assertThat(env.getStreamGraph().getStreamNodes())
        .extracting(node -> node.getTransformationUID())
        .contains("profiles", "fast", "fast-null-keys", "fast-commands");
  }
}
