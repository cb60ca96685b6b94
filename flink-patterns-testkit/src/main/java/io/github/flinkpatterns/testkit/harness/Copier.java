// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.harness;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.typeutils.TypeExtractor;

/**
 * Copies records where a real job would, so that a function which changes an object that it was
 * given or has emitted does not change the script or the collected output.
 *
 * <p>A class that Flink cannot type without Kryo passes uncopied: a copy by Kryo may fail or be
 * wrong where the user's declared type is fine.
 */
final class Copier {

  private final Map<Class<?>, Optional<TypeSerializer<Object>>> serializers = new HashMap<>();

  Object copy(Object value) {
    Optional<TypeSerializer<Object>> serializer = serializers.get(value.getClass());
    if (serializer == null) {
      serializer = serializerFor(value);
      serializers.put(value.getClass(), serializer);
    }
    if (serializer.isEmpty()) {
      return value;
    }
    try {
      return serializer.get().copy(value);
    } catch (RuntimeException e) {
      serializers.put(value.getClass(), Optional.empty());
      return value;
    }
  }

  private static Optional<TypeSerializer<Object>> serializerFor(Object value) {
    try {
      TypeInformation<Object> type = TypeExtractor.getForObject(value);
      SerializerConfigImpl config = new SerializerConfigImpl();
      config.setGenericTypes(false);
      return Optional.of(type.createSerializer(config));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }
}
