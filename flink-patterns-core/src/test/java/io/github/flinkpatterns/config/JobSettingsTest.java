// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JobSettingsTest {

  private static JobSettings tuned(Preset preset) {
    JobSettings settings = JobSettings.exactlyOnce().tuned(preset);
    return switch (preset) {
      case PRODUCTION, LARGE_STATE -> settings.checkpoints(c -> c.in("file:///x/cp"));
      case DEVELOPMENT -> settings;
      case LOW_LATENCY, HIGH_THROUGHPUT -> settings.checkpoints(Checkpoints::inJobManager);
    };
  }

  @ParameterizedTest
  @EnumSource(Preset.class)
  void everyPresetIsConsistentAndGivesAReasonForEachOption(Preset preset) {
    List<Setting> settings =
        preset == Preset.HIGH_THROUGHPUT || preset == Preset.LOW_LATENCY
            ? JobSettings.exactlyOnce().tuned(preset).settings()
            : tuned(preset).settings();

    assertThat(preset.settings()).allSatisfy(s -> assertThat(s.reason()).isNotBlank());
    assertThat(settings).containsAll(preset.settings());
  }

  @ParameterizedTest
  @EnumSource(Preset.class)
  void everyPresetBuildsAJobThatFlinkAccepts(Preset preset) {
    assertThat(Effect.jobGraph(tuned(preset)).getCheckpointingSettings()).isNotNull();
  }

  @ParameterizedTest
  @EnumSource(Preset.class)
  void everyPresetWorksAtLeastOnce(Preset preset) {
    JobSettings settings =
        JobSettings.atLeastOnce().tuned(preset).checkpoints(Checkpoints::inDirectoryOfCluster);

    assertThat(settings.toConfiguration().get(CheckpointingOptions.ENABLE_UNALIGNED)).isFalse();
  }

  @Test
  void whatIsSaidWinsOverThePresetBeforeOrAfterIt() {
    JobSettings before =
        JobSettings.exactlyOnce()
            .bufferTimeout(Duration.ofMillis(20))
            .checkpoints(c -> c.every(Duration.ofSeconds(7)))
            .tuned(Preset.LOW_LATENCY);
    JobSettings after =
        JobSettings.exactlyOnce()
            .tuned(Preset.LOW_LATENCY)
            .checkpoints(c -> c.every(Duration.ofSeconds(7)))
            .bufferTimeout(Duration.ofMillis(20));

    assertThat(before.toConfiguration()).isEqualTo(after.toConfiguration());
    assertThat(after.toConfiguration().get(ExecutionOptions.BUFFER_TIMEOUT))
        .isEqualTo(Duration.ofMillis(20));
    assertThat(after.toConfiguration().get(CheckpointingOptions.CHECKPOINTING_INTERVAL))
        .isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void anyPresetOptionCanBeTurnedBackByItsKeyWithAReasonOfOnesOwn() {
    JobSettings settings =
        tuned(Preset.DEVELOPMENT).option(PipelineOptions.GENERIC_TYPES, true, "a legacy type");

    assertThat(Effect.environment(settings).getConfiguration().get(PipelineOptions.GENERIC_TYPES))
        .isTrue();
    assertThat(settings.explain()).contains("a legacy type");
  }

  @Test
  void presetOptionsThatWouldLoseTheirEffectStepBack() {
    Configuration heap = tuned(Preset.PRODUCTION).stateBackend(Backend.hashMap()).toConfiguration();
    Configuration own = tuned(Preset.PRODUCTION).restart(Restart.never()).toConfiguration();
    Configuration often =
        tuned(Preset.PRODUCTION).checkpoints(c -> c.every(Duration.ofSeconds(5))).toConfiguration();
    Configuration concurrent =
        tuned(Preset.LARGE_STATE).checkpoints(c -> c.maxConcurrent(2)).toConfiguration();
    Configuration unbounded =
        tuned(Preset.LARGE_STATE)
            .stateBackend(Backend.rocksDb().incremental().unboundedMemory())
            .toConfiguration();

    Configuration impatient =
        tuned(Preset.LARGE_STATE)
            .checkpoints(c -> c.timeout(Duration.ofSeconds(30)))
            .toConfiguration();
    Configuration exact =
        tuned(Preset.LARGE_STATE)
            .stateBackend(Backend.rocksDb().incremental().bloomFilter(14))
            .toConfiguration();

    assertThat(heap.get(StateBackendOptions.STATE_BACKEND)).isEqualTo("hashmap");
    assertThat(heap.keySet()).noneMatch(key -> key.contains("rocksdb"));
    assertThat(heap.get(CheckpointingOptions.INCREMENTAL_CHECKPOINTS)).isFalse();
    assertThat(own.get(RestartStrategyOptions.RESTART_STRATEGY)).isEqualTo("none");
    assertThat(own.keySet()).noneMatch(key -> key.contains("exponential"));
    assertThat(often.get(CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS)).isZero();
    assertThat(concurrent.get(CheckpointingOptions.ENABLE_UNALIGNED)).isFalse();
    assertThat(unbounded.keySet()).noneMatch(key -> key.contains("partitioned-index"));
    assertThat(exact.keySet()).noneMatch(key -> key.contains("partitioned-index"));
    assertThat(impatient.get(CheckpointingOptions.ALIGNED_CHECKPOINT_TIMEOUT)).isZero();
  }

  @Test
  void aLaterBackendLeavesNothingOfTheFirst() {
    Configuration conf =
        Effect.minimal()
            .stateBackend(Backend.rocksDb().incremental().changelog("file:///x/log").openFiles(9))
            .stateBackend(Backend.hashMap())
            .toConfiguration();

    assertThat(conf.keySet())
        .noneMatch(key -> key.contains("rocksdb") || key.contains("changelog"))
        .doesNotContain("execution.checkpointing.incremental");
  }

  @Test
  void settingsTellFlinksDefaultTheReaderAndTheReason() {
    Map<String, Setting> settings =
        tuned(Preset.PRODUCTION).settings().stream()
            .collect(Collectors.toMap(Setting::key, s -> s));

    assertThat(settings.get("execution.checkpointing.num-retained"))
        .isEqualTo(
            new Setting(
                "execution.checkpointing.num-retained",
                "3",
                "1",
                Scope.CLUSTER,
                "an older one is left when the last is damaged"));
    assertThat(settings.get("execution.checkpointing.interval").flinkDefault()).isEqualTo("(none)");
    assertThat(settings.get("execution.checkpointing.mode").differsFromFlink()).isFalse();
    assertThat(settings.get("execution.checkpointing.interval").differsFromFlink()).isTrue();
  }

  @Test
  void explainPrintsATableWhoseStarsMarkWhatDiffersFromFlink() {
    assertThat(
            Effect.minimal()
                .checkpoints(c -> c.maxRetained(2).timeout(Duration.ofMinutes(10)))
                .explain())
        .isEqualTo(
            """
              option                                value         Flink's default  read by  why
              execution.checkpointing.mode          EXACTLY_ONCE  EXACTLY_ONCE     job      state counts each event once, whatever fails
            * execution.checkpointing.interval      30 s          (none)           job      a failure replays at most about this much input
            * execution.checkpointing.num-retained  2             1                cluster  an older one is left when the last is damaged
              execution.checkpointing.timeout       10 min        10 min           job      a checkpoint that takes longer counts as failed
            """);
  }

  @Test
  void diffListsWhatACurrentConfigurationLacksAndUnderstandsOlderKeys() {
    JobSettings settings =
        Effect.minimal()
            .stateBackend(Backend.rocksDb().incremental())
            .checkpoints(c -> c.in("file:///x/cp").minPause(Duration.ofSeconds(5)));
    Configuration current = new Configuration();
    current.setString("state.backend", "rocksdb");
    current.setString("state.backend.incremental", "false");
    current.setString("state.checkpoints.dir", "file:///x/cp");
    current.setString("state.checkpoint-storage", "filesystem");
    current.setString("execution.checkpointing.interval", "30000ms");

    assertThat(settings.diff(current))
        .extracting(Difference::toString)
        .containsExactly(
            "execution.checkpointing.incremental: false -> true (a checkpoint costs what changed,"
                + " not what is there)",
            "execution.checkpointing.min-pause: 0 ms -> 5 s (slow checkpoints leave the job time to"
                + " work)");
    assertThat(settings.diff(settings.toConfiguration())).isEmpty();
  }

  @Test
  void whatOnlyTheClusterReadsCanBeHadAlone() {
    assertThat(
            Effect.minimal()
                .checkpoints(c -> c.maxRetained(2))
                .taskManagers(t -> t.slots(4))
                .toClusterConfiguration()
                .toMap())
        .containsOnly(
            Map.entry("execution.checkpointing.num-retained", "2"),
            Map.entry("taskmanager.numberOfTaskSlots", "4"));
  }
}
