// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.host.fast;

import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.serialization.SerializerConfig;

/** Reaches what types composed of the caller's types need on Flink 1.20. */
public final class SerializerConfigs {

  private SerializerConfigs() {}

  /** Returns what {@code config} says of serializers. */
  public static SerializerConfig of(ExecutionConfig config) {
    return config.getSerializerConfig();
  }
}
