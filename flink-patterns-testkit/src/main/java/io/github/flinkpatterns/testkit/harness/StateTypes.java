// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.harness;

import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * How a state is serialized.
 *
 * @param kind VALUE, LIST, MAP, REDUCING, AGGREGATING, TIMER or BROADCAST
 * @param key the serializer of the key; for broadcast state, which has none, that of the value
 * @param value the serializer of the value
 */
public record StateTypes(String kind, TypeSerializer<?> key, TypeSerializer<?> value) {}
