// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.harness;

import java.io.File;
import java.io.IOException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.StateBackendLoader;
import org.apache.flink.util.DynamicCodeLoadingException;

/**
 * Loads state backends by their configuration names, so that no backend's class is linked.
 *
 * <p>RocksDB keeps its files in memory where the system has a file system for that: a matrix opens
 * it hundreds of times, and each time it waits for a disk more than once.
 */
public final class BackendLoader {

  private static final File MEMORY = new File("/dev/shm");

  /** Containers often have 64 MiB, which a test may well need. */
  private static final long ENOUGH_BYTES = 1L << 30;

  private BackendLoader() {}

  /**
   * Loads a backend.
   *
   * @param type the value of {@code state.backend.type}
   * @param changelog whether the changelog wraps it
   * @throws IllegalArgumentException when the backend is not on the class path
   */
  static StateBackend load(String type, boolean changelog) {
    Configuration conf = new Configuration();
    conf.setString("state.backend.type", type);
    // The first name is that of 1.20, the second that of 2.x.
    conf.setString("state.backend.changelog.enabled", String.valueOf(changelog));
    conf.setString("state.changelog.enabled", String.valueOf(changelog));
    if (MEMORY.canWrite() && MEMORY.getUsableSpace() >= ENOUGH_BYTES) {
      conf.setString("state.backend.rocksdb.localdir", MEMORY.getPath());
    }
    try {
      return StateBackendLoader.fromApplicationOrConfigOrDefault(
          null, conf, conf, BackendLoader.class.getClassLoader(), null);
    } catch (IOException | DynamicCodeLoadingException | LinkageError e) {
      throw new IllegalArgumentException(
          "Backend: parameter 'type': "
              + type
              + (changelog ? " with changelog" : "")
              + ", cannot be loaded ("
              + e.getMessage()
              + "); put its jar on the test class path",
          e);
    }
  }

  /** Tells whether a backend can be loaded here. */
  public static boolean isAvailable(String type, boolean changelog) {
    try {
      load(type, changelog);
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }
}
