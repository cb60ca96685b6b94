// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.config;

import static io.github.flinkpatterns.config.Effect.minimal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.runtime.checkpoint.CheckpointRetentionPolicy;
import org.apache.flink.runtime.checkpoint.DefaultCompletedCheckpointStoreUtils;
import org.apache.flink.runtime.clusterframework.types.ResourceID;
import org.apache.flink.runtime.entrypoint.WorkingDirectory;
import org.apache.flink.runtime.jobgraph.tasks.CheckpointCoordinatorConfiguration;
import org.apache.flink.runtime.state.storage.FileSystemCheckpointStorage;
import org.apache.flink.runtime.state.storage.JobManagerCheckpointStorage;
import org.apache.flink.runtime.taskexecutor.TaskExecutorResourceUtils;
import org.apache.flink.runtime.taskexecutor.TaskManagerServicesConfiguration;
import org.apache.flink.streaming.api.environment.CheckpointConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.helpers.NOPLogger;

@Tag("every-flink")
class CheckpointsEffectTest {

  @TempDir private File directory;

  private static CheckpointConfig config(UnaryOperator<Checkpoints> change) {
    return Effect.environment(minimal().checkpoints(change)).getCheckpointConfig();
  }

  private static CheckpointCoordinatorConfiguration coordinator(JobSettings settings) {
    return Effect.jobGraph(settings)
        .getCheckpointingSettings()
        .getCheckpointCoordinatorConfiguration();
  }

  private static Configuration written(UnaryOperator<Checkpoints> change) {
    return minimal().checkpoints(change).toConfiguration();
  }

  @Test
  void timesAndCountsReachTheCheckpointCoordinator() {
    CheckpointCoordinatorConfiguration coordinator =
        coordinator(
            minimal()
                .checkpoints(
                    c ->
                        c.every(Duration.ofSeconds(40))
                            .everyDuringBacklog(Duration.ofMinutes(7))
                            .minPause(Duration.ofSeconds(11))
                            .timeout(Duration.ofMinutes(3))
                            .tolerableFailures(5)));

    assertThat(coordinator.getCheckpointInterval()).isEqualTo(40_000);
    assertThat(coordinator.getCheckpointIntervalDuringBacklog()).isEqualTo(420_000);
    assertThat(coordinator.getMinPauseBetweenCheckpoints()).isEqualTo(11_000);
    assertThat(coordinator.getCheckpointTimeout()).isEqualTo(180_000);
    assertThat(coordinator.getTolerableCheckpointFailureNumber()).isEqualTo(5);
    assertThat(coordinator.isExactlyOnce()).isTrue();
    assertThat(coordinator.isUnalignedCheckpointsEnabled()).isFalse();
  }

  @Test
  void severalCheckpointsMayBeInFlight() {
    assertThat(
            coordinator(minimal().checkpoints(c -> c.maxConcurrent(3)))
                .getMaxConcurrentCheckpoints())
        .isEqualTo(3);
  }

  @Test
  void noCheckpointIsTakenDuringABacklogWhenTheIntervalIsZero() {
    assertThat(
            coordinator(minimal().checkpoints(c -> c.everyDuringBacklog(Duration.ZERO)))
                .getCheckpointIntervalDuringBacklog())
        .isEqualTo(CheckpointCoordinatorConfiguration.DISABLED_CHECKPOINT_INTERVAL);
  }

  @Test
  void theModeReachesTheCoordinator() {
    JobSettings settings =
        JobSettings.atLeastOnce().checkpoints(c -> c.every(Duration.ofSeconds(1)));

    assertThat(coordinator(settings).isExactlyOnce()).isFalse();
    assertThat(Effect.environment(settings).getCheckpointConfig().getCheckpointingConsistencyMode())
        .isEqualTo(CheckpointingMode.AT_LEAST_ONCE);
  }

  @Test
  void barriersOvertakeAtOnceOrAfterPatience() {
    CheckpointConfig atOnce = config(Checkpoints::unaligned);
    CheckpointConfig patient = config(c -> c.unalignedAfter(Duration.ofSeconds(9)));
    CheckpointConfig back = config(c -> c.unalignedAfter(Duration.ofSeconds(9)).aligned());

    assertThat(atOnce.isUnalignedCheckpointsEnabled()).isTrue();
    assertThat(atOnce.getAlignedCheckpointTimeout()).isZero();
    assertThat(patient.isUnalignedCheckpointsEnabled()).isTrue();
    assertThat(patient.getAlignedCheckpointTimeout()).isEqualTo(Duration.ofSeconds(9));
    assertThat(back.isUnalignedCheckpointsEnabled()).isFalse();
  }

  @Test
  void retentionReachesTheCoordinator() {
    CheckpointCoordinatorConfiguration kept =
        coordinator(minimal().checkpoints(c -> c.in("file:///x/cp").retainOnCancellation()));
    CheckpointCoordinatorConfiguration deleted =
        coordinator(minimal().checkpoints(c -> c.in("file:///x/cp").deleteOnCancellation()));

    assertThat(kept.getCheckpointRetentionPolicy())
        .isEqualTo(CheckpointRetentionPolicy.RETAIN_ON_CANCELLATION);
    assertThat(deleted.getCheckpointRetentionPolicy())
        .isEqualTo(CheckpointRetentionPolicy.RETAIN_ON_FAILURE);
    assertThat(config(c -> c).getExternalizedCheckpointRetention())
        .isEqualTo(ExternalizedCheckpointRetention.NO_EXTERNALIZED_CHECKPOINTS);
  }

  @Test
  void theDirectoryBecomesTheStorageAndSavepointsHaveTheirs() {
    FileSystemCheckpointStorage storage =
        (FileSystemCheckpointStorage)
            Effect.storage(written(c -> c.in("file:///x/cp").savepointsIn("file:///x/sp")));

    assertThat(storage.getCheckpointPath()).hasToString("file:/x/cp");
    assertThat(storage.getSavepointPath()).hasToString("file:/x/sp");
  }

  @Test
  void theDirectoryWinsOverOlderKeysOfTheCluster() {
    Configuration cluster = new Configuration();
    cluster.setString("state.checkpoints.dir", "file:///old/cp");
    cluster.setString("state.checkpoint-storage", "jobmanager");

    assertThat(Effect.storage(written(c -> c.in("file:///x/cp")), cluster))
        .isInstanceOfSatisfying(
            FileSystemCheckpointStorage.class,
            s -> assertThat(s.getCheckpointPath()).hasToString("file:/x/cp"));
  }

  @Test
  void checkpointsInTheJobManagerNeedNoDirectoryAndReplaceOne() {
    assertThat(Effect.storage(written(c -> c.in("file:///x/cp").inJobManager())))
        .isInstanceOf(JobManagerCheckpointStorage.class);
  }

  @Test
  void theClustersDirectoryIsUsedAndItsAbsenceFailsTheJob() {
    Configuration cluster = new Configuration();
    cluster.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, "file:///cluster/cp");
    Configuration job = written(Checkpoints::inDirectoryOfCluster);

    assertThat(Effect.storage(job, cluster))
        .isInstanceOfSatisfying(
            FileSystemCheckpointStorage.class,
            s -> assertThat(s.getCheckpointPath()).hasToString("file:/cluster/cp"));
    assertThatThrownBy(() -> Effect.storage(job)).isInstanceOf(IllegalConfigurationException.class);
  }

  @Test
  void theJobManagerReadsHowManyToRetain() {
    assertThat(
            DefaultCompletedCheckpointStoreUtils.getMaximumNumberOfRetainedCheckpoints(
                written(c -> c.maxRetained(4)), NOPLogger.NOP_LOGGER))
        .isEqualTo(4);
  }

  @Test
  void snapshotsAreCompressed() {
    assertThat(
            Effect.environment(minimal().checkpoints(Checkpoints::compressed))
                .getConfig()
                .isUseSnapshotCompression())
        .isTrue();
  }

  @Test
  void theTaskManagerKeepsAndReadsLocalCopies() throws Exception {
    Configuration conf = written(Checkpoints::localRecovery);

    assertThat(localRecovery(conf)).isTrue();
    assertThat(localRecovery(written(c -> c))).isFalse();
  }

  /** What a TaskManager that starts with this configuration would do. */
  private boolean localRecovery(Configuration conf) throws Exception {
    TaskExecutorResourceUtils.adjustForLocalExecution(conf);
    TaskManagerServicesConfiguration services =
        TaskManagerServicesConfiguration.fromConfiguration(
            conf,
            ResourceID.generate(),
            "localhost",
            true,
            TaskExecutorResourceUtils.resourceSpecFromConfigForLocalExecution(conf),
            WorkingDirectory.create(directory));
    Method flag =
        TaskManagerServicesConfiguration.class.getDeclaredMethod("isLocalRecoveryEnabled");
    flag.setAccessible(true);
    return (boolean) flag.invoke(services);
  }
}
