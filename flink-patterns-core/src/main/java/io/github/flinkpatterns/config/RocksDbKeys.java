// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.config;

import static org.apache.flink.configuration.ConfigOptions.key;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions.OptionBuilder;
import org.apache.flink.configuration.MemorySize;
import org.jspecify.annotations.Nullable;

/**
 * The RocksDB options that Flink 1.20.5 to 2.3.0 all read, without a class of RocksDB.
 *
 * <p>A test compares key, type and default with what Flink's RocksDB module declares.
 */
final class RocksDbKeys {

  private static final String ROOT = "state.backend.rocksdb.";
  private static final String METRICS = ROOT + "metrics.";

  private RocksDbKeys() {}

  static final ConfigOption<Boolean> MANAGED =
      at("memory.managed").booleanType().defaultValue(true);
  static final ConfigOption<MemorySize> FIXED_PER_SLOT =
      at("memory.fixed-per-slot").memoryType().noDefaultValue();
  static final ConfigOption<Double> WRITE_BUFFER_RATIO =
      at("memory.write-buffer-ratio").doubleType().defaultValue(0.5);
  static final ConfigOption<Double> HIGH_PRIORITY_RATIO =
      at("memory.high-prio-pool-ratio").doubleType().defaultValue(0.1);
  static final ConfigOption<Boolean> PARTITIONED_INDEX =
      at("memory.partitioned-index-filters").booleanType().defaultValue(false);
  static final ConfigOption<String> PREDEFINED =
      at("predefined-options").stringType().defaultValue("DEFAULT");
  static final ConfigOption<String> LOCAL_DIRECTORIES =
      at("localdir").stringType().noDefaultValue();
  static final ConfigOption<String> TIMERS =
      at("timer-service.factory").stringType().defaultValue("ROCKSDB");
  static final ConfigOption<Integer> BACKGROUND_THREADS =
      at("thread.num").intType().defaultValue(2);
  static final ConfigOption<Integer> OPEN_FILES = at("files.open").intType().defaultValue(-1);
  static final ConfigOption<Integer> TRANSFER_THREADS =
      at("checkpoint.transfer.thread.num").intType().defaultValue(4);
  static final ConfigOption<String> COMPACTION_STYLE =
      at("compaction.style").stringType().defaultValue("LEVEL");
  static final ConfigOption<Boolean> DYNAMIC_LEVELS =
      at("compaction.level.use-dynamic-size").booleanType().defaultValue(false);
  static final ConfigOption<MemorySize> LEVEL_BASE =
      at("compaction.level.max-size-level-base")
          .memoryType()
          .defaultValue(MemorySize.parse("256mb"));
  static final ConfigOption<MemorySize> WRITE_BUFFER_SIZE =
      at("writebuffer.size").memoryType().defaultValue(MemorySize.parse("64mb"));
  static final ConfigOption<Integer> WRITE_BUFFER_COUNT =
      at("writebuffer.count").intType().defaultValue(2);
  static final ConfigOption<Integer> WRITE_BUFFERS_TO_MERGE =
      at("writebuffer.number-to-merge").intType().defaultValue(1);
  static final ConfigOption<MemorySize> BLOCK_CACHE =
      at("block.cache-size").memoryType().defaultValue(MemorySize.parse("8mb"));
  static final ConfigOption<Boolean> BLOOM_FILTER =
      at("use-bloom-filter").booleanType().defaultValue(false);
  static final ConfigOption<Double> BLOOM_BITS =
      at("bloom-filter.bits-per-key").doubleType().defaultValue(10.0);

  private static final Set<String> METRIC_NAMES =
      Set.of(
          "actual-delayed-write-rate",
          "background-errors",
          "block-cache-capacity",
          "block-cache-hit",
          "block-cache-miss",
          "block-cache-pinned-usage",
          "block-cache-usage",
          "bloom-filter-full-positive",
          "bloom-filter-full-true-positive",
          "bloom-filter-useful",
          "bytes-read",
          "bytes-written",
          "column-family-as-variable",
          "compaction-pending",
          "compaction-read-bytes",
          "compaction-write-bytes",
          "cur-size-active-mem-table",
          "cur-size-all-mem-tables",
          "estimate-live-data-size",
          "estimate-num-keys",
          "estimate-pending-compaction-bytes",
          "estimate-table-readers-mem",
          "is-write-stopped",
          "iter-bytes-read",
          "live-sst-files-size",
          "mem-table-flush-pending",
          "num-deletes-active-mem-table",
          "num-deletes-imm-mem-tables",
          "num-entries-active-mem-table",
          "num-entries-imm-mem-tables",
          "num-files-at-level",
          "num-immutable-mem-table",
          "num-live-versions",
          "num-running-compactions",
          "num-running-flushes",
          "num-snapshots",
          "size-all-mem-tables",
          "stall-micros",
          "total-sst-files-size");

  /** By key: those above and the rarer ones that only {@code RocksDbBackend.option} reaches. */
  private static final Map<String, ConfigOption<?>> KNOWN =
      known(
          MANAGED,
          FIXED_PER_SLOT,
          WRITE_BUFFER_RATIO,
          HIGH_PRIORITY_RATIO,
          PARTITIONED_INDEX,
          PREDEFINED,
          LOCAL_DIRECTORIES,
          TIMERS,
          BACKGROUND_THREADS,
          OPEN_FILES,
          TRANSFER_THREADS,
          COMPACTION_STYLE,
          DYNAMIC_LEVELS,
          LEVEL_BASE,
          WRITE_BUFFER_SIZE,
          WRITE_BUFFER_COUNT,
          WRITE_BUFFERS_TO_MERGE,
          BLOCK_CACHE,
          BLOOM_FILTER,
          BLOOM_BITS,
          at("bloom-filter.block-based-mode").booleanType().defaultValue(false),
          at("block.blocksize").memoryType().defaultValue(MemorySize.parse("4kb")),
          at("block.metadata-blocksize").memoryType().defaultValue(MemorySize.parse("4kb")),
          at("compaction.level.target-file-size-base")
              .memoryType()
              .defaultValue(MemorySize.parse("64mb")),
          at("compression.per.level").stringType().asList().defaultValues("SNAPPY_COMPRESSION"),
          at("incremental-restore-async-compact-after-rescale").booleanType().defaultValue(false),
          at("log.dir").stringType().noDefaultValue(),
          at("log.file-num").intType().defaultValue(4),
          at("log.level").stringType().defaultValue("INFO_LEVEL"),
          at("log.max-file-size").memoryType().defaultValue(MemorySize.parse("25mb")),
          at("manual-compaction.max-auto-compactions").intType().defaultValue(30),
          at("manual-compaction.max-file-size-to-compact")
              .memoryType()
              .defaultValue(MemorySize.parse("50kb")),
          at("manual-compaction.max-files-to-compact").intType().defaultValue(30),
          at("manual-compaction.max-output-file-size")
              .memoryType()
              .defaultValue(MemorySize.parse("64mb")),
          at("manual-compaction.max-parallel-compactions").intType().defaultValue(5),
          at("manual-compaction.min-files-to-compact").intType().defaultValue(5),
          at("manual-compaction.min-interval").durationType().defaultValue(Duration.ZERO),
          at("options-factory").stringType().noDefaultValue(),
          at("rescaling.use-delete-files-in-range").booleanType().defaultValue(false),
          at("restore-overlap-fraction-threshold").doubleType().defaultValue(0.0),
          at("timer-service.cache-size").intType().defaultValue(128),
          at("use-ingest-db-restore-mode").booleanType().defaultValue(false),
          at("write-batch-size").memoryType().defaultValue(MemorySize.parse("2mb")));

  /** The option of this key; null if it is none that all five versions read. */
  static @Nullable ConfigOption<?> find(String key) {
    if (key.startsWith(METRICS) && METRIC_NAMES.contains(key.substring(METRICS.length()))) {
      return key(key).booleanType().defaultValue(false);
    }
    return KNOWN.get(key);
  }

  /** Every key that {@link #find} knows. */
  static Set<String> all() {
    Set<String> keys = new TreeSet<>(KNOWN.keySet());
    METRIC_NAMES.forEach(name -> keys.add(METRICS + name));
    return keys;
  }

  static boolean owns(String key) {
    return key.startsWith(ROOT);
  }

  private static OptionBuilder at(String tail) {
    return key(ROOT + tail);
  }

  private static Map<String, ConfigOption<?>> known(ConfigOption<?>... options) {
    return Arrays.stream(options).collect(Collectors.toUnmodifiableMap(ConfigOption::key, o -> o));
  }
}
