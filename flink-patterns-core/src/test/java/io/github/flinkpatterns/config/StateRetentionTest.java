// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.junit.jupiter.api.Test;

class StateRetentionTest {

  private static final StateRetention DAY = StateRetention.afterWrite(Duration.ofDays(1));

  @Test
  void defaultsAreFlinks() {
    StateTtlConfig ours = DAY.toStateTtlConfig(Backend.hashMap());
    StateTtlConfig flinks = StateTtlConfig.newBuilder(Duration.ofDays(1)).build();

    assertThat(ours).usingRecursiveComparison().isEqualTo(flinks);
  }

  @Test
  void everyOptionReachesFlinksConfiguration() {
    StateTtlConfig heap =
        StateRetention.afterReadOrWrite(Duration.ofHours(3))
            .returnExpiredUntilCleaned()
            .cleanUpInFullSnapshot()
            .cleanUpIncrementally(7, true)
            .toStateTtlConfig(Backend.hashMap());
    StateTtlConfig rocks =
        DAY.returnExpiredUntilCleaned()
            .neverReturnExpired()
            .cleanUpInCompaction(50, Duration.ofDays(2))
            .toStateTtlConfig(Backend.rocksDb().incremental());

    assertThat(heap)
        .usingRecursiveComparison()
        .isEqualTo(
            StateTtlConfig.newBuilder(Duration.ofHours(3))
                .updateTtlOnReadAndWrite()
                .returnExpiredIfNotCleanedUp()
                .cleanupFullSnapshot()
                .cleanupIncrementally(7, true)
                .build());
    assertThat(rocks)
        .usingRecursiveComparison()
        .isEqualTo(
            StateTtlConfig.newBuilder(Duration.ofDays(1))
                .cleanupInRocksdbCompactFilter(50, Duration.ofDays(2))
                .build());
    assertThat(DAY.withoutBackgroundCleanUp().toStateTtlConfig(Backend.hashMap()))
        .satisfies(c -> assertThat(c.getCleanupStrategies().isCleanupInBackground()).isFalse());
    assertThat(StateRetention.unlimited().isEnabled()).isFalse();
  }

  @Test
  void aCleanUpWithoutEffectOnTheBackendIsAnError() {
    assertRefused(
        () -> DAY.cleanUpIncrementally(5, true).toStateTtlConfig(Backend.rocksDb()),
        "'cleanUpIncrementally': 5 entries on every record has no effect on RocksDB; use cleanUpInCompaction(1000)");
    assertRefused(
        () -> DAY.cleanUpInCompaction(500).toStateTtlConfig(Backend.hashMap()),
        "'cleanUpInCompaction': clock read every 500 entries has no effect on heap state; use cleanUpIncrementally(10, false)");
    assertRefused(
        () -> DAY.cleanUpInFullSnapshot().toStateTtlConfig(Backend.rocksDb().incremental()),
        "'cleanUpInFullSnapshot': true has no effect on RocksDB's incremental checkpoints; use cleanUpInCompaction(1000)");
    assertRefused(
        () ->
            DAY.withoutBackgroundCleanUp()
                .cleanUpIncrementally(5, false)
                .toStateTtlConfig(Backend.hashMap()),
        "'withoutBackgroundCleanUp': true excludes a background clean-up of your own; drop one of the two");
    assertThat(DAY.cleanUpInFullSnapshot().toStateTtlConfig(Backend.rocksDb().full()))
        .satisfies(c -> assertThat(c.getCleanupStrategies().inFullSnapshot()).isTrue());
  }

  @Test
  void theBackendMayComeFromSettingsOrTheirPreset() {
    JobSettings preset =
        JobSettings.exactlyOnce()
            .tuned(Preset.LARGE_STATE)
            .checkpoints(Checkpoints::inDirectoryOfCluster);

    assertRefused(
        () -> DAY.cleanUpInFullSnapshot().toStateTtlConfig(preset),
        "'cleanUpInFullSnapshot': true has no effect on RocksDB's incremental checkpoints; use cleanUpInCompaction(1000)");
    assertThat(DAY.cleanUpInCompaction(1000).toStateTtlConfig(preset).isEnabled()).isTrue();
    assertRefused(
        () -> DAY.toStateTtlConfig(Effect.minimal()),
        "'settings': no state backend to check a clean-up against; add stateBackend(...)");
  }

  @Test
  void valuesOutOfRangeAreErrors() {
    assertRefused(
        () -> StateRetention.afterWrite(Duration.ZERO),
        "'afterWrite': PT0S must be at least PT0.001S; give a longer one");
    assertRefused(
        () -> DAY.cleanUpIncrementally(0, true),
        "'cleanUpIncrementally': 0 must be at least 1; pass such a number");
    assertRefused(
        () -> DAY.cleanUpInCompaction(1, Duration.ofMillis(1500)),
        "'compactAtLatestAfter': PT1.5S must be whole seconds and not negative, RocksDB counts no finer; round it, zero turns it off");
  }

  private static void assertRefused(Runnable call, String message) {
    assertThatThrownBy(call::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("StateRetention: parameter " + message);
  }
}
