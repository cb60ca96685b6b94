// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.logic;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Makes serializers of the caller's types, as the job is configured to make them. */
@FunctionalInterface
public interface SerializerFactory {

  /** Returns a serializer of {@code type}. */
  <T> TypeSerializer<T> create(TypeInformation<T> type);
}
