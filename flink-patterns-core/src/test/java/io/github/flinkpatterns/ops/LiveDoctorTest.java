// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.flinkpatterns.ops.ClusterException.Reason;
import io.github.flinkpatterns.ops.SickJobs.Illness;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The doctor at the bed of running jobs. */
class LiveDoctorTest {

  @TempDir private Path folder;

  @Test
  void runningJobsAreTold() throws Exception {
    try (OpsCluster cluster = new OpsCluster(folder)) {
      CheckpointDoctor doctor = CheckpointDoctor.at(cluster.address());
      String growing = cluster.start(Illness.GROWING_STATE, 100);
      cluster.awaitCompleted(growing, 12);
      assertThat(doctor.examine(growing).toText()).contains("WARNING state-grows");
      cluster.cancel(growing);

      String failing = cluster.start(Illness.FAILING, 100);
      String without = cluster.start(Illness.HEALTHY, 0);
      cluster.awaitCheckpoints(failing, 4);
      assertThat(doctor.examine(failing).toText())
          .contains("failing")
          .contains("checkpoints failed");
      assertThat(doctor.examine(without).findings())
          .extracting(Finding::code)
          .containsExactly("checkpoints-off");
      assertThat(
              catchThrowableOfType(
                      ClusterException.class,
                      () -> doctor.examine("0123456789abcdef0123456789abcdef"))
                  .reason())
          .isEqualTo(Reason.NO_SUCH_JOB);
    }
  }

  /** Run with {@code -Dflink-patterns.record=true} to write the recorded statistics anew. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STUCK")
  @EnabledIfSystemProperty(
      named = "flink-patterns.record",
      matches = "true",
      disabledReason = "writes test resources, by hand only")
  void recordsAnIllness(Illness illness) throws Exception {
    try (OpsCluster cluster = new OpsCluster(folder)) {
      String job = cluster.start(illness, 200);
      cluster.awaitCheckpoints(job, illness == Illness.BACK_PRESSURE ? 4 : 12);
      Path file = Path.of("src/test/resources/checkpoints", illness + ".json");
      Files.createDirectories(file.getParent());
      Files.writeString(
          file, CheckpointDoctor.at(cluster.address()).statistics(job).toJson() + "\n");
    }
  }
}
