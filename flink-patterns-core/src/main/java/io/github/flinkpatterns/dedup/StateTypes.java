// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

import io.github.flinkpatterns.logic.Require;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.configuration.Configuration;

/** What may go into state: no type that Flink writes with Kryo. */
final class StateTypes {

  private StateTypes() {}

  /** Checks that {@code type} and everything in it has a serializer of its own. */
  static void requireNoKryo(TypeInformation<?> type, String parameter) {
    try {
      TypeSerializer<?> unused = serializer(type);
    } catch (UnsupportedOperationException e) {
      IllegalArgumentException wrong =
          Require.wrong(
              Deduplicator.NAME,
              parameter,
              type,
              "would be kept in state by Kryo",
              "use a POJO, a record or a basic type, or pass a TypeInformation of your own");
      wrong.initCause(e);
      throw wrong;
    }
  }

  /** Returns a serializer of {@code type} for use outside a job. */
  static <T> TypeSerializer<T> serializer(TypeInformation<T> type) {
    SerializerConfig config = new ExecutionConfig().getSerializerConfig();
    Configuration noKryo = new Configuration();
    noKryo.setString("pipeline.generic-types", "false");
    config.configure(noKryo, StateTypes.class.getClassLoader());
    return type.createSerializer(config);
  }
}
