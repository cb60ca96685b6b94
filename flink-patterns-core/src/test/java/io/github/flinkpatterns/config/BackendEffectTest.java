// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.lang.reflect.Method;
import java.util.function.Function;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.runtime.state.delegate.DelegatingStateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.state.rocksdb.PredefinedOptions;
import org.apache.flink.state.rocksdb.RocksDBResourceContainer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompactionStyle;
import org.rocksdb.DBOptions;

/** The backend object that Flink loads, and the options it would open RocksDB with. */
@Tag("every-flink")
class BackendEffectTest {

  @BeforeAll
  static void loadRocksDb(@TempDir File directory) throws Exception {
    Method load =
        EmbeddedRocksDBStateBackend.class.getDeclaredMethod("ensureRocksDBIsLoaded", String.class);
    load.setAccessible(true);
    load.invoke(null, directory.getAbsolutePath());
  }

  private static EmbeddedRocksDBStateBackend loaded(RocksDbBackend backend) {
    return (EmbeddedRocksDBStateBackend) Effect.backend(backend.toConfiguration());
  }

  @SuppressWarnings("try") // Flink declares close() to throw any exception
  private static <T> T opened(
      RocksDbBackend backend, Function<RocksDBResourceContainer, T> question) throws Exception {
    Method create =
        EmbeddedRocksDBStateBackend.class.getDeclaredMethod(
            "createOptionsAndResourceContainer", File.class);
    create.setAccessible(true);
    try (RocksDBResourceContainer container =
        (RocksDBResourceContainer) create.invoke(loaded(backend), (Object) null)) {
      return question.apply(container);
    }
  }

  private static <T> T database(RocksDbBackend backend, Function<DBOptions, T> question)
      throws Exception {
    return opened(backend, container -> question.apply(container.getDbOptions()));
  }

  private static <T> T family(RocksDbBackend backend, Function<ColumnFamilyOptions, T> question)
      throws Exception {
    return opened(backend, container -> question.apply(container.getColumnOptions()));
  }

  private static <T> T table(RocksDbBackend backend, Function<BlockBasedTableConfig, T> question)
      throws Exception {
    return family(backend, f -> question.apply((BlockBasedTableConfig) f.tableFormatConfig()));
  }

  @Test
  void heapStateIsLoaded() {
    assertThat(Effect.backend(Backend.hashMap().toConfiguration()))
        .isInstanceOf(HashMapStateBackend.class);
  }

  @Test
  void theBackendWinsOverAnOlderKeyOfTheCluster() throws Exception {
    Configuration merged = new Configuration();
    merged.setString("state.backend", "hashmap");
    merged.addAll(Backend.rocksDb().toConfiguration());

    assertThat(Effect.backend(merged)).isInstanceOf(EmbeddedRocksDBStateBackend.class);
  }

  @Test
  void rocksDbTakesIncrementalOrFullCheckpoints() {
    assertThat(loaded(Backend.rocksDb().incremental()).isIncrementalCheckpointsEnabled()).isTrue();
    assertThat(loaded(Backend.rocksDb().incremental().full()).isIncrementalCheckpointsEnabled())
        .isFalse();
  }

  @Test
  void memoryIsManagedFixedOrUnboundedAndTheLastSaidHolds() {
    MemorySize size = MemorySize.ofMebiBytes(256);
    var managed = loaded(Backend.rocksDb().fixedMemoryPerSlot(size).managedMemory());
    var fixed = loaded(Backend.rocksDb().managedMemory().fixedMemoryPerSlot(size));
    var unbounded = loaded(Backend.rocksDb().fixedMemoryPerSlot(size).unboundedMemory());

    assertThat(managed.getMemoryConfiguration().isUsingManagedMemory()).isTrue();
    assertThat(managed.getMemoryConfiguration().isUsingFixedMemoryPerSlot()).isFalse();
    assertThat(fixed.getMemoryConfiguration().getFixedMemoryPerSlot()).isEqualTo(size);
    assertThat(fixed.getMemoryConfiguration().isUsingManagedMemory()).isFalse();
    assertThat(unbounded.getMemoryConfiguration().isUsingManagedMemory()).isFalse();
    assertThat(unbounded.getMemoryConfiguration().isUsingFixedMemoryPerSlot()).isFalse();
  }

  @Test
  void sharedMemoryIsSplitAsSaid() {
    var memory =
        loaded(
                Backend.rocksDb()
                    .writeBufferRatio(0.3)
                    .partitionedIndexFilters()
                    .option("state.backend.rocksdb.memory.high-prio-pool-ratio", "0.2"))
            .getMemoryConfiguration();

    assertThat(memory.getWriteBufferRatio()).isEqualTo(0.3);
    assertThat(memory.getHighPriorityPoolRatio()).isEqualTo(0.2);
    assertThat(memory.isUsingPartitionedIndexFilters()).isTrue();
  }

  @Test
  void everyProfileIsFlinksAndOpensRocksDbWithItsOptions() throws Exception {
    for (RocksDbProfile profile : RocksDbProfile.values()) {
      assertThat(loaded(Backend.rocksDb().profile(profile)).getPredefinedOptions())
          .isEqualTo(PredefinedOptions.valueOf(profile.name()));
    }
    assertThat(PredefinedOptions.values()).hasSameSizeAs(RocksDbProfile.values());

    RocksDbBackend disk =
        Backend.rocksDb().profile(RocksDbProfile.SPINNING_DISK_OPTIMIZED_HIGH_MEM);
    assertThat(family(disk, ColumnFamilyOptions::maxWriteBufferNumber)).isEqualTo(4);
    assertThat(table(disk, BlockBasedTableConfig::blockSize)).isEqualTo(128 * 1024);
    assertThat(database(disk, DBOptions::maxBackgroundJobs)).isEqualTo(4);
    assertThat(
            database(
                Backend.rocksDb().profile(RocksDbProfile.FLASH_SSD_OPTIMIZED),
                DBOptions::maxBackgroundJobs))
        .isEqualTo(4);
  }

  @Test
  void aSingleOptionOverridesTheProfile() throws Exception {
    RocksDbBackend backend =
        Backend.rocksDb().profile(RocksDbProfile.FLASH_SSD_OPTIMIZED).backgroundThreads(7);

    assertThat(database(backend, DBOptions::maxBackgroundJobs)).isEqualTo(7);
  }

  @Test
  @SuppressWarnings("deprecation") // the size that Flink itself passes on
  void ownOptionsReachRocksDb() throws Exception {
    RocksDbBackend backend =
        Backend.rocksDb()
            .unboundedMemory()
            .openFiles(512)
            .universalCompaction()
            .writeBuffer(MemorySize.ofMebiBytes(16), 5)
            .blockCache(MemorySize.ofMebiBytes(32))
            .bloomFilter(12)
            .option("state.backend.rocksdb.block.blocksize", "16 kb")
            .option("state.backend.rocksdb.writebuffer.number-to-merge", "2");

    assertThat(database(backend, DBOptions::maxOpenFiles)).isEqualTo(512);
    assertThat(family(backend, ColumnFamilyOptions::compactionStyle))
        .isEqualTo(CompactionStyle.UNIVERSAL);
    assertThat(family(backend, ColumnFamilyOptions::writeBufferSize)).isEqualTo(16 << 20);
    assertThat(family(backend, ColumnFamilyOptions::maxWriteBufferNumber)).isEqualTo(5);
    assertThat(family(backend, ColumnFamilyOptions::minWriteBufferNumberToMerge)).isEqualTo(2);
    assertThat(table(backend, BlockBasedTableConfig::blockCacheSize)).isEqualTo(32 << 20);
    assertThat(table(backend, BlockBasedTableConfig::blockSize)).isEqualTo(16 << 10);
    boolean filtered = table(backend, t -> t.filterPolicy() != null);
    boolean byDefault = table(Backend.rocksDb(), t -> t.filterPolicy() != null);
    assertThat(filtered).isTrue();
    assertThat(byDefault).isFalse();
    assertThat(family(backend.levelCompaction(), ColumnFamilyOptions::compactionStyle))
        .isEqualTo(CompactionStyle.LEVEL);
  }

  @Test
  void directoriesThreadsAndTimersReachTheBackend() {
    EmbeddedRocksDBStateBackend backend =
        loaded(
            Backend.rocksDb()
                .localDirectories("/disk1/state", "/disk2/state")
                .transferThreads(9)
                .timersOnHeap());

    assertThat(backend.getDbStoragePaths()).containsExactly("/disk1/state", "/disk2/state");
    assertThat(backend.getNumberOfTransferThreads()).isEqualTo(9);
    assertThat(backend.getPriorityQueueStateType())
        .isEqualTo(EmbeddedRocksDBStateBackend.PriorityQueueStateType.HEAP);
    assertThat(loaded(Backend.rocksDb().timersOnHeap().timersOnDisk()).getPriorityQueueStateType())
        .isEqualTo(EmbeddedRocksDBStateBackend.PriorityQueueStateType.ROCKSDB);
  }

  @Test
  void theChangelogWrapsEitherBackend() {
    var heap = Effect.backend(Backend.hashMap().changelog("file:///x/log").toConfiguration());
    var rocks = Effect.backend(Backend.rocksDb().changelog("file:///x/log").toConfiguration());

    assertThat(((DelegatingStateBackend) heap).getDelegatedStateBackend())
        .isInstanceOf(HashMapStateBackend.class);
    assertThat(((DelegatingStateBackend) rocks).getDelegatedStateBackend())
        .isInstanceOf(EmbeddedRocksDBStateBackend.class);
  }

  @Test
  void aMistypedOptionIsRefusedWhereFlinkWouldIgnoreIt() {
    assertThatThrownBy(() -> Backend.rocksDb().option("state.backend.rocksdb.thread.nun", "4"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "RocksDbBackend: parameter 'option': 'state.backend.rocksdb.thread.nun' is no RocksDB key that Flink 1.20.5 to 2.3.0 all read; correct it, or add it to the Configuration yourself");
    assertThatThrownBy(() -> Backend.rocksDb().option("state.backend.rocksdb.thread.num", "four"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "RocksDbBackend: parameter 'state.backend.rocksdb.thread.num': 'four' cannot be read by Flink; correct the value");
  }
}
