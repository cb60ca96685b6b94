// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What docs/settings.md says: its examples run, its tables are those of the code. */
class SettingsExamplesTest {

  private static final Path PAGE = Path.of("..", "docs", "settings.md");

  @Test
  void aJobThatMustComeBack() {
    // docs: begin settings
    Configuration conf =
        JobSettings.exactlyOnce()
            .stateBackend(Backend.rocksDb().incremental().managedMemory())
            .checkpoints(
                c -> c.every(Duration.ofSeconds(30)).in("s3://bucket/cp").retainOnCancellation())
            .restart(Restart.exponentialDelay(Duration.ofSeconds(1), Duration.ofMinutes(2)))
            .strictTypes()
            .strictUids()
            .toConfiguration();
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(conf);
    // docs: end settings

    assertThat(env.getCheckpointInterval()).isEqualTo(30_000);
  }

  @Test
  void aPresetWithTwoOptionsOfOnesOwn() {
    // docs: begin preset
    JobSettings settings =
        JobSettings.exactlyOnce()
            .tuned(Preset.LARGE_STATE)
            .checkpoints(c -> c.every(Duration.ofMinutes(2)).in("s3://bucket/cp"))
            .taskManagers(t -> t.managedMemory(0.7));
    String table = settings.explain();
    // docs: end preset

    assertThat(table).contains("* taskmanager.memory.managed.fraction").contains("2 min");
  }

  @Test
  void whatWouldChange() {
    Configuration current = new Configuration();
    current.setString("state.backend", "hashmap");
    // docs: begin diff
    List<Difference> changes =
        JobSettings.exactlyOnce()
            .tuned(Preset.PRODUCTION)
            .checkpoints(c -> c.in("s3://bucket/cp"))
            .diff(current);
    // docs: end diff

    assertThat(changes.toString()).contains("state.backend.type: hashmap -> rocksdb");
  }

  @Test
  void rocksDbWithOptionsOfOnesOwn() {
    // docs: begin rocksdb
    Backend backend =
        Backend.rocksDb()
            .incremental()
            .fixedMemoryPerSlot(MemorySize.ofMebiBytes(512))
            .profile(RocksDbProfile.FLASH_SSD_OPTIMIZED)
            .backgroundThreads(6)
            .writeBuffer(MemorySize.ofMebiBytes(32), 3)
            .bloomFilter(10)
            .localDirectories("/disk1/state", "/disk2/state")
            .option("state.backend.rocksdb.block.blocksize", "16 kb");
    // docs: end rocksdb

    assertThat(Effect.backend(backend.toConfiguration()))
        .isInstanceOf(EmbeddedRocksDBStateBackend.class);
  }

  @Test
  void retention() {
    // docs: begin retention
    StateTtlConfig week =
        StateRetention.afterWrite(Duration.ofDays(7))
            .cleanUpIncrementally(10, false)
            .toStateTtlConfig(Backend.hashMap());
    // docs: end retention

    assertThat(week.getTimeToLive()).isEqualTo(Duration.ofDays(7));
    assertThatThrownBy(
            () ->
                StateRetention.afterWrite(Duration.ofDays(7))
                    .cleanUpIncrementally(10, false)
                    .toStateTtlConfig(Backend.rocksDb()))
        .hasMessage(
            "StateRetention: parameter 'cleanUpIncrementally': 10 entries on every access has no effect on RocksDB; use cleanUpInCompaction(1000)");
  }

  @ParameterizedTest
  @EnumSource(Preset.class)
  void everyPresetOptionOnThePageIsThePresets(Preset preset) throws Exception {
    String page = Files.readString(PAGE);

    assertThat(preset.settings())
        .allSatisfy(
            s ->
                assertThat(page)
                    .contains(
                        "| `"
                            + s.key()
                            + "` | "
                            + s.value()
                            + " | "
                            + s.flinkDefault()
                            + " | "
                            + s.reason()
                            + " |"));
  }

  @Test
  void everyOptionThatABuilderWritesIsOnThePage() throws Exception {
    String page = Files.readString(PAGE);

    assertThat(KeysTest.ours().map(o -> o.key()).filter(k -> !k.contains("rocksdb")))
        .allSatisfy(key -> assertThat(page).contains("`" + key + "`"));
  }
}
