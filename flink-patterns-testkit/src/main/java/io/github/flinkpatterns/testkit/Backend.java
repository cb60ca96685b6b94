// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import io.github.flinkpatterns.testkit.harness.BackendLoader;
import java.util.List;

/**
 * A state backend by its configuration name.
 *
 * @param type the value of {@code state.backend.type}: {@code hashmap}, {@code rocksdb}, {@code
 *     forst}, or a factory's class name
 * @param changelog whether the changelog state backend wraps it
 */
public record Backend(String type, boolean changelog) {

  /** Objects on the Java heap: fast, and the one that shows aliasing mistakes. */
  public static final Backend HASHMAP = new Backend("hashmap", false);

  /** RocksDB: everything passes through its serializer. */
  public static final Backend ROCKSDB = new Backend("rocksdb", false);

  /** The heap behind the changelog. */
  public static final Backend HASHMAP_CHANGELOG = new Backend("hashmap", true);

  /** RocksDB behind the changelog. */
  public static final Backend ROCKSDB_CHANGELOG = new Backend("rocksdb", true);

  /**
   * ForSt, on Flink 2.x with {@code flink-statebackend-forst} on the class path. It writes no
   * canonical savepoints, so in its cells only outputs are compared: expectations of state and
   * timers, the leak check and golden snapshots are for the other backends.
   */
  public static final Backend FORST = new Backend("forst", false);

  /** Tells whether the backend's classes are on the class path. */
  public boolean isAvailable() {
    return BackendLoader.isAvailable(type, changelog);
  }

  /**
   * The in-memory changelog of Flink's test harness does not narrow its handles to key groups, so
   * that a second rescaling brings back what was deleted after the first.
   */
  boolean rescalesBySavepoint() {
    return changelog;
  }

  boolean hasSavepoints() {
    return !type.equals(FORST.type);
  }

  /** Returns the known backends that are on the class path. */
  public static List<Backend> available() {
    return List.of(HASHMAP, HASHMAP_CHANGELOG, ROCKSDB, ROCKSDB_CHANGELOG, FORST).stream()
        .filter(Backend::isAvailable)
        .toList();
  }

  /** Returns the name as used in reports, such as {@code rocksdb+changelog}. */
  @Override
  public String toString() {
    return changelog ? type + "+changelog" : type;
  }
}
