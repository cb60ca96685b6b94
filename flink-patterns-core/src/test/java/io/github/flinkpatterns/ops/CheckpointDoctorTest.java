// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkpatterns.ops.CheckpointStatistics.Checkpoint;
import io.github.flinkpatterns.ops.CheckpointStatistics.Settings;
import io.github.flinkpatterns.ops.CheckpointStatistics.Subtask;
import io.github.flinkpatterns.ops.CheckpointStatistics.Task;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("every-flink")
class CheckpointDoctorTest {

  private static final Settings EVERY_10_S = new Settings(10_000, 600_000, 0, false, 0);

  /** What {@code LiveDoctorTest} wrote down of jobs that were unwell on purpose. */
  static CheckpointStatistics recorded(String illness) throws IOException {
    try (InputStream in =
        CheckpointDoctorTest.class.getResourceAsStream("/checkpoints/" + illness + ".json")) {
      return CheckpointStatistics.fromJson(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  static List<String> codes(CheckpointStatistics statistics) {
    return CheckpointDoctor.examine(statistics).findings().stream().map(Finding::code).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "GROWING_STATE, state-grows, an hour",
    "SKEWED_STATE, skewed-state, holds 2.9 MiB",
    "SLOW_SNAPSHOT, sync-part, 1.1 s",
    "SLOW_SNAPSHOT, too-frequent, interval",
    "FAILING, failing, checkpoints failed",
    "BACK_PRESSURE, back-pressure, barrier"
  })
  void aRecordedIllnessIsNamed(String illness, String code, String words) throws IOException {
    CheckpointReport report = CheckpointDoctor.examine(recorded(illness));
    assertThat(report.findings()).extracting(Finding::code).contains(code);
    assertThat(report.toText()).contains(words);
  }

  @Test
  void aHealthyJobHasNoFinding() throws IOException {
    assertThat(CheckpointDoctor.examine(recorded("HEALTHY")).toText())
        .contains("Nothing is wrong with them.");
  }

  private static Checkpoint checkpoint(long id, long duration, long state, long written) {
    return new Checkpoint(id, true, false, id * 10_000, duration, state, written, "", List.of());
  }

  private static CheckpointStatistics of(Settings settings, List<Checkpoint> checkpoints) {
    return new CheckpointStatistics("ab", "orders", settings, 9, 0, checkpoints);
  }

  private static CheckpointStatistics withTask(Settings settings, Subtask... subtasks) {
    return of(
        settings,
        List.of(
            new Checkpoint(
                7,
                true,
                false,
                0,
                4_000,
                1,
                1,
                "",
                List.of(new Task("5d", "Sum", List.of(subtasks))))));
  }

  @Test
  void aTooFrequentCheckpointIsToldInNumbers() {
    List<Checkpoint> checkpoints = new ArrayList<>();
    for (int id = 1; id <= 10; id++) {
      checkpoints.add(checkpoint(id, 8_000, 1, 1));
    }
    assertThat(CheckpointDoctor.examine(of(EVERY_10_S, checkpoints)).toText())
        .contains(
            "WARNING too-frequent (execution.checkpointing.interval): the median checkpoint takes"
                + " 8 s and one begins every 10 s, so the job works on one for 80 % of its time."
                + " Raise the interval to 16 s or more, or set a min-pause of it.");
    // With a pause as long as the checkpoint, half of the time is free.
    assertThat(codes(of(new Settings(10_000, 600_000, 8_000, false, 0), checkpoints))).isEmpty();
  }

  @Test
  void aTrendNeedsEnoughCheckpoints() {
    List<Checkpoint> checkpoints = new ArrayList<>();
    for (int id = 1; id <= 7; id++) {
      checkpoints.add(checkpoint(id, 1_000L * id / 2, 1_000_000L * id, 10));
    }
    assertThat(codes(of(EVERY_10_S, checkpoints))).isEmpty();
    checkpoints.add(checkpoint(8, 4_000, 8_000_000, 10));
    CheckpointReport report = CheckpointDoctor.examine(of(EVERY_10_S, checkpoints));
    assertThat(report.findings())
        .extracting(Finding::code)
        .containsExactly("slower", "state-grows");
    assertThat(report.findings().get(1).message())
        .isEqualTo(
            "state grew in 7 of 7 steps, from 976.6 KiB to 7.6 MiB, about 343.3 MiB an hour");
  }

  @Test
  void stateThatGoesUpAndDownDoesNotGrow() {
    List<Checkpoint> checkpoints = new ArrayList<>();
    for (int id = 1; id <= 20; id++) {
      checkpoints.add(checkpoint(id, 10, 1_000_000L * (1 + id % 5), 10));
    }
    assertThat(codes(of(EVERY_10_S, checkpoints))).isEmpty();
  }

  @Test
  void savepointsAreNotCountedAmongTheCheckpoints() {
    List<Checkpoint> checkpoints = new ArrayList<>();
    for (int id = 1; id <= 10; id++) {
      checkpoints.add(
          new Checkpoint(id, true, true, id, 599_000, 1_000_000L * id, 1, "", List.of()));
    }
    assertThat(codes(of(EVERY_10_S, checkpoints))).containsExactly("none-completed");
  }

  @Test
  void theTimeoutComesNear() {
    assertThat(codes(of(EVERY_10_S, List.of(checkpoint(1, 299_000, 1, 1)))))
        .containsExactly("too-frequent");
    assertThat(
            CheckpointDoctor.examine(of(EVERY_10_S, List.of(checkpoint(1, 500_000, 1, 1))))
                .findings()
                .get(0)
                .toString())
        .isEqualTo(
            "ERROR near-timeout (execution.checkpointing.timeout): a checkpoint took 8.3 min, 83 %"
                + " of the timeout of 10 min. Raise the timeout to 33.3 min, and shorten the slow"
                + " part.");
  }

  @Test
  void largeStateWrittenInFullIsTold() {
    long large = 5L << 30;
    List<Checkpoint> full =
        List.of(
            checkpoint(1, 10, large, large),
            checkpoint(2, 10, large, large),
            checkpoint(3, 10, large, large));
    assertThat(codes(of(EVERY_10_S, full))).containsExactly("full-each-time");
  }

  @Test
  void theUnequalSubtaskAndTheWaitForBarriersAreNamed() {
    Subtask quick = new Subtask(0, 200, 1_000_000, 1, 1, 0, 0);
    assertThat(
            CheckpointDoctor.examine(
                    withTask(
                        EVERY_10_S,
                        quick,
                        quick,
                        new Subtask(2, 4_000, 9_000_000, 1_200, 10, 2_500, 2_100)))
                .findings())
        .extracting(Finding::code, Finding::place)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("skewed-state", "Sum"),
            org.assertj.core.groups.Tuple.tuple("skewed-subtask", "Sum"),
            org.assertj.core.groups.Tuple.tuple("alignment", "Sum"),
            org.assertj.core.groups.Tuple.tuple("back-pressure", "Sum"),
            org.assertj.core.groups.Tuple.tuple("sync-part", "Sum"));
  }

  @Test
  void noCheckpointsAtAllIsTheFirstThingSaid() {
    assertThat(codes(of(new Settings(0, 0, 0, false, 0), List.of())))
        .containsExactly("checkpoints-off");
  }

  @Test
  void thePageEscapesWhatAJobIsCalled() throws IOException {
    CheckpointStatistics statistics =
        new CheckpointStatistics(
            "ab",
            "<script>alert('x')</script>",
            EVERY_10_S,
            1,
            0,
            recorded("FAILING").checkpoints());
    String page = CheckpointDoctor.examine(statistics).toHtml();
    assertThat(page)
        .doesNotContain("<script>")
        .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;")
        .contains("class=\"failed\"");
    assertThat(page.split("<svg", -1)).hasSize(5);
    assertThat(page).doesNotContain("http://").doesNotContain("https://");
  }

  @Test
  void statisticsSurviveTheirJson() throws IOException {
    CheckpointStatistics statistics = recorded("SKEWED_STATE");
    assertThat(CheckpointStatistics.fromJson(statistics.toJson())).isEqualTo(statistics);
    assertThat(CheckpointDoctor.examine(statistics).toJson()).contains("\"skewed-state\"");
    assertThatThrownBy(() -> CheckpointStatistics.fromJson("[1"))
        .hasMessageStartingWith(
            "CheckpointStatistics: parameter 'json': the text is not what toJson() wrote (");
    assertThatThrownBy(() -> CheckpointStatistics.fromJson("null"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
