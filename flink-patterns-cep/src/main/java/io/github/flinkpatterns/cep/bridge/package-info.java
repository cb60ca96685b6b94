// SPDX-License-Identifier: Apache-2.0
/**
 * Patterns of flink-cep as operators: a uid, event time alone, a window that must be there, and
 * matches, near misses and late events as typed outputs.
 *
 * <p>{@link io.github.flinkpatterns.cep.bridge.OwnPattern} takes a pattern of your own; the named
 * sequences stand on the same bridge.
 */
@NullMarked
package io.github.flinkpatterns.cep.bridge;

import org.jspecify.annotations.NullMarked;
