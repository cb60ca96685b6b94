// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.testkit.harness;

import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * One record that a subtask emitted.
 *
 * @param tag the side output, or null for the main output
 * @param value what was emitted
 * @param timestamp its event time in epoch milliseconds, or null when it has none
 * @param subtask the index of the subtask that emitted it
 */
public record Emission(
    @Nullable OutputTag<?> tag, Object value, @Nullable Long timestamp, int subtask) {}
