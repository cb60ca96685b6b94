// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.harness;

import java.lang.reflect.Method;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.jspecify.annotations.Nullable;

/** What takes room in a backend, beneath time-to-live. */
final class StoredState {

  private StoredState() {}

  static long keys(@Nullable KeyedStateBackend<Object> backend, String state) {
    if (backend == null) {
      return 0;
    }
    try (Stream<Object> keys = backend.getKeys(state, VoidNamespace.INSTANCE)) {
      return keys.count();
    }
  }

  /** By name, since RocksDB's backend has another package on each major version of Flink. */
  static void compact(@Nullable KeyedStateBackend<Object> backend, String state) throws Exception {
    if (backend == null) {
      return;
    }
    for (Method method : backend.getClass().getMethods()) {
      if (method.getName().equals("compactState")) {
        // The backend looks for the name alone.
        StateDescriptor<?, ?> named = new ValueStateDescriptor<>(state, LongSerializer.INSTANCE);
        method.invoke(backend, named);
      }
    }
  }
}
