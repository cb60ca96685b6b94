// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.harness;

import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * How a state is serialized.
 *
 * @param kind VALUE, LIST, MAP, REDUCING, AGGREGATING or TIMER
 * @param key the serializer of the key
 * @param value the serializer of the value
 */
public record StateTypes(String kind, TypeSerializer<?> key, TypeSerializer<?> value) {}
