// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit;

import org.jspecify.annotations.Nullable;

/**
 * A record that left the operator.
 *
 * @param value what was emitted
 * @param timestamp its event time in epoch milliseconds, or null when it has none
 * @param step the step of the script that caused it, counted from 1
 * @param subtask the index of the subtask that emitted it
 * @param <T> the type of the value
 */
public record Emitted<T>(T value, @Nullable Long timestamp, int step, int subtask) {}
