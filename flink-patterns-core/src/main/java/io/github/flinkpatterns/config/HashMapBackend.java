// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.config;

/** State as objects on the heap; see {@link Backend#hashMap()}. Every checkpoint is a full one. */
public final class HashMapBackend extends Backend {

  HashMapBackend(Options options) {
    super(options);
  }

  /**
   * Also writes every change to a log below {@code basePath} (a URI), so that a checkpoint has
   * little left to write. Costs extra writes per change; the cluster needs {@code
   * flink-statebackend-changelog} and {@code flink-dstl-dfs}, and reads the log's storage and path
   * from its own configuration.
   */
  public HashMapBackend changelog(String basePath) {
    return new HashMapBackend(changelog(options(), basePath));
  }
}
