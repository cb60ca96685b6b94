// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.config;

import org.apache.flink.configuration.Configuration;

/**
 * Says where a job keeps its state while it runs.
 *
 * <p>{@link #hashMap()} keeps objects on the Java heap: fastest, bounded by the heap. {@link
 * #rocksDb()} keeps bytes on local disk with a cache in memory: bounded by the disk, each access
 * costs serialization. Where checkpoints go is said in {@link Checkpoints}.
 *
 * <p>Immutable: every method returns a new object.
 */
public abstract sealed class Backend permits HashMapBackend, RocksDbBackend {

  static final String HASH_MAP = "hashmap";
  static final String ROCKS_DB = "rocksdb";

  private final Options options;

  Backend(Options options) {
    this.options = options;
  }

  final Options options() {
    return options;
  }

  /** State as objects on the heap. */
  public static HashMapBackend hashMap() {
    return new HashMapBackend(
        Options.NONE.with(Keys.BACKEND, HASH_MAP, "state as objects on the heap: fastest"));
  }

  /**
   * State in RocksDB on local disk; the job needs {@code flink-statebackend-rocksdb} on its class
   * path.
   */
  public static RocksDbBackend rocksDb() {
    return new RocksDbBackend(
        Options.NONE.with(Keys.BACKEND, ROCKS_DB, "state on local disk: may exceed memory"));
  }

  /**
   * Returns this backend's options alone, as Flink reads them.
   *
   * @throws IllegalArgumentException if options contradict each other
   */
  public final Configuration toConfiguration() {
    Contradictions.check(options);
    return options.toConfiguration();
  }

  /** The options with every change of state also written to a log below {@code basePath}. */
  static Options changelog(Options options, String basePath) {
    return options
        .with(Keys.CHANGELOG, true, "checkpoints finish in seconds whatever the state's size")
        .with(Keys.CHANGELOG_STORAGE, "filesystem", "the log must outlive the TaskManager")
        .with(
            Keys.CHANGELOG_BASE_PATH,
            Check.directory("Backend", "changelog", basePath),
            "where changes are logged");
  }
}
