// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.config;

import io.github.flinkpatterns.logic.Require;
import java.io.File;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;

/**
 * State in RocksDB; see {@link Backend#rocksDb()}.
 *
 * <p>Memory is one of three: {@link #managedMemory()} (Flink's default: all RocksDB instances of a
 * slot share the slot's managed memory), {@link #fixedMemoryPerSlot} (they share a fixed size) or
 * {@link #unboundedMemory()} (each state has its own write buffers and cache). The last one said
 * holds.
 *
 * <p>Single options override the {@linkplain #profile profile}. The state of a job does not depend
 * on any option here: all may change across a restart.
 */
public final class RocksDbBackend extends Backend {

  private static final String WHERE = "RocksDbBackend";

  RocksDbBackend(Options options) {
    super(options);
  }

  /** Uploads only the files that are new since the last checkpoint. */
  public RocksDbBackend incremental() {
    return with(Keys.INCREMENTAL, true, "a checkpoint costs what changed, not what is there");
  }

  /** Uploads the whole state each time: Flink's default. */
  public RocksDbBackend full() {
    return with(Keys.INCREMENTAL, false, "each checkpoint stands alone");
  }

  /** Shares the slot's managed memory between all states: Flink's default. */
  public RocksDbBackend managedMemory() {
    return new RocksDbBackend(
        options()
            .with(RocksDbKeys.MANAGED, true, "memory stays within the slot's budget")
            .without(RocksDbKeys.FIXED_PER_SLOT));
  }

  /**
   * Shares {@code size} per slot between all states instead of managed memory. Flink still sets the
   * slot's managed memory aside: lower it with {@link TaskManagers#managedMemory(double)}.
   */
  public RocksDbBackend fixedMemoryPerSlot(MemorySize size) {
    return new RocksDbBackend(
        options()
            .with(RocksDbKeys.MANAGED, false, "a fixed size is used instead")
            .with(
                RocksDbKeys.FIXED_PER_SLOT,
                positive("fixedMemoryPerSlot", size),
                "memory of all states in a slot"));
  }

  /**
   * Gives each state its own write buffers and block cache, sized by {@link #writeBuffer} and
   * {@link #blockCache}; memory then grows with the number of states and is not bounded by Flink,
   * which still sets the slot's managed memory aside.
   */
  public RocksDbBackend unboundedMemory() {
    return new RocksDbBackend(
        options()
            .with(RocksDbKeys.MANAGED, false, "each state has its own buffers and cache")
            .without(RocksDbKeys.FIXED_PER_SLOT));
  }

  /** Gives write buffers this part of the shared memory, above 0 and below 1; default 0.5. */
  public RocksDbBackend writeBufferRatio(double part) {
    Check.that(
        part > 0 && part < 1,
        WHERE,
        "writeBufferRatio",
        part,
        "must be above 0 and below 1",
        "give a fraction");
    return with(RocksDbKeys.WRITE_BUFFER_RATIO, part, "the rest of the memory caches reads");
  }

  /** Lets indexes and filters enter and leave the shared memory in parts. */
  public RocksDbBackend partitionedIndexFilters() {
    return with(
        RocksDbKeys.PARTITIONED_INDEX, true, "with little memory whole indexes would thrash");
  }

  /** Starts from one of Flink's predefined option sets. */
  public RocksDbBackend profile(RocksDbProfile profile) {
    return with(RocksDbKeys.PREDEFINED, profile.name(), "Flink's option set for this hardware");
  }

  /** Where RocksDB keeps its files: local paths, used in turn; default: Flink's temporary ones. */
  public RocksDbBackend localDirectories(String... paths) {
    Require.inRange(paths.length, 1, Integer.MAX_VALUE, WHERE, "localDirectories");
    for (String path : paths) {
      Check.that(
          new File(path).isAbsolute() && !path.contains(",") && !path.contains(File.pathSeparator),
          WHERE,
          "localDirectories",
          "'" + path + "'",
          "must be an absolute local path without ',' or '" + File.pathSeparator + "'",
          "give each directory as its own argument");
    }
    return with(
        RocksDbKeys.LOCAL_DIRECTORIES, String.join(",", paths), "the disks that carry the state");
  }

  /** Keeps timers on the heap: faster, but bounded by it and written synchronously. */
  public RocksDbBackend timersOnHeap() {
    return with(RocksDbKeys.TIMERS, "HEAP", "timers are few and due often");
  }

  /** Keeps timers in RocksDB: Flink's default. */
  public RocksDbBackend timersOnDisk() {
    return with(RocksDbKeys.TIMERS, "ROCKSDB", "timers may be as many as the keys");
  }

  /** How many threads flush and compact, per instance; Flink's default 2. */
  public RocksDbBackend backgroundThreads(int count) {
    return with(
        RocksDbKeys.BACKGROUND_THREADS,
        (int) Require.inRange(count, 1, Integer.MAX_VALUE, WHERE, "backgroundThreads"),
        "flushes and compactions keep up with writes");
  }

  /** How many files stay open, per instance; -1, the default, for all. */
  public RocksDbBackend openFiles(int count) {
    Check.that(
        count == -1 || count > 0,
        WHERE,
        "openFiles",
        count,
        "must be -1 for all, or positive",
        "give a number in that range");
    return with(RocksDbKeys.OPEN_FILES, count, "within the process's limit of open files");
  }

  /** How many threads carry files to and from the checkpoint storage; default 4. */
  public RocksDbBackend transferThreads(int count) {
    return with(
        RocksDbKeys.TRANSFER_THREADS,
        (int) Require.inRange(count, 1, Integer.MAX_VALUE, WHERE, "transferThreads"),
        "files go to and from the storage side by side");
  }

  /** Sorted into levels: less space and faster reads. RocksDB's default. */
  public RocksDbBackend levelCompaction() {
    return with(RocksDbKeys.COMPACTION_STYLE, "LEVEL", "less space, faster reads");
  }

  /** Merges whole runs: fewer writes, more space and slower reads. */
  public RocksDbBackend universalCompaction() {
    return with(RocksDbKeys.COMPACTION_STYLE, "UNIVERSAL", "fewer writes, for more space");
  }

  /** Size and number of write buffers, per state; defaults 64 MiB and 2. */
  public RocksDbBackend writeBuffer(MemorySize size, int count) {
    return new RocksDbBackend(
        options()
            .with(
                RocksDbKeys.WRITE_BUFFER_SIZE,
                positive("writeBuffer", size),
                "larger buffers, fewer flushes")
            .with(
                RocksDbKeys.WRITE_BUFFER_COUNT,
                (int) Require.inRange(count, 1, Integer.MAX_VALUE, WHERE, "writeBuffer.count"),
                "one fills while others are flushed"));
  }

  /** Size of each state's block cache, with {@link #unboundedMemory()} only; default 8 MiB. */
  public RocksDbBackend blockCache(MemorySize size) {
    return with(
        RocksDbKeys.BLOCK_CACHE, positive("blockCache", size), "blocks read often stay in memory");
  }

  /** Adds a bloom filter to each file, so that a miss need not read it; Flink's default: none. */
  public RocksDbBackend bloomFilter(double bitsPerKey) {
    Check.that(
        bitsPerKey > 0 && bitsPerKey <= 64,
        WHERE,
        "bloomFilter",
        bitsPerKey,
        "must be above 0 and at most 64",
        "10 bits per key give about 1 % false positives");
    return new RocksDbBackend(
        options()
            .with(RocksDbKeys.BLOOM_FILTER, true, "a lookup of an absent key reads no block")
            .with(RocksDbKeys.BLOOM_BITS, bitsPerKey, "more bits, fewer false positives"));
  }

  /**
   * Writes any other RocksDB option by Flink's key, for example {@code
   * state.backend.rocksdb.block.blocksize}. Only keys that Flink 1.20.5 to 2.3.0 all read are
   * taken, since Flink ignores a mistyped one silently.
   */
  public RocksDbBackend option(String key, String value) {
    ConfigOption<?> option = RocksDbKeys.find(key);
    if (option == null) {
      throw Require.wrong(
          WHERE,
          "option",
          "'" + key + "'",
          "is no RocksDB key that Flink 1.20.5 to 2.3.0 all read",
          "correct it, or add it to the Configuration yourself");
    }
    return with(option, value);
  }

  /** See {@link HashMapBackend#changelog}. */
  public RocksDbBackend changelog(String basePath) {
    return new RocksDbBackend(changelog(options(), basePath));
  }

  private <T> RocksDbBackend with(ConfigOption<T> option, String text) {
    Configuration parsed = new Configuration();
    parsed.setString(option.key(), text);
    T value;
    try {
      value = parsed.getOptional(option).orElseThrow();
    } catch (IllegalArgumentException e) {
      throw Require.wrong(
          WHERE, option.key(), "'" + text + "'", "cannot be read by Flink", "correct the value");
    }
    return with(option, value, "given by key");
  }

  private <T> RocksDbBackend with(ConfigOption<T> option, T value, String reason) {
    return new RocksDbBackend(options().with(option, value, reason));
  }

  private static MemorySize positive(String parameter, MemorySize size) {
    Check.that(
        size.getBytes() > 0, WHERE, parameter, size, "must be above 0 bytes", "give a larger one");
    return size;
  }
}
