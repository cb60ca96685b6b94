// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.job;

import java.io.Serializable;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * A serializable handle of an object that lives in this JVM.
 *
 * <p>Flink ships copies of sources, functions and sinks to its tasks and makes new ones after a
 * failure. The embedded cluster runs in the test's JVM, so every copy can find the one object that
 * counts across attempts.
 */
final class Shared<T> implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final ConcurrentMap<String, Object> VALUES = new ConcurrentHashMap<>();

  private final String id = UUID.randomUUID().toString();

  private Shared() {}

  static <T> Shared<T> of(T value) {
    Shared<T> handle = new Shared<>();
    VALUES.put(handle.id, value);
    return handle;
  }

  @SuppressWarnings("unchecked") // Only of() puts a value under this id.
  T get() {
    Object value = VALUES.get(id);
    if (value == null) {
      throw new IllegalStateException(
          "FlinkJobTest: a test source, map or sink ran outside the test's JVM or after its run had ended;"
              + " run the job on the embedded cluster only");
    }
    return (T) value;
  }

  void release() {
    VALUES.remove(id);
  }
}
